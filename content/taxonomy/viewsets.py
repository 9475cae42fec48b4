"""The vocabulary in the administration: one menu entry with topics, speakers and the glossary."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from content.taxonomy.forms import GlossaryTermForm
from content.taxonomy.glossary_filter import GlossaryTermFilterSet
from content.taxonomy.models import GlossaryTerm, Speaker, Topic
from content.taxonomy.views import GlossaryIndexView, import_glossary

_NAMES = FieldRowPanel([FieldPanel("name_zh"), FieldPanel("name_en")])


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    list_display: ClassVar[list[str]] = ["name_zh", "name_en", "slug"]
    search_fields: ClassVar[list[str]] = ["name_zh", "name_en", "slug"]
    ordering: ClassVar[list[str]] = ["slug"]
    panels: ClassVar[list[object]] = [
        FieldPanel("name_zh"),
        # The address is made from the English name; Chinese leaves nothing that a slug may hold.
        TitleFieldPanel("name_en", targets=["slug"]),
        FieldPanel("slug"),
    ]


class SpeakerViewSet(SnippetViewSet):
    model = Speaker
    icon = "user"
    menu_label = _("Speakers and authors")
    list_display: ClassVar[list[str]] = ["name_zh", "name_en", "role_zh"]
    search_fields: ClassVar[list[str]] = ["name_zh", "name_en", "role_zh", "role_en"]
    ordering: ClassVar[list[str]] = ["name_zh"]
    panels: ClassVar[list[object]] = [
        MultiFieldPanel([_NAMES], heading=_("Name")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("role_zh"), FieldPanel("role_en")])], heading=_("Role")
        ),
    ]


class GlossaryTermViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    list_display: ClassVar[list[str | Column]] = [
        "term",
        Column("variants_in_a_line", label=_("Variants")),
        Column("units_in_a_line", label=_("Units")),
    ]
    index_view_class = GlossaryIndexView
    filterset_class = GlossaryTermFilterSet
    search_fields: ClassVar[list[str]] = ["term", "variants", "mishearings"]
    ordering: ClassVar[list[str]] = ["term"]
    edit_handler = ObjectList(
        [
            FieldPanel("term"),
            FieldRowPanel([FieldPanel("variants"), FieldPanel("mishearings")]),
            FieldPanel("units"),
            MultiFieldPanel(
                [FieldPanel("explanation_zh"), FieldPanel("explanation_en")],
                heading=_("Explanation"),
            ),
        ],
        base_form_class=GlossaryTermForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[GlossaryTerm]:
        return GlossaryTerm.objects.prefetch_related("units")

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("import/", import_glossary, name="import")]


class VocabularyGroup(SnippetViewSetGroup):
    items = (TopicViewSet, SpeakerViewSet, GlossaryTermViewSet)
    menu_label = _("Vocabulary")
    menu_icon = "tag"
    menu_order = 500
