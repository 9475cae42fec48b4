"""A loop of the worker that does one thing again and again, with a pause between."""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections

logger = logging.getLogger(__name__)


class PeriodicLoop:
    """`work` at once and then every `seconds`, until `stop`. A turn that fails is logged, and the
    next one comes after the same pause.
    """

    def __init__(
        self, stop: threading.Event, work: Callable[[], None], *, name: str, seconds: float
    ) -> None:
        self.stop = stop
        self._work = work
        self._name = name
        self._seconds = seconds

    def run(self) -> None:
        while not self.stop.is_set():
            close_old_connections()
            try:
                self._work()
            except Exception:  # whatever it is, the next turn may come through
                logger.exception("%s: this turn did not come through", self._name)
            self.stop.wait(self._seconds)
