"""Courses and their lessons in the administration."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
)
from wagtail.snippets.views.snippets import SnippetViewSet

from content.courses.models import Course
from content.materials.models import MATERIALS_HELP


class CourseViewSet(SnippetViewSet):  # type: ignore[misc]  # Wagtail is untyped
    model = Course
    icon = "list-ol"
    menu_label = _("Courses")
    menu_order = 210
    add_to_admin_menu = True
    ordering: ClassVar[list[str]] = ["code"]
    list_display: ClassVar[list[Any]] = ["code", "unit", "hours", "published_at"]
    list_filter: ClassVar[list[str]] = ["unit"]
    # By LIKE: a piece of a code must be found.
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["code"]
    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("unit")]),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("hours"), FieldPanel("completion_percent")])],
            heading=_("What it is worth, and when it is complete"),
        ),
        FieldPanel("audience"),
        InlinePanel(
            "lessons",
            panels=[FieldPanel("recording")],
            heading=_("Lessons"),
            label=_("Lesson"),
            help_text=_("In the order in which they are to be watched; drag to change it."),
        ),
        MultipleChooserPanel(
            "materials",
            chooser_field_name="document",
            panels=[
                FieldPanel("document"),
                FieldRowPanel([FieldPanel("title_zh"), FieldPanel("title_en")]),
            ],
            heading=_("Materials"),
            label=_("Document"),
            help_text=MATERIALS_HELP,
        ),
        MultipleChooserPanel(
            "terms",
            chooser_field_name="term",
            panels=[FieldPanel("term")],
            heading=_("Glossary terms"),
            label=_("Term"),
            help_text=_(
                "The lessons of the course are transcribed with these first; the most important "
                "ones at the top, for the room is short. Everyone may read the glossary."
            ),
        ),
    ]

    def get_queryset(self, request: Any) -> Any:
        return Course.objects.select_related("unit")
