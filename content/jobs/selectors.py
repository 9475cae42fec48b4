"""Reads on jobs: how far a subject's job is, in figures and in words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from content.jobs import registry
from content.jobs.exceptions import UnknownJobKindError
from content.jobs.models import ACTIVE_STATES, Job, JobState


@dataclass(frozen=True)
class JobProgress:
    """`percent` is of the present stage; None where the stage has no known end.

    `seconds_left` is for the stage too, from its own speed; None until that can be told.
    """

    kind: str
    state: str
    state_label: str
    stage: str
    stage_label: str
    done: int
    total: int
    unit: str
    percent: int | None
    seconds_left: int | None
    problem: str


def progress_of(job: Job, *, now: datetime | None = None) -> JobProgress:
    return JobProgress(
        kind=job.kind,
        state=job.state,
        state_label=job.get_state_display(),
        stage=job.stage,
        stage_label=_stage_label(job),
        done=job.progress_done,
        total=job.progress_total,
        unit=job.progress_unit,
        percent=_percent(job),
        seconds_left=_seconds_left(job, now or timezone.now()),
        problem=job.problem_text,
    )


def latest_job(kind: str, subject_id: object) -> Job | None:
    return Job.objects.filter(kind=kind, subject_id=str(subject_id)).order_by("-pk").first()


def latest_jobs(kind: str, subject_ids: Iterable[object]) -> dict[str, Job]:
    """The newest job of each subject, by subject: one query."""
    subjects = [str(subject) for subject in subject_ids]
    rows = Job.objects.filter(kind=kind, subject_id__in=subjects).order_by("pk")
    return {row.subject_id: row for row in rows}


def active_jobs(kinds: Collection[str] | None = None) -> int:
    """How many jobs wait or run."""
    rows = Job.objects.filter(state__in=ACTIVE_STATES)
    return (rows if kinds is None else rows.filter(kind__in=kinds)).count()


def oldest_waiting_seconds(now: datetime | None = None) -> float:
    """How long the oldest job has been due without being claimed: 0 where the queue keeps up."""
    moment = now or timezone.now()
    row = Job.objects.filter(state=JobState.QUEUED, run_after__lte=moment).order_by("run_after")
    oldest = row.values_list("run_after", flat=True).first()
    return (moment - oldest).total_seconds() if oldest else 0.0


def _stage_label(job: Job) -> str:
    if job.state == JobState.QUEUED:
        return job.get_state_display()
    try:
        return str(registry.get(job.kind).stages.get(job.stage, job.stage))
    except UnknownJobKindError:
        return job.stage


def _percent(job: Job) -> int | None:
    if job.state == JobState.SUCCEEDED:
        return 100
    if job.progress_total <= 0:
        return None
    return min(100, job.progress_done * 100 // job.progress_total)


def _seconds_left(job: Job, now: datetime) -> int | None:
    gained = job.progress_done - job.stage_start_done
    if job.state != JobState.RUNNING or job.stage_started_at is None or gained <= 0:
        return None
    elapsed = (now - job.stage_started_at).total_seconds()
    left = max(0, job.progress_total - job.progress_done)
    return round(elapsed * left / gained)
