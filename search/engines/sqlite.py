"""The engine that needs no server: a SQLite file of its own, beside the database.

A file of its own, because SQLite has one writer a file: indexing never waits for the site's writes,
nor they for it. Tables carry a generation number; the row of state names the living one, so a
rebuild fills new tables and one transaction swaps them. Which row holds which token is kept by
`search.engines.sqlite_segments`: matching and scoring are `search.engines.matching`'s.
"""

import json
import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from search.documents import DocumentVersion
from search.engines import sqlite_segments as segments
from search.engines.base import EngineUnavailable
from search.engines.grouping import HeldDocument
from search.engines.matching import ROW_BITS, Layout, Postings
from search.engines.postings import PostingsEngine, StoredMoment
from search.engines.postings_tables import held_versions
from search.engines.sqlite_tables import SQLiteTables
from search.query import AnalysedQuery
from search.results import EngineHits

BUSY_SECONDS = 20.0


class SQLiteEngine(PostingsEngine):
    """One connection a thread. Several processes may read and write the same file."""

    name = "sqlite"

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._local = threading.local()
        self._last_sight: _Sight | None = None

    # Connections and transactions.

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA cache_size = -65536")
            connection.execute("PRAGMA mmap_size = 1073741824")
            self._local.connection = connection
        return connection

    @contextmanager
    def _transaction(self, mode: str) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._connection()
            connection.execute(f"BEGIN {mode}")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        except sqlite3.DatabaseError as problem:
            raise EngineUnavailable(f"{self.path.name}: {problem}") from problem

    @contextmanager
    def reading(self) -> Iterator[int]:
        with self._transaction("DEFERRED") as connection:
            yield SQLiteTables(connection).live()

    @contextmanager
    def writing(self) -> Iterator[SQLiteTables]:
        with self._transaction("IMMEDIATE") as connection:
            yield SQLiteTables(connection)

    def close(self) -> None:
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    # The life of the index.

    def prepare(self) -> None:
        with self.writing() as tables:
            tables.prepare()

    def drop(self) -> None:
        self.close()
        self._last_sight = None
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)

    def forget_tables(self, generation: int) -> None:
        with self.writing() as tables:
            tables.drop(generation)

    def tidy(self) -> None:
        """By itself, after what was put is there to be found."""
        with self.writing() as tables:
            for generation in tables.written():
                tables.tidy(generation)

    def read_cursor(self) -> int:
        with self._transaction("DEFERRED") as connection:
            tables = SQLiteTables(connection)
            return tables.state(f"cursor_{tables.live()}") or 0

    # Reading.

    def count(self) -> int:
        with self.reading() as generation:
            return self._counts(generation)[0]

    def moment_count(self) -> int:
        with self.reading() as generation:
            return self._counts(generation)[1]

    def _counts(self, generation: int) -> tuple[int, int]:
        """How many documents and how many moments there are."""
        sql = (
            f"SELECT count(*), ifnull(sum(moments), 0) FROM document_{generation} WHERE NOT removed"  # noqa: S608
        )
        documents, moments = self._connection().execute(sql).fetchone()
        return documents, moments

    def versions(self) -> Iterator[DocumentVersion]:
        with self.reading() as generation:
            connection = self._connection()
            rows = connection.execute(
                "SELECT ordinal, grp, language, version, audiences "  # noqa: S608
                f"FROM document_{generation} WHERE NOT removed"
            )
            documents = [(*row, json.loads(audiences)) for *row, audiences in rows]
            moments = connection.execute(f"SELECT id, text, start_ms FROM moment_{generation}")  # noqa: S608
            return iter(held_versions(documents, moments))

    def search(self, query: AnalysedQuery) -> EngineHits:
        if not self.path.exists():
            raise EngineUnavailable(f"{self.path.name} is not there")
        return super().search(query)

    def postings(self, generation: int, tokens: Collection[str]) -> Postings:
        sight = self._sight(generation)
        lists = segments.look_up(self._connection(), generation, tokens)
        return Postings(sight.layout, lists.places(sight.layout, sight.dead))

    def _sight(self, generation: int) -> "_Sight":
        """What is known of the index as it is in this transaction."""
        connection = self._connection()
        mark = (generation, SQLiteTables(connection).changes(generation))
        sight = self._last_sight
        if sight is None or sight.mark != mark:
            sql = f"SELECT ordinal, moments FROM document_{generation} WHERE NOT removed"  # noqa: S608
            dead = segments.dead(connection, generation)
            sight = self._last_sight = _Sight(mark, Layout(connection.execute(sql)), dead)
        return sight

    def held(self, generation: int, ordinals: Collection[int]) -> list[HeldDocument]:
        known = self._sight(generation).held
        if missing := [ordinal for ordinal in ordinals if ordinal not in known]:
            known.update((each.ordinal, each) for each in self._held(generation, missing))
        return [known[ordinal] for ordinal in ordinals]

    def _held(self, generation: int, ordinals: Collection[int]) -> list[HeldDocument]:
        sql = (
            "SELECT ordinal, grp, language, kind, facets, audiences, published_ms "  # noqa: S608
            f"FROM document_{generation} "
            "WHERE NOT removed AND ordinal IN (SELECT value FROM json_each(?))"
        )
        rows = self._connection().execute(sql, [json.dumps(sorted(ordinals))])
        return [
            HeldDocument(
                ordinal=ordinal,
                group=group,
                language=language,
                kind=kind,
                keys=json.loads(facets),
                audiences=tuple(frozenset(tokens) for tokens in json.loads(audiences)),
                published_ms=published_ms,
            )
            for ordinal, group, language, kind, facets, audiences, published_ms in rows
        ]

    def moments(self, generation: int, rows: Collection[int]) -> Mapping[int, StoredMoment]:
        sql = (
            "SELECT m.id, m.text, m.start_ms, m.end_ms, m.cues, d.language "  # noqa: S608
            f"FROM moment_{generation} m JOIN document_{generation} d ON d.ordinal = m.id >> ? "
            "WHERE m.id IN (SELECT value FROM json_each(?))"
        )
        found = self._connection().execute(sql, [ROW_BITS, json.dumps(sorted(rows))])
        return {
            row: StoredMoment(row, text, start_ms, end_ms, json.loads(cues), language)
            for row, text, start_ms, end_ms, cues, language in found
        }


@dataclass
class _Sight:
    """An index between two writes: where its rows lie, and the documents seen so far."""

    mark: tuple[int, int]
    layout: Layout
    dead: segments.Dead
    held: dict[int, HeldDocument] = field(default_factory=dict)
