"""The pages of courses and lessons, one a language: words only, all identity lies in the rows."""

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from content.core.audience import Audience
from content.core.pages import BasePage, IndexPage
from content.courses.forms import LessonPageForm
from content.courses.models.course import Course, CourseMaterial, Lesson
from content.courses.querysets import CoursePageManager, LessonPageManager
from content.taxonomy.models import NAMES

if TYPE_CHECKING:
    from django.http import HttpRequest

_TEXT_FEATURES = ["h3", "bold", "ol", "ul", "link"]


class CourseIndexPage(IndexPage):
    """All courses below it that the reader may see."""

    subpage_types: ClassVar[list[str]] = ["courses.CoursePage"]
    template = "courses/course_index_page.html"

    class Meta:
        verbose_name = _("list of courses")
        verbose_name_plural = _("lists of courses")

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        # An inner import: selectors read these models.
        from content.courses.selectors import course_cards

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["courses"] = course_cards(request, self)
        return context


class CoursePage(BasePage):
    """A course presented in one language; its lessons' pages lie below it."""

    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="pages"
    )
    introduction = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("One or two sentences, shown in lists and results."),
    )
    body = RichTextField(_("text"), blank=True, features=_TEXT_FEATURES)

    objects = CoursePageManager()

    content_panels = (
        *BasePage.content_panels,
        FieldPanel("course"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    )
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.RelatedFields(
            "course",
            [
                index.SearchField("code"),
                index.RelatedFields("unit", [index.SearchField(name) for name in NAMES]),
            ],
        ),
    ]
    parent_page_types: ClassVar[list[str]] = ["courses.CourseIndexPage"]
    subpage_types: ClassVar[list[str]] = ["courses.LessonPage"]
    template = "courses/course_page.html"

    class Meta:
        verbose_name = _("course page")
        verbose_name_plural = _("course pages")

    def audiences(self) -> tuple[Audience, ...]:
        return (self.audience, self.presented.audience)

    @cached_property
    def presented(self) -> Course:
        """The course with its unit, in one query."""
        course: Course = Course.objects.select_related("unit").get(pk=self.course_id)
        return course

    def clean(self) -> None:
        """One page per course and language, so that a hit leads to one place."""
        super().clean()
        if self.course_id is None or self.locale_id is None:
            return
        others = CoursePage.objects.filter(course_id=self.course_id, locale_id=self.locale_id)
        if others.exclude(pk=self.pk).exists():
            raise ValidationError({"course": _("This course has a page in this language already.")})

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        # An inner import: selectors read these models.
        from content.courses.selectors import course_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(course_context(request, self))
        return context


class LessonPage(BasePage):
    """A lesson presented in one language: the recording plays here, in its place in the course."""

    lesson = models.ForeignKey(
        Lesson, verbose_name=_("lesson"), on_delete=models.PROTECT, related_name="pages"
    )
    introduction = models.TextField(_("introduction"), blank=True)
    body = RichTextField(_("text"), blank=True, features=_TEXT_FEATURES)

    objects = LessonPageManager()
    base_form_class = LessonPageForm

    content_panels = (
        *BasePage.content_panels,
        FieldPanel("lesson"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    )
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.RelatedFields(
            "lesson",
            [
                index.RelatedFields("course", [index.SearchField("code")]),
                index.RelatedFields(
                    "recording",
                    [
                        index.SearchField("title"),
                        index.RelatedFields("speaker", [index.SearchField(name) for name in NAMES]),
                    ],
                ),
            ],
        ),
    ]
    parent_page_types: ClassVar[list[str]] = ["courses.CoursePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "courses/lesson_page.html"

    class Meta:
        verbose_name = _("lesson page")
        verbose_name_plural = _("lesson pages")

    def audiences(self) -> tuple[Audience, ...]:
        lesson = self.presented
        return (self.audience, lesson.course.audience, lesson.recording.audience)

    @cached_property
    def presented(self) -> Lesson:
        """The lesson with its course and its recording."""
        return next(lesson for lesson in self.lessons_beside if lesson.pk == self.lesson_id)

    @property
    def has_materials(self) -> bool:
        """Whether the course has any; known with its lessons."""
        return bool(self.presented.has_materials)  # type: ignore[attr-defined]  # an annotation

    @cached_property
    def lessons_beside(self) -> list[Lesson]:
        """All lessons of the course, this one too, in order, each with whether the course has
        materials: one query for the whole page."""
        materials = CourseMaterial.objects.filter(course=OuterRef("course"))
        lessons = Lesson.objects.filter(course__lessons=self.lesson_id)
        return list(
            lessons.select_related(
                "course__unit", "recording__speaker", "recording__unit"
            ).annotate(has_materials=Exists(materials))
        )

    def clean(self) -> None:
        """One page per lesson and language."""
        super().clean()
        if self.lesson_id is None or self.locale_id is None:
            return
        others = LessonPage.objects.filter(lesson_id=self.lesson_id, locale_id=self.locale_id)
        if others.exclude(pk=self.pk).exists():
            raise ValidationError({"lesson": _("This lesson has a page in this language already.")})

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        # An inner import: selectors read these models.
        from content.courses.selectors import lesson_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(lesson_context(request, self))
        return context
