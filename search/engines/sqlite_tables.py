"""The SQLite engine's tables and the statements that write them, one generation at a time.

Every method works inside the transaction of its caller, `search.engines.sqlite`.
"""

import json
import sqlite3
import time
from collections.abc import Sequence
from typing import NamedTuple

from search.documents import IndexDocument, IndexMoment, Removal
from search.engines import sqlite_segments as segments
from search.engines.base import EngineError
from search.engines.postings_tables import ANY_LANGUAGE, IndexTables, Written, row_number

STATE = "CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID"
_TABLES = (
    # An ordinal is given once: the lists of a document written anew are still in its old segment.
    "CREATE TABLE document_{g} ("
    " ordinal INTEGER PRIMARY KEY AUTOINCREMENT, grp TEXT NOT NULL, language TEXT NOT NULL,"
    " version INTEGER NOT NULL, removed INTEGER NOT NULL, kind TEXT NOT NULL DEFAULT '',"
    " facets TEXT NOT NULL DEFAULT '{{}}', audiences TEXT NOT NULL DEFAULT '[]',"
    " published_ms INTEGER NOT NULL DEFAULT 0, moments INTEGER NOT NULL DEFAULT 0,"
    " UNIQUE (grp, language))",
    "CREATE TABLE moment_{g} ("
    " id INTEGER PRIMARY KEY, text TEXT NOT NULL, start_ms INTEGER, end_ms INTEGER,"
    " cues TEXT NOT NULL)",
    *segments.TABLES,
)
_NAMES = (*segments.NAMES, "moment", "document")
DEAD_ROWS = 256
"""So many more replaced rows than moments a document may have before it is written whole."""


class _Held(NamedTuple):
    ordinal: int
    language: str
    version: int
    is_removed: bool
    moments: int


