"""Writes that other apps and staff make: enqueue, retry, cancel. Claiming is the worker's own."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.log_actions import log

from content.jobs.claiming import end_unfinished
from content.jobs.exceptions import JobStateError
from content.jobs.models import ACTIVE_STATES, Job, JobState

Actor = Model | AnonymousUser | None


def enqueue(
    *, kind: str, subject_id: object, max_attempts: int = 3, delay_seconds: float = 0
) -> Job:
    """The active job of this kind and subject: the one there is, or a new one in the queue.

    Joins the caller's transaction, so that a job never outlives what it is about.
    """
    subject = str(subject_id)
    active = Job.objects.filter(kind=kind, subject_id=subject, state__in=ACTIVE_STATES)
    existing = active.first()
    if existing is not None:
        return existing
    try:
        with transaction.atomic():
            return Job.objects.create(
                kind=kind,
                subject_id=subject,
                max_attempts=max_attempts,
                run_after=timezone.now() + timedelta(seconds=delay_seconds),
            )
    except IntegrityError:
        return active.get()  # someone else was quicker by a hair


@transaction.atomic
def retry(*, job: Job, acting_user: Actor) -> Job:
    """Put a failed or cancelled job back into the queue, with its checkpoint and fresh attempts.

    Raises JobStateError for a job in any other state, or where a newer one is active already.
    """
    row = Job.objects.select_for_update().get(pk=job.pk)
    if row.state not in (JobState.FAILED, JobState.CANCELLED):
        raise JobStateError("only a job that failed or was cancelled can be tried again")
    twins = Job.objects.filter(kind=row.kind, subject_id=row.subject_id, state__in=ACTIVE_STATES)
    if twins.exists():
        raise JobStateError("a newer job of this kind is active already")
    row.state = JobState.QUEUED
    row.attempts = 0
    row.problem = row.problem_detail = ""
    row.cancel_requested = False
    row.run_after = timezone.now()
    row.finished_at = None
    row.save()
    log(row, "jobs.retry", user=acting_user)
    return row


@transaction.atomic
def cancel(*, job: Job, acting_user: Actor) -> Job:
    """Cancel a waiting job at once; ask a running one to stop, which takes a second or two.

    Raises JobStateError for a job that has ended.
    """
    row = Job.objects.select_for_update().get(pk=job.pk)
    if row.state not in ACTIVE_STATES:
        raise JobStateError("this job has ended already")
    if row.state == JobState.QUEUED:
        end_unfinished(row, JobState.CANCELLED)
    else:
        row.cancel_requested = True
        row.save(update_fields=["cancel_requested"])
    log(row, "jobs.cancel", user=acting_user)
    return row


@transaction.atomic
def forget(*, kind: str, subject_id: object) -> None:
    """Drop the jobs of a subject that is being deleted; a worker at it loses its lease."""
    Job.objects.filter(kind=kind, subject_id=str(subject_id)).delete()
