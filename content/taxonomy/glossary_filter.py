"""What the list of the glossary can be narrowed by; apps above add what they attach terms to."""

from typing import Any, ClassVar

import django_filters  # type: ignore[import-untyped]  # ships no types
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from content.people.models import Unit
from content.taxonomy.models import GlossaryTerm


class GlossaryTermFilterSet(WagtailFilterSet):  # type: ignore[misc]  # Wagtail is untyped
    unit = django_filters.ModelChoiceFilter(
        field_name="units", label=_("Unit"), queryset=Unit.objects.order_by("path")
    )

    class Meta:
        model = GlossaryTerm
        fields: ClassVar[list[str]] = []


def register_filter(name: str, narrowing: Any) -> None:
    """Let the glossary be narrowed by something of an app above: a filter of django-filter."""
    GlossaryTermFilterSet.base_filters[name] = narrowing
