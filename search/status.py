"""How search is doing: what waits, how far each index is, who answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from search import journal, outbox
from search.backends import indexed_engines
from search.engines.base import EngineError, SearchEngine
from search.models import IndexCursor, StoredDocument

PATIENCE_SECONDS = 60
"""A change that waits longer than this says that no worker takes it in."""


@dataclass(frozen=True)
class EngineStatus:
    """`lag` counts the journal's versions the index has not taken in; None where it is away."""

    name: str
    is_reachable: bool
    is_filled: bool
    documents: int | None
    moments: int | None
    position: int
    lag: int | None
    problem: str
    failing_since: datetime | None


@dataclass(frozen=True)
class SearchStatus:
    waiting: int
    waiting_seconds: float
    head: int
    documents: int
    is_analysed: bool
    engines: tuple[EngineStatus, ...]

    @property
    def problems(self) -> list[str]:
        """What is not as it should be, in English for operators."""
        found = [] if self.is_analysed else ["content has never been compared with what is stored"]
        if self.waiting_seconds > PATIENCE_SECONDS:
            found.append(f"{self.waiting} changes wait, the oldest {self.waiting_seconds:.0f} s")
        for engine in self.engines:
            if not engine.is_reachable:
                found.append(f"{engine.name} cannot be reached: {engine.problem}")
            elif not engine.is_filled:
                found.append(f"{engine.name} is still to be filled")
            elif engine.lag:
                found.append(f"{engine.name} is {engine.lag} versions behind")
        return found


def search_status() -> SearchStatus:
    """Asks every engine, so it may take as long as one that hangs."""
    head = journal.head()
    return SearchStatus(
        waiting=outbox.count(),
        waiting_seconds=waiting_seconds(),
        head=head,
        documents=StoredDocument.objects.living().count(),
        is_analysed=journal.is_current(),
        engines=tuple(_engine_status(engine, head) for engine in indexed_engines()),
    )


def waiting_seconds() -> float:
    """How long the oldest change has waited; 0 where none does."""
    oldest = outbox.oldest_waiting()
    return (timezone.now() - oldest).total_seconds() if oldest else 0.0


def health() -> str:
    """ "ok", or what is degraded, without reaching any engine: by what the worker last noted."""
    problems = []
    if (waited := waiting_seconds()) > PATIENCE_SECONDS:
        problems.append(f"{outbox.count()} changes wait, the oldest {waited:.0f} s")
    head = journal.head()
    cursors = {cursor.index_name: cursor for cursor in IndexCursor.objects.all()}
    for name in [engine.name for engine in indexed_engines()]:
        cursor = cursors.get(name)
        if cursor is not None and cursor.failing_since is not None:
            problems.append(f"{name} is away since {cursor.failing_since:%Y-%m-%d %H:%M} UTC")
        elif head and (cursor is None or not cursor.is_filled):
            problems.append(f"{name} is still to be filled")
        elif cursor is not None and _is_late(cursor):
            problems.append(f"{name} is {head - cursor.position} versions behind")
    return f"degraded: {'; '.join(problems)}" if problems else "ok"


def _is_late(cursor: IndexCursor) -> bool:
    """Whether something stored a while ago has not been taken in."""
    before = timezone.now() - timedelta(seconds=PATIENCE_SECONDS)
    return StoredDocument.objects.after(cursor.position).filter(updated_at__lt=before).exists()


def _engine_status(engine: SearchEngine, head: int) -> EngineStatus:
    cursor = IndexCursor.objects.filter(index_name=engine.name).first() or IndexCursor()
    try:
        position = engine.read_cursor()
        documents, moments = engine.count(), engine.moment_count()
    except EngineError as error:
        return EngineStatus(
            name=engine.name,
            is_reachable=False,
            is_filled=cursor.is_filled,
            documents=None,
            moments=None,
            position=cursor.position,
            lag=None,
            problem=str(error),
            failing_since=cursor.failing_since,
        )
    return EngineStatus(
        name=engine.name,
        is_reachable=True,
        is_filled=cursor.is_filled or head == 0,
        documents=documents,
        moments=moments,
        position=position,
        lag=max(head - position, 0),
        problem="",
        failing_since=None,
    )
