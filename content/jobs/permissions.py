"""Who looks after the queue as a whole, and who may act on one job."""

from typing import Any

from content.jobs import registry
from content.jobs.models import Job


def is_administrator(user: Any) -> bool:
    """Sees every job and the queue's health: the permission to change jobs."""
    return bool(user.has_perm("jobs.change_job"))


def may_act(user: Any, job: Job) -> bool:
    """Whether this person may cancel the job or have it tried again."""
    if is_administrator(user):
        return True
    subjects = registry.words_of(job.kind).subjects
    if subjects is None:
        return False
    subject = subjects(user, [job.subject_id]).get(job.subject_id)
    return subject is not None and subject.may_change
