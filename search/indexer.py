"""Fills the indexes from the journal: one pass (`drain`), and the loop a worker runs.

An engine that cannot be reached keeps its cursor and is tried again, at longer and longer
intervals, until it is back; then it catches up by itself. Each engine has a thread of its own, so
that one that hangs never keeps another from what is new.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import close_old_connections, connections
from django.utils import timezone

from search import journal
from search.documents import Removal
from search.engines.base import DocumentsRefused, EngineError, SearchEngine
from search.models import IndexCursor, StoredDocument

logger = logging.getLogger(__name__)

BATCH = 50
WAKE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
SURVEY_SECONDS = 24 * 3600.0
"""How often the whole of content is compared with what is stored."""


class RebuildNeeded(Exception):  # noqa: N818  # a state, not a fault
    """The index is new, or has seen versions the journal never gave: it must be filled whole."""


@dataclass
class Backoff:
    """When to try again what fails: at once, then after 1, 2, 4 … 30 s."""

    failures: int = 0
    due: float = 0.0

    def is_due(self, now: float) -> bool:
        return now >= self.due

    def failed(self, now: float) -> None:
        self.due = now + min(2.0**self.failures, LONGEST_PAUSE_SECONDS)
        self.failures += 1

    def succeeded(self) -> None:
        self.failures, self.due = 0, 0.0


def drain(engine: SearchEngine, *, is_over: Callable[[], bool] = lambda: False) -> int:
    """Brings an index up to the journal's head. Returns how many rows it took in.

    The cursor moves after each batch, so that a pass that breaks off goes on where it was. Raises
    EngineUnavailable where the engine cannot be reached, RebuildNeeded where it must be filled.
    """
    position = engine.read_cursor()
    head = journal.head()
    if position > head or (head and not position):
        raise RebuildNeeded(f"{engine.name} is at {position}, the journal at {head}")
    return catch_up(engine, position, is_over=is_over)


def catch_up(
    engine: SearchEngine, position: int, *, is_over: Callable[[], bool] = lambda: False
) -> int:
    """Replays the journal from this position on."""
    taken = 0
    while not is_over() and (rows := list(StoredDocument.objects.after(position)[:BATCH])):
        write(engine, rows)
        position = rows[-1].version
        engine.write_cursor(position)
        taken += len(rows)
        note_progress(engine.name, position)
    if taken:
        engine.refresh()
    return taken


def write(engine: SearchEngine, rows: Sequence[StoredDocument]) -> None:
    """A document the engine refuses is named in the log and holds up no other."""
    gone = [Removal(row.group, row.version, row.language) for row in rows if row.is_removed]
    try:
        engine.put(row.document() for row in rows if not row.is_removed)
    except DocumentsRefused as refusal:
        for refused in refusal.refused:
            logger.error("%s refused %s: %s", engine.name, refused.id, refused.reason)
    if gone:
        engine.remove(gone)


def note_progress(name: str, position: int) -> None:
    now = timezone.now()
    IndexCursor.objects.update_or_create(
        index_name=name,
        defaults={
            "position": position,
            "is_filled": True,
            "reached_at": now,
            "problem": "",
            "failing_since": None,
        },
    )


def note_filling(name: str) -> None:
    """Says that the index must not answer before it is filled."""
    IndexCursor.objects.update_or_create(
        index_name=name, defaults={"position": 0, "is_filled": False}
    )


def note_problem(name: str, problem: str) -> None:
    cursor, _created = IndexCursor.objects.get_or_create(index_name=name)
    cursor.problem = problem[:1000]
    cursor.failing_since = cursor.failing_since or timezone.now()
    cursor.save(update_fields=["problem", "failing_since"])


class EngineFeed:
    """Keeps one index up to date, pass by pass, through any outage."""

    def __init__(self, engine: SearchEngine, rebuild: Callable[[SearchEngine], object]) -> None:
        self.engine = engine
        self._rebuild = rebuild
        self.news = threading.Event()
        self._backoff = Backoff()
        self._is_prepared = False
        self._was_failing = True

    def run_once(self, stop: threading.Event) -> int:
        """One pass, if one is due. Never raises what an engine may raise."""
        if not self._backoff.is_due(time.monotonic()):
            return 0
        try:
            taken = self._pass(stop)
        except EngineError as error:
            self._backoff.failed(time.monotonic())
            self._is_prepared = False
            self._was_failing = True
            note_problem(self.engine.name, f"{type(error).__name__}: {error}")
            logger.warning("%s cannot be written, will try again: %s", self.engine.name, error)
            return 0
        self._backoff.succeeded()
        if self._was_failing:
            note_progress(self.engine.name, self.engine.read_cursor())
            self._was_failing = False
        return taken

    def _pass(self, stop: threading.Event) -> int:
        if not self._is_prepared:
            self.engine.prepare()
            self._is_prepared = True
        try:
            return drain(self.engine, is_over=stop.is_set)
        except RebuildNeeded as reason:
            logger.info("Filling a new index: %s", reason)
            note_filling(self.engine.name)
            self._rebuild(self.engine)
            return 1


class IndexLoop:
    """What a worker runs beside its jobs: `run()` returns soon after `stop` is set."""

    def __init__(
        self,
        stop: threading.Event,
        *,
        engines: Sequence[SearchEngine] | None = None,
        wake_seconds: float = WAKE_SECONDS,
    ) -> None:
        # An inner import: backends choose by the settings, which a test may have changed.
        from search import backends
        from search.rebuild import rebuild

        chosen = backends.indexed_engines() if engines is None else engines
        self.stop = stop
        self.wake_seconds = wake_seconds
        self._feeds = [EngineFeed(engine, rebuild) for engine in chosen]
        self._survey_due = 0.0 if not engines else float("inf")

    def run(self) -> None:
        threads = [
            threading.Thread(target=self._feed, args=(feed,), name=f"index-{feed.engine.name}")
            for feed in self._feeds
        ]
        for thread in threads:
            thread.start()
        try:
            self._repeat(self._absorb, self.stop)
        finally:
            for thread in threads:
                thread.join()

    def _feed(self, feed: EngineFeed) -> None:
        try:
            self._repeat(lambda: feed.run_once(self.stop), feed.news)
        finally:
            feed.engine.close()
            connections.close_all()

    def _absorb(self) -> int:
        if time.monotonic() >= self._survey_due:
            self._survey()
        taken = journal.absorb()
        if taken:
            self._tell()
        return taken

    def _survey(self) -> None:
        """At the start where the analyser is new or nothing is stored yet; then once a day."""
        if self._survey_due or not journal.is_current():
            logger.info("Comparing all content with what is indexed")
            differing = journal.survey(self._absorb_between)
            logger.info("Compared: %d things differed", differing)
        journal.prune()
        self._survey_due = time.monotonic() + SURVEY_SECONDS

    def _absorb_between(self, seen: int) -> None:
        """What is saved during a survey of everything does not wait for its end."""
        if seen % journal.BATCH == 0 and journal.absorb():
            self._tell()

    def _tell(self) -> None:
        for feed in self._feeds:
            feed.news.set()

    def _repeat(self, act: Callable[[], int], news: threading.Event) -> None:
        """Acts until told to stop; waits only when there was nothing to do or it failed, and no
        longer than until there is news."""
        while not self.stop.is_set():
            close_old_connections()
            try:
                busy = act() > 0
            except Exception:  # the loop outlives whatever happens, and says what did
                logger.exception("The index loop failed, will go on")
                busy = False
            if not busy and news.wait(self.wake_seconds) and news is not self.stop:
                news.clear()
