"""Forms of people: signing in, the password, and what the administration edits."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.users.forms import UserCreationForm, UserEditForm

from content.people.models import Unit, User


class SignInForm(AuthenticationForm):
    """The same answer for an unknown number and a wrong password."""

    error_messages = {
        "invalid_login": _(
            "The employee number and the password do not belong together. "
            "Mind capital letters in the password."
        ),
        "inactive": _("This account is closed. Ask the training office of your unit."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Employee number")
        self.fields["password"].label = _("Password")


class ChangePasswordForm(PasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password2"].label = _("New password once more")


class UnitChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Units as a tree: each below its parent, one step to the right."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.order_by("path"), **kwargs)

    def label_from_instance(self, obj: Unit) -> str:
        return obj.indented_name()


class PersonFields(forms.Form):
    """What both forms of the administration ask of a person, in place of first and last name."""

    # Wagtail's fields that our people have not.
    first_name = None
    last_name = None
    email = forms.EmailField(required=False, label=_("E-mail address"))
    unit = UnitChoiceField(required=False, label=_("Unit"))


_PERSON_FIELDS = {"employee_number", "full_name", "email", "unit", "is_superuser", "groups"}


class PersonCreationForm(PersonFields, UserCreationForm):  # type: ignore[misc]  # Wagtail is untyped
    class Meta(UserCreationForm.Meta):  # type: ignore[misc]  # Wagtail is untyped
        model = User
        fields = _PERSON_FIELDS


class PersonEditForm(PersonFields, UserEditForm):  # type: ignore[misc]  # Wagtail is untyped
    class Meta(UserEditForm.Meta):  # type: ignore[misc]  # Wagtail is untyped
        model = User
        fields = _PERSON_FIELDS | {"is_active"}


class OwnAccountForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What members of staff change of themselves; the rest is the administrators'."""

    class Meta:
        model = User
        fields = ("full_name", "email")


class UnitForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail is untyped
    """A unit and its place in the tree."""

    parent = UnitChoiceField(
        required=False, label=_("Belongs to"), help_text=_("Leave empty for a unit at the top.")
    )

    class Meta:
        model = Unit
        fields = ("code", "name_zh", "name_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["parent"].initial = self.instance.get_parent()
            below = Unit.get_tree(self.instance).values("pk")
            self.fields["parent"].queryset = Unit.objects.exclude(pk__in=below).order_by("path")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not (cleaned.get("name_zh") or cleaned.get("name_en")):
            raise ValidationError(_("A unit needs a name."))
        return cleaned

    def save(self, commit: bool = True) -> Unit:
        """Puts the unit where `parent` says; needs `commit`, for the tree is in the database."""
        unit: Unit = self.instance
        parent: Unit | None = self.cleaned_data["parent"]
        if not unit.pk:
            added: Unit = (
                parent.add_child(instance=unit) if parent else Unit.add_root(instance=unit)
            )
            return added
        unit.save()
        old = unit.get_parent()
        if (old and old.pk) != (parent and parent.pk):
            if parent:
                unit.move(parent, pos="last-child")
            else:
                unit.move(Unit.get_last_root_node(), pos="last-sibling")
            unit.refresh_from_db()
        return unit
