"""Short tasks (django-tasks on the database): its own worker, run in a thread of ours.

That worker leaves a task marked as running for ever when it is killed; here such a task is put
back. So a short task must be quick, and harmless when it is done twice.
"""

import logging
import threading
import uuid
from datetime import timedelta

from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

POLL_SECONDS = 1.0
STRANDED_AFTER = timedelta(minutes=15)
MOST_ATTEMPTS = 3
_SWEEP_EVERY_SECONDS = 60


class StrandedTaskError(Exception):
    """The workers that took this task were killed, again and again."""


class ShortTaskLoop:
    """`stop` ends the loop once the task in hand is done."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self._worker_id = uuid.uuid4().hex

    def run(self) -> None:
        turns_until_sweep = 0
        while not self.stop.is_set():
            close_old_connections()
            try:
                if turns_until_sweep <= 0:
                    put_back_stranded()
                    turns_until_sweep = round(_SWEEP_EVERY_SECONDS / POLL_SECONDS)
                self.drain()
            except DatabaseError:
                logger.exception("tasks: the database did not answer")
            turns_until_sweep -= 1
            self.stop.wait(POLL_SECONDS)

    def drain(self) -> int:
        """Do the tasks that are due; how many were done."""
        count = 0
        # Looking is free; the worker's own look locks the whole of SQLite.
        while not self.stop.is_set() and DBTaskResult.objects.ready().exists():
            self._one()
            count += 1
        return count

    def _one(self) -> None:
        worker = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,
            worker_id=self._worker_id,
            excluded_queue_names=[],
        )
        worker.run()


def put_back_stranded() -> int:
    """Tasks whose worker must have died go back into the queue, thrice at most; how many."""
    count = 0
    stranded = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - STRANDED_AFTER
    )
    for task in stranded:
        logger.warning("tasks: %s was stranded", task.task_path)
        if len(task.worker_ids) >= MOST_ATTEMPTS:
            task.set_failed(StrandedTaskError(task.task_path))
        else:
            count += DBTaskResult.objects.filter(
                pk=task.pk, status=TaskResultStatus.RUNNING, started_at=task.started_at
            ).update(status=TaskResultStatus.READY)
    return count
