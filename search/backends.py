"""Which engines there are, by the settings: those kept up to date, and the one that answers.

The database's own engine is always kept; Elasticsearch beside it where ELASTICSEARCH_URL is
set, and then it answers first, the other while it is away.
"""

import time
from datetime import timedelta
from functools import cache
from typing import Protocol, cast

from django.conf import settings
from django.core.signals import setting_changed
from django.db import connection
from django.dispatch import receiver
from django.utils import timezone

from search.engines.base import EngineUnavailable, SearchEngine
from search.engines.failover import FailoverSearch
from search.models import IndexCursor
from search.query import AnalysedQuery
from search.results import EngineHits

LOOK_SECONDS = 1.0
GRACE = timedelta(seconds=5)
"""How long an index may refuse what is new and still be asked."""


class Searcher(Protocol):
    """What can be asked: an engine, or a choice among engines."""

    @property
    def name(self) -> str: ...

    def search(self, query: AnalysedQuery) -> EngineHits: ...


class FilledSearch:
    """An engine that counts as away until its index has been filled for the first time, and while
    it cannot be written: what it would answer grows old, and the database's own index does not."""

    def __init__(self, engine: SearchEngine) -> None:
        self.name = engine.name
        self._engine = engine
        self._looked_at = -LOOK_SECONDS
        self._cursor: IndexCursor | None = None

    def search(self, query: AnalysedQuery) -> EngineHits:
        if time.monotonic() - self._looked_at >= LOOK_SECONDS:
            self._cursor = IndexCursor.objects.filter(index_name=self.name).first()
            self._looked_at = time.monotonic()
        if self._cursor is None or not self._cursor.is_filled:
            raise EngineUnavailable(f"{self.name} is being filled")
        failing_since = self._cursor.failing_since
        if failing_since is not None and timezone.now() - failing_since > GRACE:
            raise EngineUnavailable(f"{self.name} cannot be written: {self._cursor.problem}")
        return self._engine.search(query)


class UnknownEngine(ValueError):  # noqa: N818  # a name nobody knows, not a fault of ours
    """No engine of that name is kept here. The message names those that are."""


@cache
def database_engine() -> SearchEngine:
    """The engine that lives where the rows do, ready to be asked."""
    # Inner imports: each engine's driver is loaded only where it is used.
    if connection.vendor == "postgresql":
        from search.engines.postgresql import PostgreSQLEngine

        engine: SearchEngine = PostgreSQLEngine()
    else:
        from search.engines.sqlite import SQLiteEngine

        engine = SQLiteEngine(settings.LECTERN_SEARCH_FILE)
    engine.prepare()
    return engine


@cache
def elasticsearch_engine() -> SearchEngine | None:
    """None where no server is named. Nothing is asked of the server here."""
    if not settings.ELASTICSEARCH_URL:
        return None
    from search.engines.elasticsearch import ElasticsearchEngine

    return ElasticsearchEngine(
        settings.ELASTICSEARCH_URL,
        settings.LECTERN_SEARCH_INDEX,
        shards=settings.ELASTICSEARCH_SHARDS,
        replicas=settings.ELASTICSEARCH_REPLICAS,
    )


@cache
def answering_engine() -> Searcher:
    """The one to ask: it fails over by itself, and its answers say so."""
    server = elasticsearch_engine()
    if server is None:
        return database_engine()
    # Of its first engine the failover uses no more than a Searcher offers.
    return FailoverSearch(cast(SearchEngine, FilledSearch(server)), database_engine())


def indexed_engines() -> list[SearchEngine]:
    """Those to keep up to date, the database's first."""
    server = elasticsearch_engine()
    return [database_engine()] if server is None else [database_engine(), server]


def engine_named(name: str) -> SearchEngine:
    """Raises UnknownEngine."""
    engines = {engine.name: engine for engine in indexed_engines()}
    try:
        return engines[name]
    except KeyError:
        known = ", ".join(engines)
        raise UnknownEngine(f"{name!r} is not kept here; these are: {known}") from None


def forget() -> None:
    """Lets go of every engine; the next call reads the settings anew."""
    for made in (answering_engine, elasticsearch_engine, database_engine):
        made.cache_clear()


@receiver(setting_changed, dispatch_uid="search.backends")
def _settings_changed(*, setting: str, **_kwargs: object) -> None:
    if setting in {"ELASTICSEARCH_URL", "LECTERN_SEARCH_INDEX", "LECTERN_SEARCH_FILE"}:
        forget()
