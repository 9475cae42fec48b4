"""A long job's row. It is claimed by a lease; every write of a result compares its fence."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    SUCCEEDED = "succeeded", _("done")
    FAILED = "failed", _("needs attention")
    CANCELLED = "cancelled", _("cancelled")


ACTIVE_STATES = frozenset({JobState.QUEUED, JobState.RUNNING})
FINAL_STATES = frozenset({JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED})


class Job(models.Model):
    """`subject_id` names what the job is about (a uuid); the handler of `kind` knows what it means.

    `fence` grows with every claim: a worker that lost its lease holds an older number and its
    writes are refused. `progress_done` and `progress_total` count `progress_unit`s ("seconds").
    `problem` is an English sentence that the catalogues translate; `problem_detail` is what a
    program printed, for whoever looks into it.
    """

    kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.QUEUED)
    stage = models.CharField(max_length=40, blank=True)
    stage_started_at = models.DateTimeField(null=True, blank=True)
    stage_start_done = models.PositiveBigIntegerField(default=0)
    progress_done = models.PositiveBigIntegerField(default=0)
    progress_total = models.PositiveBigIntegerField(default=0)
    progress_unit = models.CharField(max_length=20, blank=True)
    checkpoint = models.JSONField(default=dict, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    fence = models.PositiveBigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=80, blank=True)
    cancel_requested = models.BooleanField(default=False)
    problem = models.TextField(blank=True)
    problem_detail = models.TextField(blank=True)
    run_after = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ("created_at", "pk")
        indexes = (
            models.Index(fields=("state", "run_after"), name="jobs_claimable"),
            models.Index(fields=("kind", "subject_id"), name="jobs_by_subject"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "subject_id"),
                condition=models.Q(state__in=["queued", "running"]),
                name="jobs_one_active_a_subject",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} ({self.get_state_display()})"

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE_STATES

    @property
    def problem_text(self) -> str:
        """The problem in the language of the interface."""
        return gettext(self.problem) if self.problem else ""


class WorkerLoop(models.Model):
    """One loop of a worker that lives, or lived until lately; `name` is what its jobs carry.

    `seen_at` is written every few seconds: a loop unseen for long has died without a word.
    """

    name = models.CharField(max_length=80, unique=True)
    host = models.CharField(max_length=80)
    pid = models.PositiveIntegerField()
    lane = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("host", "pid", "lane")

    def __str__(self) -> str:
        return f"{self.host}:{self.pid} {self.lane}"
