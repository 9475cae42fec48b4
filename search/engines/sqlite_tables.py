"""The SQLite engine's tables and the statements that write them, one generation at a time.

Every function works inside the transaction of its caller, `search.engines.sqlite`.
"""

import json
import sqlite3
import time
from collections.abc import Iterable

from search.documents import IndexDocument, Removal
from search.engines import sqlite_segments as segments
from search.engines.base import EngineError, EngineUnavailable
from search.engines.postings import row_number

ANY_LANGUAGE = ""
"""The language of the row that remembers the removal of a whole group."""

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


def state(connection: sqlite3.Connection, name: str) -> int | None:
    row = connection.execute("SELECT value FROM state WHERE name = ?", [name]).fetchone()
    return None if row is None else row[0]


def write_state(connection: sqlite3.Connection, name: str, value: int | None) -> None:
    connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", [name, value])


def live(connection: sqlite3.Connection) -> int:
    generation = state(connection, "live")
    if generation is None:
        raise EngineUnavailable("the index is not prepared")
    return generation


def written_generations(connection: sqlite3.Connection) -> list[int]:
    """The living tables, and those of a rebuild under way: writes reach both."""
    building = state(connection, "building")
    return [live(connection)] + ([building] if building is not None else [])


def create(connection: sqlite3.Connection, generation: int) -> None:
    for statement in _TABLES:
        connection.execute(statement.format(g=generation))
    # From the clock, so that no count is ever that of earlier tables of the same number.
    write_state(connection, f"changes_{generation}", time.time_ns())


def is_made(connection: sqlite3.Connection, generation: int) -> bool:
    """Whether the tables are those of this release."""
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    return names.issuperset(f"{name}_{generation}" for name in _NAMES)


def drop_tables(connection: sqlite3.Connection, generation: int) -> None:
    for table in (*_NAMES, "words"):
        connection.execute(f"DROP TABLE IF EXISTS {table}_{generation}")
    for name in ("cursor", "changes"):
        connection.execute("DELETE FROM state WHERE name = ?", [f"{name}_{generation}"])


def changes(connection: sqlite3.Connection, generation: int) -> int:
    """Another number after each write to these tables."""
    return state(connection, f"changes_{generation}") or 0


def count_change(connection: sqlite3.Connection, generation: int) -> None:
    write_state(connection, f"changes_{generation}", changes(connection, generation) + 1)


def put(
    connection: sqlite3.Connection, generation: int, documents: Iterable[IndexDocument]
) -> list[bool]:
    """Stores documents as one segment. For each, whether it was new enough to be written."""
    taken, placed = [], []
    for document in documents:
        ordinal = _place(connection, generation, document)
        taken.append(ordinal is not None)
        if ordinal is not None:
            placed.append((ordinal, document))
            _fill(connection, generation, ordinal, document)
    segments.add(connection, generation, placed)
    count_change(connection, generation)
    return taken


def _place(connection: sqlite3.Connection, generation: int, document: IndexDocument) -> int | None:
    """A new ordinal for a document, whatever was stored of it cleared; None where a newer version
    is held."""
    held = connection.execute(
        f"SELECT ordinal, language, version FROM document_{generation} "  # noqa: S608
        "WHERE grp = ? AND language IN (?, ?)",
        [document.group, document.language, ANY_LANGUAGE],
    ).fetchall()
    if any(version > document.version for _ordinal, _language, version in held):
        return None
    for ordinal, language, _version in held:
        if language == document.language:
            _clear(connection, generation, ordinal)
            connection.execute(
                f"DELETE FROM document_{generation} WHERE ordinal = ?",  # noqa: S608
                [ordinal],
            )
    values = [
        document.group,
        document.language,
        document.version,
        document.kind,
        json.dumps(document.keys, ensure_ascii=False),
        json.dumps([sorted(tokens) for tokens in document.audiences]),
        document.published_ms,
        len(document.moments),
    ]
    made = connection.execute(
        f"INSERT INTO document_{generation} "  # noqa: S608
        "(grp, language, version, kind, facets, audiences, published_ms, moments, removed) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
        values,
    ).lastrowid
    if made is None:
        raise EngineError("the file gave no number to a new document")
    return made


def _fill(
    connection: sqlite3.Connection, generation: int, ordinal: int, document: IndexDocument
) -> None:
    rows = [
        (
            row_number(ordinal, moment.number),
            moment.text,
            moment.start_ms,
            moment.end_ms,
            json.dumps(moment.cues, separators=(",", ":")),
        )
        for moment in document.moments
    ]
    sql = f"INSERT INTO moment_{generation} VALUES (?, ?, ?, ?, ?)"  # noqa: S608
    connection.executemany(sql, rows)


def _clear(connection: sqlite3.Connection, generation: int, ordinal: int) -> None:
    connection.execute(
        f"DELETE FROM moment_{generation} WHERE id BETWEEN ? AND ?",  # noqa: S608
        [row_number(ordinal, 0), row_number(ordinal + 1, 0) - 1],
    )


def remove(connection: sqlite3.Connection, generation: int, removal: Removal) -> int:
    language = ANY_LANGUAGE if removal.language is None else removal.language
    rows = connection.execute(
        f"SELECT ordinal FROM document_{generation} "  # noqa: S608
        "WHERE grp = ? AND version <= ? AND NOT removed AND (? = '' OR language = ?)",
        [removal.group, removal.version, language, language],
    ).fetchall()
    for (ordinal,) in rows:
        _clear(connection, generation, ordinal)
    connection.execute(
        f"UPDATE document_{generation} SET removed = 1, version = ? "  # noqa: S608
        "WHERE grp = ? AND version <= ? AND (? = '' OR language = ?)",
        [removal.version, removal.group, removal.version, language, language],
    )
    connection.execute(
        f"INSERT INTO document_{generation} (grp, language, version, removed) "  # noqa: S608
        "VALUES (?, ?, ?, 1) ON CONFLICT (grp, language) DO NOTHING",
        [removal.group, language, removal.version],
    )
    count_change(connection, generation)
    return len(rows)
