"""What a handler holds while it works: the job, its checkpoint, and how to say how far it is."""

import contextlib
import threading
import time
from typing import Any

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from content.jobs import claiming
from content.jobs.exceptions import JobCancelledError, LostLeaseError, WorkerStoppingError
from content.jobs.models import Job, JobState

_REPORT_EVERY_SECONDS = 1.0
_LOOK_EVERY_SECONDS = 1.0


class JobRun:
    """One attempt at a job. Its lease is renewed by a thread of its own while the handler works.

    A handler calls `check()` at least every second or so, repeats nothing that `checkpoint` says
    is done, and makes its lasting writes inside `transaction()`.
    """

    def __init__(
        self, job: Job, *, lease_seconds: float, stopping: threading.Event | None = None
    ) -> None:
        self.job = job
        self._lease_seconds = lease_seconds
        self._stopping = stopping or threading.Event()
        self._lost = threading.Event()
        self._cancelled = threading.Event()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._next_report = 0.0

    @property
    def checkpoint(self) -> dict[str, Any]:
        """What `save` stored last, by this attempt or an earlier one."""
        checkpoint: dict[str, Any] = self.job.checkpoint
        return checkpoint

    def check(self) -> None:
        """Raises a JobInterruptedError when it is time to leave: cancelled, lost or stopping."""
        if self._lost.is_set():
            raise LostLeaseError(f"job {self.job.pk} is no longer ours")
        if self._cancelled.is_set():
            raise JobCancelledError(f"job {self.job.pk} was cancelled")
        if self._stopping.is_set():
            raise WorkerStoppingError("the worker is stopping")

    def report(self, stage: str, done: int = 0, total: int = 0, unit: str = "") -> None:
        """Say how far the job is. Written once a second at most, or at once when the stage changes.

        Checks as well, and raises what `check` raises.
        """
        self.check()
        now = time.monotonic()
        is_new = stage != self.job.stage or self.job.stage_started_at is None
        if not is_new and now < self._next_report:
            return
        self._next_report = now + _REPORT_EVERY_SECONDS
        values: dict[str, Any] = {
            "stage": stage,
            "progress_done": max(0, done),
            "progress_total": max(0, total),
            "progress_unit": unit,
        }
        if is_new:
            values |= {"stage_started_at": timezone.now(), "stage_start_done": max(0, done)}
        claiming.write(self.job, **values)

    def save(self, checkpoint: dict[str, Any]) -> None:
        """Store what is done for good. Raises LostLeaseError."""
        claiming.write(self.job, checkpoint=checkpoint)

    def transaction(self) -> contextlib.AbstractContextManager[None]:
        """A transaction whose writes are refused (LostLeaseError) once the job is not ours."""
        return claiming.fenced(self.job)

    def __enter__(self) -> "JobRun":
        # A stage's clock starts anew with each attempt.
        self.job.stage_started_at = None
        self._thread = threading.Thread(
            target=self._hold_lease, name=f"lease-{self.job.pk}", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _hold_lease(self) -> None:
        """Renew at a third of the lease; look each second whether someone cancelled."""
        renew_at = time.monotonic() + self._lease_seconds / 3
        pause = min(_LOOK_EVERY_SECONDS, self._lease_seconds / 3)
        try:
            while not self._ended.wait(pause) and not self._lost.is_set():
                with contextlib.suppress(DatabaseError):  # away for a moment: the next round tells
                    close_old_connections()
                    if time.monotonic() >= renew_at:
                        claiming.renew(self.job, self._lease_seconds)
                        renew_at = time.monotonic() + self._lease_seconds / 3
                    self._look()
        except LostLeaseError:
            self._lost.set()
        finally:
            connection.close()

    def _look(self) -> None:
        row = (
            Job.objects.filter(pk=self.job.pk)
            .values_list("fence", "state", "cancel_requested")
            .first()
        )
        if row is None or row[0] != self.job.fence or row[1] != JobState.RUNNING:
            if not self._ended.is_set():
                self._lost.set()
        elif row[2]:
            self._cancelled.set()
