"""The board of jobs as one person sees it: what runs, waits, needs someone, and ended lately."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from content.jobs import registry, wording
from content.jobs.exceptions import UnknownJobKindError
from content.jobs.models import Job, JobState
from content.jobs.permissions import is_administrator
from content.jobs.registry import Subject
from content.jobs.selectors import progress_of

LATELY = timedelta(days=1)
_MOST_ROWS = 100
_SHOWN = ("running", "waiting", "attention", "finished")


@dataclass(frozen=True)
class Row:
    """One job, in words. `place` counts from 1 within the line that it waits in."""

    job: Job
    label: str
    title: str
    url: str
    stage: str
    percent: int | None
    amount: str
    time_left: str
    place: int | None
    again_at: datetime | None
    problem: str
    advice: str
    may_cancel: bool
    may_retry: bool


@dataclass(frozen=True)
class Board:
    """`counts` are of all that this person may see, whatever the filter shows."""

    running: tuple[Row, ...]
    waiting: tuple[Row, ...]
    attention: tuple[Row, ...]
    finished: tuple[Row, ...]

    @property
    def is_live(self) -> bool:
        return bool(self.running or self.waiting)

    @property
    def counts(self) -> dict[str, int]:
        return {name: len(getattr(self, name)) for name in _SHOWN}


def board_for(user: Any, *, kind: str = "", now: datetime | None = None) -> Board:
    """What this person may see, of one kind or of all, in a fixed number of queries."""
    moment = now or timezone.now()
    found = _jobs(moment)
    places = _places(found)
    jobs = [job for job in found if not kind or job.kind == kind]
    subjects = _subjects(user, jobs)
    everything = is_administrator(user)
    rows = [
        _row(job, subjects.get((job.kind, job.subject_id)), places.get(job.pk), everything, moment)
        for job in jobs
        if everything or (job.kind, job.subject_id) in subjects
    ]
    return Board(
        running=_in(rows, JobState.RUNNING),
        waiting=_in(rows, JobState.QUEUED),
        attention=_in(rows, JobState.FAILED),
        finished=_in(rows, JobState.SUCCEEDED, JobState.CANCELLED),
    )


def _in(rows: Iterable[Row], *states: str) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.job.state in states)


def _jobs(now: datetime) -> list[Job]:
    """The jobs that matter, each group in the order in which it is read; three queries."""
    jobs = Job.objects.defer("checkpoint")
    active = jobs.filter(state__in=(JobState.RUNNING, JobState.QUEUED)).order_by("run_after", "pk")
    failed = jobs.filter(state=JobState.FAILED).order_by("-finished_at")
    ended = jobs.filter(
        state__in=(JobState.SUCCEEDED, JobState.CANCELLED), finished_at__gte=now - LATELY
    ).order_by("-finished_at")
    return [
        *active[: 2 * _MOST_ROWS],
        *without_retried(failed[:_MOST_ROWS]),
        *ended[:_MOST_ROWS],
    ]


def without_retried(failed: Iterable[Job]) -> list[Job]:
    """Failed jobs, newest first, less those whose subject has another job of the kind since."""
    rows = list(failed)
    newer = {
        (kind, subject): pk
        for kind, subject, pk in Job.objects.filter(subject_id__in={row.subject_id for row in rows})
        .order_by("pk")
        .values_list("kind", "subject_id", "pk")
    }
    return [row for row in rows if newer[row.kind, row.subject_id] == row.pk]


def _places(jobs: Sequence[Job]) -> dict[int, int]:
    """Each waiting job's place among those of its lane, in the order in which they are claimed."""
    places: dict[int, int] = {}
    lengths: dict[str, int] = {}
    for job in jobs:
        if job.state == JobState.QUEUED:
            lane = _lane(job)
            lengths[lane] = places[job.pk] = lengths.get(lane, 0) + 1
    return places


def _lane(job: Job) -> str:
    try:
        return registry.get(job.kind).lane
    except UnknownJobKindError:
        return job.kind


def _subjects(user: Any, jobs: Iterable[Job]) -> Mapping[tuple[str, str], Subject]:
    """What this person may know of what the jobs are about: asked once a kind."""
    ids: dict[str, set[str]] = {}
    for job in jobs:
        ids.setdefault(job.kind, set()).add(job.subject_id)
    found: dict[tuple[str, str], Subject] = {}
    for kind, wanted in ids.items():
        subjects = registry.words_of(kind).subjects
        if subjects is not None:
            found |= {(kind, key): value for key, value in subjects(user, wanted).items()}
    return found


def _row(
    job: Job, subject: Subject | None, place: int | None, everything: bool, now: datetime
) -> Row:
    words = registry.words_of(job.kind)
    progress = progress_of(job, now=now)
    may = everything or (subject is not None and subject.may_change)
    running = job.state == JobState.RUNNING
    return Row(
        job=job,
        label=str(words.label),
        title=subject.title if subject else _("(deleted meanwhile)"),
        url=subject.url if subject else "",
        stage=capfirst(progress.stage_label) if running else capfirst(progress.state_label),
        percent=progress.percent if running else None,
        amount=wording.amount(progress.done, progress.total, progress.unit) if running else "",
        time_left=wording.time_left(progress.seconds_left),
        place=place,
        again_at=job.run_after if job.run_after > now and job.state == JobState.QUEUED else None,
        problem=progress.problem,
        advice=_advice(job, words),
        may_cancel=may and job.is_active and not job.cancel_requested,
        may_retry=may and job.state in (JobState.FAILED, JobState.CANCELLED),
    )


def _advice(job: Job, words: registry.JobWords) -> str:
    if job.state != JobState.FAILED:
        return ""
    default = _(
        "Try again. If it ends the same way, show the details to whoever looks after the server."
    )
    return str(words.advice.get(job.problem, default))
