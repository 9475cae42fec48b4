"""The loop that claims jobs and does them, one after the other, whatever becomes of each."""

import contextlib
import logging
import os
import socket
import threading
import uuid
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections
from django.utils.translation import gettext_noop

from content.jobs import claiming, registry
from content.jobs.exceptions import (
    JobCancelledError,
    JobFailedError,
    LostLeaseError,
    WorkerStoppingError,
)
from content.jobs.heartbeat import Heartbeat
from content.jobs.models import Job, JobState
from content.jobs.run import JobRun

logger = logging.getLogger(__name__)

UNEXPECTED = gettext_noop("Something went wrong that was not foreseen.")
POLL_SECONDS = 1.0
RETRY_DELAY_SECONDS = (5, 60, 300)


class JobLoop:
    """`stop` ends the loop: the job in hand is given back with its checkpoint.

    `lane` limits the loop to the kinds of one lane. `say` receives the lines that kinds announce
    on success ("Transcribed: …").
    """

    def __init__(
        self,
        stop: threading.Event,
        *,
        lane: str | None = None,
        say: Callable[[str], None] | None = None,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self.stop = stop
        self.name = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:6]}"[:80]
        self._lane = lane
        self._say = say
        self._poll_seconds = poll_seconds

    def run(self) -> None:
        """Do jobs until told to stop."""
        with Heartbeat(self.name, self._lane or ""):
            while not self.stop.is_set():
                close_old_connections()
                if not self._turn():
                    self.stop.wait(self._poll_seconds)

    def drain(self) -> int:
        """Do jobs until none is due now; how many were done. Jobs that wait to be retried stay."""
        count = 0
        while not self.stop.is_set() and self._turn():
            count += 1
        return count

    def _turn(self) -> bool:
        try:
            return self.run_once() is not None
        except DatabaseError:
            logger.exception("jobs: the database did not answer")
            return False

    def run_once(self) -> Job | None:
        """Do the next job that is due, if any; the job as it ended."""
        job = claiming.claim(kinds=registry.kinds(self._lane), worker=self.name)
        if job is None:
            return None
        kind = registry.get(job.kind)
        logger.info("jobs: %s %s started (attempt %d)", job.kind, job.subject_id, job.attempts)
        try:
            with JobRun(job, lease_seconds=kind.lease_seconds, stopping=self.stop) as run:
                self._attempt(kind, run)
        except LostLeaseError:
            logger.warning("jobs: %s %s was taken over by another", job.kind, job.subject_id)
        else:
            logger.info("jobs: %s %s: %s", job.kind, job.subject_id, job.state)
            self._announce(kind, job)
        return job

    def _attempt(self, kind: registry.JobKind, run: JobRun) -> None:
        job = run.job
        try:
            kind.handler(run)
        except JobCancelledError:
            claiming.end_held(job, JobState.CANCELLED)
        except WorkerStoppingError:
            claiming.give_back(job)
        except LostLeaseError:
            raise
        except JobFailedError as error:
            _fail(job, error.message, error.detail, retry=error.retry)
        except DatabaseError:
            # Our own store was away: the lease runs out and someone tries again.
            with contextlib.suppress(DatabaseError):
                _fail(job, UNEXPECTED, "database", retry=True)
            raise
        except Exception as error:  # one bad job must not end the worker
            logger.exception("jobs: %s %s failed", job.kind, job.subject_id)
            _fail(job, UNEXPECTED, f"{type(error).__name__}: {error}", retry=True)
        else:
            claiming.succeed(job)

    def _announce(self, kind: registry.JobKind, job: Job) -> None:
        if job.state == JobState.SUCCEEDED and kind.announce is not None and self._say is not None:
            line = kind.announce(job)
            if line:
                self._say(line)


def _fail(job: Job, problem: str, detail: str, *, retry: bool) -> None:
    """Raises LostLeaseError."""
    if retry and job.attempts < job.max_attempts:
        delay = RETRY_DELAY_SECONDS[min(job.attempts, len(RETRY_DELAY_SECONDS)) - 1]
        claiming.postpone(job, problem=problem, detail=detail, delay_seconds=delay)
    else:
        claiming.end_held(job, JobState.FAILED, problem=problem, detail=detail)
    logger.warning("jobs: %s %s: %s %s", job.kind, job.subject_id, problem, detail[-300:])
