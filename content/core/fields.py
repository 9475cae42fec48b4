"""The column and the form field of an Audience."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.core.audience import Audience, AudienceKind


def parse(value: str) -> Audience:
    """Read the stored form, `|public|` or `|unit:3|unit:9|`. Raises ValueError."""
    return Audience.from_tokens([token for token in value.split("|") if token])


def store(audience: Audience) -> str:
    return "|" + "|".join(sorted(audience.tokens())) + "|"


class AudienceWidget(forms.MultiWidget):
    """The kind as radio buttons, then the units and the people to choose from."""

    template_name = "core/audience_widget.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            widgets=[forms.RadioSelect, forms.SelectMultiple, forms.SelectMultiple], attrs=attrs
        )

    def decompress(self, value: Audience | None) -> Sequence[Any]:
        if value is None:
            return [None, [], []]
        return [str(value.kind), sorted(value.units), sorted(value.people)]


class AudienceFormField(forms.MultiValueField):
    """Gives an Audience; says in words what is missing."""

    widget = AudienceWidget
    default_error_messages = {
        "units": _("Choose at least one unit, or another audience."),
        "people": _("Choose at least one person, or another audience."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("max_length", None)
        kinds = forms.ChoiceField(choices=[(kind.value, _LazyLabel(kind)) for kind in AudienceKind])
        units = forms.TypedMultipleChoiceField(coerce=int, required=False, choices=_unit_choices)
        people = forms.TypedMultipleChoiceField(coerce=int, required=False, choices=_people_choices)
        parts = (kinds, units, people)
        super().__init__(fields=parts, require_all_fields=False, **kwargs)
        for widget, part in zip(self.widget.widgets, parts, strict=True):
            widget.choices = part.choices  # type: ignore[attr-defined]  # all are selects

    def compress(self, data_list: list[Any]) -> Audience | None:
        if not data_list or not data_list[0]:
            return None
        kind = AudienceKind(data_list[0])
        units, people = data_list[1] or [], data_list[2] or []
        if kind is AudienceKind.UNITS:
            if not units:
                raise ValidationError(self.error_messages["units"], code="units")
            return Audience.of_units(units)
        if kind is AudienceKind.PEOPLE:
            if not people:
                raise ValidationError(self.error_messages["people"], code="people")
            return Audience.of_people(people)
        return Audience(kind)


class _LazyLabel:
    """A choice's label, translated when it is shown rather than when the form is made."""

    def __init__(self, kind: AudienceKind) -> None:
        self.kind = kind

    def __str__(self) -> str:
        return self.kind.label


def _unit_choices() -> list[tuple[int, str]]:
    units = apps.get_model("people", "Unit").objects.order_by("path")
    return [(unit.pk, "　" * (unit.depth - 1) + unit.name) for unit in units]


def _people_choices() -> list[tuple[int, str]]:
    people = apps.get_model("people", "User").objects.order_by("employee_number")
    return [(person.pk, f"{person.full_name} ({person.employee_number})") for person in people]


class AudienceField(models.TextField[Any, Any]):
    """An Audience in one text column, so drafts, copies and translations carry it by themselves."""

    description = "An audience"

    def from_db_value(self, value: str | None, *args: object) -> Audience | None:
        return None if value is None else parse(value)

    def to_python(self, value: object) -> Audience | None:
        if value is None or isinstance(value, Audience):
            return value
        try:
            return parse(str(value))
        except ValueError as error:
            raise ValidationError(_("This is not an audience."), code="invalid") from error

    def get_prep_value(self, value: object) -> str | None:
        if value is None:
            return None
        # A lookup such as __contains compares with a piece of the stored text.
        return store(value) if isinstance(value, Audience) else str(value)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def formfield(self, **kwargs: Any) -> forms.Field:
        kwargs.pop("choices_form_class", None)
        kwargs.pop("form_class", None)
        kwargs.pop("widget", None)
        options: dict[str, Any] = {
            "required": not self.blank,
            "label": self.verbose_name,
            "help_text": self.help_text,
        }
        if self.has_default():
            options["initial"] = self.get_default()
        options.update(kwargs)
        return AudienceFormField(**options)
