"""The page of a recording in one language, and the list of such pages.

The page owns words (title, summary, chapters); the recording owns the file, the rights and what
people learnt from it. Nothing here may be what learning or search refers to: that is the recording.
"""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from content.core.audience import Audience
from content.core.pages import BasePage, IndexPage
from content.lectures.blocks import ChapterBlock
from content.lectures.querysets import LecturePageManager
from content.lectures.selectors import lecture_context, lecture_list
from content.materials.models import MATERIALS_HELP, AttachedDocument
from content.recordings.models import Recording
from content.taxonomy.models import NAMES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class LectureIndexPage(IndexPage):
    """All lectures below it that the reader may see, by topic and unit."""

    subpage_types: ClassVar[list[str]] = ["lectures.LecturePage"]
    template = "lectures/lecture_index_page.html"

    class Meta:
        verbose_name = _("list of lectures")
        verbose_name_plural = _("lists of lectures")

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["lectures"] = lecture_list(request, LecturePage.objects.child_of(self))
        return context


class LecturePage(BasePage):
    """A recording presented in one language. What is shown is page ∩ recording."""

    recording = models.ForeignKey(
        Recording,
        verbose_name=_("recording"),
        on_delete=models.PROTECT,
        related_name="lecture_pages",
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("One or two sentences, shown in lists and results.")
    )
    body = RichTextField(_("text"), blank=True, features=["h3", "bold", "ol", "ul", "link"])
    chapters = StreamField(
        [("chapter", ChapterBlock())], verbose_name=_("chapters"), blank=True, use_json_field=True
    )

    objects = LecturePageManager()

    content_panels = (
        *BasePage.content_panels,
        FieldPanel("recording"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("chapters"),
        MultipleChooserPanel(
            "materials",
            chooser_field_name="document",
            panels=[FieldPanel("document"), FieldPanel("title")],
            heading=_("Materials"),
            label=_("Document"),
            help_text=MATERIALS_HELP,
        ),
    )
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.SearchField("chapters"),
        index.RelatedFields(
            "recording",
            [
                index.SearchField("title"),
                index.RelatedFields("speaker", [index.SearchField(name) for name in NAMES]),
                index.RelatedFields("unit", [index.SearchField(name) for name in NAMES]),
            ],
        ),
    ]
    # False where a look at the recording has told that there are none: spares their query.
    has_materials = True
    parent_page_types: ClassVar[list[str]] = ["lectures.LectureIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "lectures/lecture_page.html"

    class Meta:
        verbose_name = _("lecture")
        verbose_name_plural = _("lectures")

    def audiences(self) -> tuple[Audience, ...]:
        return (self.audience, self.recording.audience)

    def serve(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> "HttpResponse":
        # With what the page shows of it, in one query: rights are asked of it first.
        materials = LectureMaterial.objects.filter(page=self.pk)
        recordings = Recording.objects.select_related("unit", "speaker")
        self.recording = recordings.annotate(has_materials=Exists(materials)).get(
            pk=self.recording_id
        )
        self.has_materials = self.recording.has_materials
        return super().serve(request, *args, **kwargs)

    def clean(self) -> None:
        """One page per recording and language, so that a hit leads to one place."""
        super().clean()
        if self.recording_id is None or self.locale_id is None:
            return
        others = LecturePage.objects.filter(
            recording_id=self.recording_id, locale_id=self.locale_id
        )
        if others.exclude(pk=self.pk).exists():
            raise ValidationError(
                {"recording": _("This recording has a page in this language already.")}
            )

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(lecture_context(request, self))
        return context


class LectureMaterial(AttachedDocument):
    """A document that goes with a lecture, as the page of one language shows it."""

    page = ParentalKey(LecturePage, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(
        _("title"), max_length=200, blank=True, help_text=_("In place of its own title.")
    )

    class Meta(AttachedDocument.Meta):
        verbose_name = _("material of a lecture")
        verbose_name_plural = _("materials of a lecture")

    def title_in(self, language: str) -> str:
        return self.title or str(self.document.title)
