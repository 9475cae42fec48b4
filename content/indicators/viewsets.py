"""Figures in the administration."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from content.indicators.models import Indicator


class IndicatorViewSet(SnippetViewSet):
    model = Indicator
    icon = "list-ol"
    menu_label = _("Figures")
    menu_order = 450
    add_to_admin_menu = True
    list_display: ClassVar[list[str | Column]] = [
        "name_zh",
        "unit",
        "as_of",
        "actual",
        "target",
        Column("change_percent", label=_("Change, %")),
    ]
    list_filter: ClassVar[list[str]] = ["as_of", "code", "unit"]
    search_fields: ClassVar[list[str]] = ["name_zh", "name_en", "code"]
    list_export: ClassVar[list[str]] = [
        "code", "name_zh", "name_en", "unit", "as_of", "actual", "target", "assessment_percent",
        "year_before", "change_percent", "target_percent",
    ]  # fmt: skip
    panels: ClassVar[list[object]] = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name_zh"), FieldPanel("name_en")]),
                FieldRowPanel([FieldPanel("code"), FieldPanel("unit")]),
                FieldRowPanel([FieldPanel("label_zh"), FieldPanel("label_en")]),
                FieldPanel("as_of"),
            ],
            heading=_("What is counted"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("unit_of_measure_zh"), FieldPanel("unit_of_measure_en")]),
                FieldRowPanel([FieldPanel("actual"), FieldPanel("year_before")]),
                FieldRowPanel([FieldPanel("target"), FieldPanel("assessment_percent")]),
            ],
            heading=_("Numbers"),
        ),
        FieldRowPanel([FieldPanel("source"), FieldPanel("position")]),
    ]
