"""The worker's writes on a job's row: claim, renew, give back, end. Each compares the fence.

A claim is one short transaction: SKIP LOCKED where the database has it; on SQLite the transaction
is IMMEDIATE, which lets one writer at a time pass.
"""

import contextlib
import logging
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from content.jobs import registry
from content.jobs.exceptions import LostLeaseError, UnknownJobKindError
from content.jobs.models import Job, JobState

logger = logging.getLogger(__name__)

WORKER_DIED = gettext_noop("The worker stopped in the middle of this job, again and again.")
_DETAIL_CHARACTERS = 4000


def claimable(kinds: Collection[str], now: datetime) -> Q:
    waiting = Q(state=JobState.QUEUED, run_after__lte=now)
    abandoned = Q(state=JobState.RUNNING, lease_until__lt=now)
    return Q(kind__in=kinds) & (waiting | abandoned)


def claim(*, kinds: Collection[str], worker: str) -> Job | None:
    """The oldest job that may be done now, leased to `worker`; None where there is none.

    Abandoned jobs that have no attempt left, or were to be cancelled, are ended on the way.
    """
    now = timezone.now()
    # Looking is free; only a find is worth the write lock.
    while Job.objects.filter(claimable(kinds, now)).exists():
        with transaction.atomic():
            row = (
                Job.objects.select_for_update(
                    skip_locked=connection.features.has_select_for_update_skip_locked
                )
                .filter(claimable(kinds, now))
                .order_by("run_after", "pk")
                .first()
            )
            if row is None:
                return None
            if row.cancel_requested:
                end_unfinished(row, JobState.CANCELLED)
            elif row.attempts >= row.max_attempts:
                end_unfinished(row, JobState.FAILED, problem=WORKER_DIED)
            else:
                return _lease(row, worker, now)
    return None


def _lease(row: Job, worker: str, now: datetime) -> Job:
    row.state = JobState.RUNNING
    row.fence += 1
    row.attempts += 1
    row.worker = worker
    row.lease_until = now + timedelta(seconds=registry.get(row.kind).lease_seconds)
    row.started_at = row.started_at or now
    row.problem = row.problem_detail = ""
    row.save()
    return row


def renew(job: Job, lease_seconds: float) -> None:
    """Raises LostLeaseError."""
    write(job, lease_until=timezone.now() + timedelta(seconds=lease_seconds))


def write(job: Job, **values: Any) -> None:
    """Update columns of a job that this worker holds. Raises LostLeaseError where it does not."""
    if not _held(job).update(**values):
        raise LostLeaseError(f"job {job.pk} is no longer ours")
    for name, value in values.items():
        setattr(job, name, value)


def _held(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, fence=job.fence, state=JobState.RUNNING)


@contextlib.contextmanager
def fenced(job: Job) -> Iterator[None]:
    """A transaction whose writes happen only while this worker holds the job.

    The row stays locked until the end, so nobody can take the job over in between.
    Raises LostLeaseError.
    """
    with transaction.atomic():
        if not _held(job).select_for_update().exists():
            raise LostLeaseError(f"job {job.pk} is no longer ours")
        yield


def succeed(job: Job) -> None:
    """Raises LostLeaseError."""
    write(
        job,
        state=JobState.SUCCEEDED,
        lease_until=None,
        cancel_requested=False,
        finished_at=timezone.now(),
    )


def give_back(job: Job) -> None:
    """Back into the queue, at once and without costing an attempt: the worker is stopping."""
    write(
        job,
        state=JobState.QUEUED,
        lease_until=None,
        attempts=max(job.attempts - 1, 0),
        run_after=timezone.now(),
    )


def postpone(job: Job, *, problem: str, detail: str, delay_seconds: float) -> None:
    """Back into the queue for another attempt later."""
    write(
        job,
        state=JobState.QUEUED,
        lease_until=None,
        problem=problem,
        problem_detail=detail[-_DETAIL_CHARACTERS:],
        run_after=timezone.now() + timedelta(seconds=delay_seconds),
    )


def end_held(job: Job, state: JobState, *, problem: str = "", detail: str = "") -> None:
    """End a job that this worker holds as failed or cancelled. Raises LostLeaseError."""
    with fenced(job):
        end_unfinished(job, state, problem=problem, detail=detail)


def end_unfinished(job: Job, state: JobState, *, problem: str = "", detail: str = "") -> None:
    """End a job as failed or cancelled and tell its kind. The caller holds the row locked.

    A kind that fails to hear of it is logged: a job that could not end would be ended for ever.
    """
    job.state = state
    job.problem = problem
    job.problem_detail = detail[-_DETAIL_CHARACTERS:]
    job.lease_until = None
    job.cancel_requested = False
    job.finished_at = timezone.now()
    job.save()
    try:
        tell = registry.get(job.kind).on_unfinished
    except UnknownJobKindError:
        return
    if tell is None:
        return
    try:
        with transaction.atomic():
            tell(job)
    except DatabaseError:
        raise
    except Exception:  # whatever the kind did wrong, the next job waits
        logger.exception("jobs: %s %s did not hear of its end", job.kind, job.subject_id)
