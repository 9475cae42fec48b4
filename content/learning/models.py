"""What is known of learning: facts that are only ever added, and summaries folded from them.

Facts: Enrolment, PlaySession, WatchInterval, LessonCompletion. Summaries: WatchedSet (recomputable,
see `recompute_progress`) and WatchBudget (the account that clips what could not have been watched).
Everything refers to Course, Lesson and Recording, never to a page.
"""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.courses.models import Course, Lesson
from content.learning.enums import RefusalReason
from content.learning.querysets import EnrolmentQuerySet
from content.recordings.models import Recording


class Enrolment(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments"
    )
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    enrolled_at = models.DateTimeField(default=timezone.now)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ("-enrolled_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("user", "course"), name="learning_enrolled_once"),
        )

    def __str__(self) -> str:
        return f"{self.user_id}:{self.course_id}"


class WatchedSet(models.Model):
    """What a person has watched of a recording: disjoint spans in order, in milliseconds.

    `position_ms` is where to go on; it belongs to the recording, so pages in all languages share
    it. `goal_ms` is the least `covered_ms` at which a lesson waits to be completed; null when none
    does: it spares every heartbeat the question.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="watched_sets"
    )
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="watched_sets")
    spans = models.JSONField(default=list)
    covered_ms = models.PositiveBigIntegerField(default=0)
    position_ms = models.PositiveBigIntegerField(default=0)
    goal_ms = models.PositiveBigIntegerField(null=True, blank=True)
    version = models.PositiveBigIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("watched set")
        verbose_name_plural = _("watched sets")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "recording"), name="learning_one_set_a_recording"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id}:{self.recording_id} {self.covered_ms} ms"

    @property
    def span_tuples(self) -> tuple[tuple[int, int], ...]:
        return tuple((start, end) for start, end in self.spans)


class WatchBudget(models.Model):
    """One person's account of time that can have been watched; see `content.learning.budget`."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="watch_budget"
    )
    state: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("watch budget")
        verbose_name_plural = _("watch budgets")

    def __str__(self) -> str:
        return str(self.user_id)


class PlaySession(models.Model):
    """One person's one playing of one recording, opened by the server. Its uuid is no secret to
    its owner and of no use to anybody else."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="play_sessions"
    )
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="play_sessions")
    watched = models.ForeignKey(WatchedSet, on_delete=models.PROTECT, related_name="play_sessions")
    budget = models.ForeignKey(WatchBudget, on_delete=models.PROTECT, related_name="play_sessions")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("play session")
        verbose_name_plural = _("play sessions")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return str(self.uuid)


class WatchInterval(models.Model):
    """Append-only: what one interval of one heartbeat counted, and what of it was refused and why.

    `start_ms`…`end_ms` is what counted. A heartbeat that carried no interval leaves one empty row,
    so that its replay is known. `covered_ms` and `position_ms` are what the heartbeat was answered.
    """

    session = models.ForeignKey(PlaySession, on_delete=models.PROTECT, related_name="intervals")
    seq = models.PositiveBigIntegerField()
    number = models.PositiveSmallIntegerField(default=0)
    start_ms = models.PositiveBigIntegerField()
    end_ms = models.PositiveBigIntegerField()
    rate = models.DecimalField(max_digits=6, decimal_places=3)
    refused_ms = models.PositiveBigIntegerField(default=0)
    reason = models.CharField(max_length=12, choices=RefusalReason.choices, blank=True)
    position_ms = models.PositiveBigIntegerField()
    covered_ms = models.PositiveBigIntegerField()
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("watch interval")
        verbose_name_plural = _("watch intervals")
        ordering = ("session", "seq", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "seq", "number"), name="learning_interval_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.session_id}#{self.seq}.{self.number}: {self.start_ms}-{self.end_ms}"

    @property
    def accepted_ms(self) -> int:
        return self.end_ms - self.start_ms


class LessonCompletion(models.Model):
    """The fact that someone completed a lesson, with the rule that was in force then."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="lesson_completions"
    )
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="completions")
    completed_at = models.DateTimeField()
    rule = models.CharField(max_length=60)
    required_percent = models.PositiveSmallIntegerField()
    covered_ms = models.PositiveBigIntegerField()
    duration_ms = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("lesson completion")
        verbose_name_plural = _("lesson completions")
        ordering = ("-completed_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("user", "lesson"), name="learning_completed_once"),
        )

    def __str__(self) -> str:
        return f"{self.user_id}:{self.lesson_id}"
