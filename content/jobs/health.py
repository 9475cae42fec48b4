"""How the queue is doing, for administrators: what is well, what is not, and what to do then.

Other rooms add their own conditions (`register_condition`): the disk, the engines, the index.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.jobs import registry, wording
from content.jobs.heartbeat import PATIENCE
from content.jobs.models import Job, JobState, WorkerLoop
from content.jobs.selectors import progress_of

WAIT_PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True)
class Condition:
    """One thing that is looked at. `advice` says what to do where it is not well."""

    label: str
    value: str
    is_well: bool
    advice: str = ""


@dataclass(frozen=True)
class WorkerState:
    """One worker process: its loops share a host and a process number."""

    host: str
    pid: int
    lanes: tuple[str, ...]
    started_at: datetime
    seen_at: datetime
    is_alive: bool
    work: tuple[str, ...]


_conditions: dict[str, Callable[[], Condition]] = {}


def register_condition(name: str, look: Callable[[], Condition]) -> None:
    """Have this looked at as well. A second registration of a name replaces the first."""
    _conditions[name] = look


def conditions(now: datetime | None = None) -> list[Condition]:
    """The queue's own conditions, then those that others added."""
    moment = now or timezone.now()
    return [*_queue(moment), *(look() for look in _conditions.values())]


def workers(now: datetime | None = None) -> list[WorkerState]:
    """Every worker of the last day, with what it does at present; two queries."""
    moment = now or timezone.now()
    busy: dict[str, str] = {}
    for job in Job.objects.filter(state=JobState.RUNNING).defer("checkpoint"):
        busy[job.worker] = f"{registry.words_of(job.kind).label}: {progress_of(job).stage_label}"
    loops: dict[tuple[str, int], list[WorkerLoop]] = {}
    for loop in WorkerLoop.objects.all():
        loops.setdefault((loop.host, loop.pid), []).append(loop)
    return [
        WorkerState(
            host=host,
            pid=pid,
            lanes=tuple(loop.lane for loop in own),
            started_at=min(loop.started_at for loop in own),
            seen_at=max(loop.seen_at for loop in own),
            is_alive=max(loop.seen_at for loop in own) >= moment - PATIENCE,
            work=tuple(busy[loop.name] for loop in own if loop.name in busy),
        )
        for (host, pid), own in loops.items()
    ]


def _queue(now: datetime) -> list[Condition]:
    due = Q(state=JobState.QUEUED, run_after__lte=now)
    figures = Job.objects.aggregate(
        oldest=Min("run_after", filter=due),
        waiting=Count("pk", filter=Q(state=JobState.QUEUED)),
        failed=Count(
            "pk", filter=Q(state=JobState.FAILED, finished_at__gte=now - timedelta(days=1))
        ),
        overdue=Count("pk", filter=Q(state=JobState.RUNNING, lease_until__lt=now)),
    )
    alive = (
        WorkerLoop.objects.filter(seen_at__gte=now - PATIENCE)
        .values("host", "pid")
        .distinct()
        .count()
    )
    return [
        _alive(alive),
        _oldest(figures["oldest"], figures["waiting"], now),
        _failed(figures["failed"]),
        _overdue(figures["overdue"]),
    ]


def _alive(count: int) -> Condition:
    return Condition(
        label=_("Workers"),
        value=ngettext("%(count)d runs", "%(count)d run", count) % {"count": count},
        is_well=count > 0,
        advice=_("No worker runs, so nothing is converted or transcribed. Start one: %(command)s")
        % {"command": "python manage.py worker"},
    )


def _oldest(oldest: datetime | None, waiting: int, now: datetime) -> Condition:
    waited = now - oldest if oldest else timedelta()
    return Condition(
        label=_("Waiting"),
        value=_("%(count)d, the oldest for %(span)s")
        % {"count": waiting, "span": wording.span(waited.total_seconds())}
        if oldest
        else str(waiting),
        is_well=waited <= WAIT_PATIENCE,
        advice=_(
            "More comes in than the workers do. Start another, on this machine or on one more."
        ),
    )


def _failed(count: int) -> Condition:
    return Condition(
        label=_("Failed within a day"),
        value=str(count),
        is_well=count == 0,
        advice=_("See “Needs attention” above: each says why and what can be done."),
    )


def _overdue(count: int) -> Condition:
    return Condition(
        label=_("Left by a worker that died"),
        value=str(count),
        is_well=count == 0,
        advice=_("The next free worker goes on with them. Where the figure stays, no worker runs."),
    )
