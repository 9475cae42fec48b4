"""`manage.py worker`: jobs, short tasks and the search index, each in a loop of its own.

SIGTERM and Ctrl+C end it gracefully: a job in hand goes back into the queue with its checkpoint.
"""

import logging
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections

from content.jobs import registry, selectors
from content.jobs.periodic import PeriodicLoop
from content.jobs.worker import JobLoop
from content.recordings import sweeping as recordings_sweeping
from content.uploads import sweeping as uploads_sweeping
from lectern.short_tasks import ShortTaskLoop

logger = logging.getLogger(__name__)

_RESTART_SECONDS = 5.0


class Command(BaseCommand):
    help = (
        "Do the work behind the site: jobs such as converting and transcribing recordings, short "
        "tasks, and the search index. Ends by SIGTERM or Ctrl+C; whatever was begun is resumed by "
        "the next worker. Any number of workers may share one database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="Do everything that is due now, then end."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stop = threading.Event()
        self._printing = threading.Lock()
        if options["once"]:
            self._drain()
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        self._run()

    def say(self, line: str) -> None:
        """One line on standard output, from any thread, at once."""
        with self._printing:
            self.stdout.write(line)
            self.stdout.flush()

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.stop.set()

    def _run(self) -> None:
        threads = [
            threading.Thread(target=self._keep, args=(name, run), name=name)
            for name, run in self._loops().items()
        ]
        for thread in threads:
            thread.start()
        logger.info("worker: %s", ", ".join(thread.name for thread in threads))
        # In short waits, for a signal interrupts nothing longer on some systems.
        while not self.stop.wait(0.5):
            pass
        for thread in threads:
            thread.join()
        logger.info("worker: ended")

    def _loops(self) -> dict[str, Callable[[], None]]:
        from search.indexer import IndexLoop  # reads the settings of search when it is made

        loops: dict[str, Callable[[], None]] = {
            f"jobs-{lane}": JobLoop(self.stop, lane=lane, say=self.say).run
            for lane in registry.lanes()
        }
        loops["tasks"] = ShortTaskLoop(self.stop).run
        loops["index"] = IndexLoop(self.stop).run
        for name, sweeping in (("uploads", uploads_sweeping), ("recordings", recordings_sweeping)):
            seconds = sweeping.SWEEP_SECONDS
            loops[name] = PeriodicLoop(
                self.stop, sweeping.sweep_and_log, name=name, seconds=seconds
            ).run
        return loops

    def _keep(self, name: str, run: Callable[[], None]) -> None:
        """Run a loop; one that breaks is begun again, so that the others' work goes on."""
        try:
            while not self.stop.is_set():
                try:
                    run()
                except Exception:  # whatever it is, the worker stays
                    logger.exception("worker: the loop %s broke and is begun again", name)
                    self.stop.wait(_RESTART_SECONDS)
        finally:
            connections.close_all()

    def _drain(self) -> None:
        """One thing leads to another: a conversion to a transcription, that to the index."""
        jobs = JobLoop(self.stop, say=self.say)
        tasks = ShortTaskLoop(self.stop)
        while jobs.drain() + tasks.drain() + _drain_index(self.stop):
            pass
        waiting = selectors.active_jobs()
        if waiting:
            self.stderr.write(f"{waiting} jobs wait to be tried again later, or run elsewhere.")


def _drain_index(stop: threading.Event) -> int:
    """How many changes were taken into the index; an engine that is away is left for later."""
    from search import backends, journal
    from search.indexer import EngineFeed
    from search.rebuild import rebuild

    count = (0 if journal.is_current() else journal.survey()) + journal.absorb_all()
    for engine in backends.indexed_engines():
        try:
            EngineFeed(engine, rebuild).run_once(stop)
        finally:
            engine.close()
    return count
