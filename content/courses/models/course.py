"""The course and its lessons: plain rows with a stable identity, in no language.

Enrolments, progress and search refer to these, never to a page, so that a page tree copied to
another language doubles nothing.
"""

import uuid
from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from content.core.audience import Audience
from content.core.fields import AudienceField
from content.courses.forms import CourseForm
from content.courses.querysets import CourseQuerySet
from content.materials.models import AttachedDocument
from content.people.models import Unit
from content.recordings.models import Recording
from content.taxonomy.models import GlossaryTerm


class Course(index.Indexed, ClusterableModel):
    """What people enrol in. Its words are on its pages; `code` is what people type and print."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(
        _("code"),
        max_length=60,
        unique=True,
        help_text=_("Short and lasting, such as haining-quality-2026; it appears in reports."),
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="courses",
    )
    audience = AudienceField(_("audience"), default=Audience.employees)
    hours = models.DecimalField(
        _("hours"),
        max_digits=5,
        decimal_places=1,
        default=Decimal("0"),
        validators=[MinValueValidator(Decimal("0"))],
        help_text=_("Learning hours (学时) that the whole course is worth."),
    )
    completion_percent = models.PositiveSmallIntegerField(
        _("share to watch"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Percent of a lesson that must have been watched to complete it."),
    )
    published_at = models.DateTimeField(_("first published"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CourseQuerySet.as_manager()
    base_form_class = CourseForm

    search_fields: ClassVar = [index.SearchField("code"), index.AutocompleteField("code")]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class Lesson(models.Model):
    """One step of a course: a recording at a place in the order."""

    sort_order_field = "position"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = ParentalKey(Course, on_delete=models.CASCADE, related_name="lessons")
    recording = models.ForeignKey(
        Recording,
        verbose_name=_("recording"),
        on_delete=models.PROTECT,
        related_name="lessons",
    )
    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        # `position` is not unique in the database: a reordering saves row after row. The key
        # settles a tie, so the order is always one and the same.
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("course", "recording"), name="courses_recording_once_a_course"
            ),
        )

    def __str__(self) -> str:
        return self.recording.title

    @property
    def duration_ms(self) -> int:
        return self.recording.duration_ms or 0

    @property
    def needed_ms(self) -> int:
        """Milliseconds to watch before the lesson is complete, rounded up."""
        return needed_ms(self.duration_ms, self.course.completion_percent)


class CourseTerm(models.Model):
    """A glossary term that the lessons of a course are likely to use, in the order of weight."""

    sort_order_field = "position"

    course = ParentalKey(Course, on_delete=models.CASCADE, related_name="terms")
    term = models.ForeignKey(
        GlossaryTerm,
        verbose_name=_("glossary term"),
        on_delete=models.CASCADE,
        related_name="course_terms",
    )
    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("term of a course")
        verbose_name_plural = _("terms of a course")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return str(self.term)


class CourseMaterial(AttachedDocument):
    """A document that goes with a course: handouts, forms, standards."""

    course = ParentalKey(Course, on_delete=models.CASCADE, related_name="materials")
    title_zh = models.CharField(
        _("title (Chinese)"), max_length=200, blank=True, help_text=_("In place of its own title.")
    )
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)

    class Meta(AttachedDocument.Meta):
        verbose_name = _("material of a course")
        verbose_name_plural = _("materials of a course")

    def title_in(self, language: str) -> str:
        english = self.title_en if language.startswith("en") else ""
        return english or self.title_zh or str(self.document.title)


def needed_ms(duration_ms: int, percent: int) -> int:
    """The least milliseconds that are `percent` of a duration: 89.99 % is not 90 %."""
    return -(-duration_ms * percent // 100)