class SQLiteTables(IndexTables):
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    # The life of tables.

    def state(self, name: str) -> int | None:
        row = self._connection.execute("SELECT value FROM state WHERE name = ?", [name]).fetchone()
        return None if row is None else row[0]

    def write_state(self, name: str, value: int | None) -> None:
        self._connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", [name, value])

    def prepare(self) -> None:
        self._connection.execute(STATE)
        if self.state("live") is None:
            self.create(1)
            self.write_state("live", 1)
        for generation in self.written():
            if not self._is_made(generation):
                # Of an earlier release: begun anew, to be filled from the journal.
                self.drop(generation)
                self.create(generation)

    def create(self, generation: int) -> None:
        for statement in _TABLES:
            self._connection.execute(statement.format(g=generation))
        # From the clock, so that no count is ever that of earlier tables of the same number.
        self.write_state(f"changes_{generation}", time.time_ns())

    def _is_made(self, generation: int) -> bool:
        """Whether the tables are those of this release."""
        names = {row[0] for row in self._connection.execute("SELECT name FROM sqlite_master")}
        return names.issuperset(f"{name}_{generation}" for name in _NAMES)

    def drop(self, generation: int) -> None:
        for table in (*_NAMES, "words"):
            self._connection.execute(f"DROP TABLE IF EXISTS {table}_{generation}")
        for name in ("cursor", "changes"):
            self._connection.execute("DELETE FROM state WHERE name = ?", [f"{name}_{generation}"])

    def changes(self, generation: int) -> int:
        """Another number after each write to these tables."""
        return self.state(f"changes_{generation}") or 0

    def _count_change(self, generation: int) -> None:
        self.write_state(f"changes_{generation}", self.changes(generation) + 1)

    def tidy(self, generation: int) -> None:
        if segments.tidy(self._connection, generation):
            self._count_change(generation)

    # Documents.

    def put(self, generation: int, documents: Sequence[IndexDocument]) -> Written:
        """Stores what differs as one segment."""
        placed = []
        for document in documents:
            place = self._place(generation, document)
            if place is not None:
                ordinal, moments = place
                placed.append((ordinal, document, moments))
                self._fill(generation, ordinal, moments)
        segments.add(self._connection, generation, placed)
        self._count_change(generation)
        return Written(len(placed), sum(len(moments) for _at, _document, moments in placed))

    def _place(
        self, generation: int, document: IndexDocument
    ) -> tuple[int, Sequence[IndexMoment]] | None:
        """The ordinal of a document and the moments to write under it, whatever they replace
        cleared; None where a newer version is held."""
        rows = self._connection.execute(
            "SELECT ordinal, language, version, removed, moments "  # noqa: S608
            f"FROM document_{generation} WHERE grp = ? AND language IN (?, ?)",
            [document.group, document.language, ANY_LANGUAGE],
        )
        held = {row[1]: _Held(*row) for row in rows}
        if any(each.version > document.version for each in held.values()):
            return None
        own = held.get(document.language)
        if own is None:
            return self._insert(generation, document), document.moments
        moments = document.changed_since(0 if own.is_removed else own.version)
        gone = [each.number for each in moments]
        gone += range(len(document.moments) + 1, own.moments + 1)
        if own.is_removed or self._is_worn(generation, own, len(gone)):
            self._clear(generation, own.ordinal)
            self._connection.execute(
                f"DELETE FROM document_{generation} WHERE ordinal = ?",  # noqa: S608
                [own.ordinal],
            )
            return self._insert(generation, document), document.moments
        self._replace(generation, own.ordinal, document, gone)
        return own.ordinal, moments

    def _is_worn(self, generation: int, own: _Held, gone: int) -> bool:
        """Whether so much of a document is replaced, now and since it was written whole, that it
        had better be written whole."""
        if 2 * gone > own.moments:
            return True
        dead = segments.dead_rows(self._connection, generation, own.ordinal)
        return dead > own.moments + DEAD_ROWS

    def _insert(self, generation: int, document: IndexDocument) -> int:
        made = self._connection.execute(
            f"INSERT INTO document_{generation} "  # noqa: S608
            "(version, kind, facets, audiences, published_ms, moments, grp, language, removed) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
            [*_values(document), document.group, document.language],
        ).lastrowid
        if made is None:
            raise EngineError("the file gave no number to a new document")
        return made

    def _replace(
        self, generation: int, ordinal: int, document: IndexDocument, gone: Sequence[int]
    ) -> None:
        """The document's new values, and room for what is written of its moments."""
        self._connection.execute(
            f"UPDATE document_{generation} SET version = ?, kind = ?, facets = ?, "  # noqa: S608
            "audiences = ?, published_ms = ?, moments = ? WHERE ordinal = ?",
            [*_values(document), ordinal],
        )
        rows = [[row_number(ordinal, number)] for number in (0, *gone)]
        self._connection.executemany(f"DELETE FROM moment_{generation} WHERE id = ?", rows)  # noqa: S608
        segments.bury(self._connection, generation, ordinal, [row for (row,) in rows])

    def _fill(self, generation: int, ordinal: int, moments: Sequence[IndexMoment]) -> None:
        rows = [
            (
                row_number(ordinal, moment.number),
                moment.text,
                moment.start_ms,
                moment.end_ms,
                json.dumps(moment.cues, separators=(",", ":")),
            )
            for moment in moments
        ]
        sql = f"INSERT INTO moment_{generation} VALUES (?, ?, ?, ?, ?)"  # noqa: S608
        self._connection.executemany(sql, rows)

    def _clear(self, generation: int, ordinal: int) -> None:
        self._connection.execute(
            f"DELETE FROM moment_{generation} WHERE id BETWEEN ? AND ?",  # noqa: S608
            [row_number(ordinal, 0), row_number(ordinal + 1, 0) - 1],
        )

    def remove(self, generation: int, removal: Removal) -> int:
        language = ANY_LANGUAGE if removal.language is None else removal.language
        rows = self._connection.execute(
            f"SELECT ordinal FROM document_{generation} "  # noqa: S608
            "WHERE grp = ? AND version <= ? AND NOT removed AND (? = '' OR language = ?)",
            [removal.group, removal.version, language, language],
        ).fetchall()
        for (ordinal,) in rows:
            self._clear(generation, ordinal)
        self._connection.execute(
            f"UPDATE document_{generation} SET removed = 1, version = ? "  # noqa: S608
            "WHERE grp = ? AND version <= ? AND (? = '' OR language = ?)",
            [removal.version, removal.group, removal.version, language, language],
        )
        self._connection.execute(
            f"INSERT INTO document_{generation} (grp, language, version, removed) "  # noqa: S608
            "VALUES (?, ?, ?, 1) ON CONFLICT (grp, language) DO NOTHING",
            [removal.group, language, removal.version],
        )
        self._count_change(generation)
        return len(rows)


def _values(document: IndexDocument) -> list[object]:
    return [
        document.version,
        document.kind,
        json.dumps(document.keys, ensure_ascii=False),
        json.dumps([sorted(tokens) for tokens in document.audiences]),
        document.published_ms,
        len(document.moments),
    ]
