"""Says every few seconds that a worker's loop lives, also while a job keeps it busy for hours."""

import contextlib
import os
import socket
import threading
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from content.jobs.models import WorkerLoop

BEAT_SECONDS = 10.0
"""How often a living loop says so."""

PATIENCE = timedelta(seconds=45)
"""A loop unseen for longer has died, or sleeps."""

_KEPT = timedelta(days=1)


class Heartbeat:
    """Keeps a loop's row fresh from a thread of its own; takes it away at an orderly end."""

    def __init__(self, name: str, lane: str, *, beat_seconds: float = BEAT_SECONDS) -> None:
        self._name = name
        self._lane = lane
        self._beat_seconds = beat_seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"beat-{lane}", daemon=True)

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._ended.set()
        self._thread.join()

    def _beat(self) -> None:
        started = timezone.now()
        try:
            while True:
                # Away for a moment: the next beat tells.
                with contextlib.suppress(DatabaseError):
                    close_old_connections()
                    self._say(started)
                if self._ended.wait(self._beat_seconds):
                    break
            with contextlib.suppress(DatabaseError):
                WorkerLoop.objects.filter(name=self._name).delete()
        finally:
            connection.close()

    def _say(self, started: datetime) -> None:
        now = timezone.now()
        _row, is_new = WorkerLoop.objects.update_or_create(
            name=self._name,
            defaults={"seen_at": now},
            create_defaults={
                "host": socket.gethostname()[:80],
                "pid": os.getpid(),
                "lane": self._lane,
                "started_at": started,
                "seen_at": now,
            },
        )
        if is_new:
            WorkerLoop.objects.filter(seen_at__lt=now - _KEPT).delete()
