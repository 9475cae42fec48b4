"""Forms of the vocabulary: a term with its units, and the file of a whole glossary."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from content.people.models import Unit


class UnitsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """The tree as a list of boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.order_by("path"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.indented_name())


class GlossaryTermForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail is untyped
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.fields.get("units")
        if units is not None:
            self.fields["units"] = UnitsField(
                required=False, label=units.label, help_text=units.help_text
            )


class GlossaryFileForm(forms.Form):
    """The file itself is judged by `glossary_import`, not here."""

    file = forms.FileField(label=_("File"), help_text=_("CSV or XLSX, 20 MB at most."))
