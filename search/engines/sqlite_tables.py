"""The SQLite engine's tables and the statements that write them, one generation at a time.

Every function works inside the transaction of its caller, `search.engines.sqlite`.
"""

import json
import sqlite3
import zlib

from search.documents import IndexDocument, Removal
from search.engines.base import EngineError, EngineUnavailable
from search.engines.postings import row_number, row_tokens

ANY_LANGUAGE = ""
"""The language of the row that remembers the removal of a whole group."""

STATE = "CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID"
_TABLES = """
CREATE TABLE document_{g} (
  ordinal INTEGER PRIMARY KEY, grp TEXT NOT NULL, language TEXT NOT NULL, version INTEGER NOT NULL,
  removed INTEGER NOT NULL, kind TEXT NOT NULL DEFAULT '', facets TEXT NOT NULL DEFAULT '{{}}',
  audiences TEXT NOT NULL DEFAULT '[]', published_ms INTEGER NOT NULL DEFAULT 0,
  moments INTEGER NOT NULL DEFAULT 0,
  UNIQUE (grp, language));
CREATE TABLE moment_{g} (
  id INTEGER PRIMARY KEY, text TEXT NOT NULL, start_ms INTEGER, end_ms INTEGER,
  cues TEXT NOT NULL, tokens BLOB NOT NULL);
CREATE VIRTUAL TABLE words_{g} USING fts5(
  tokens, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '_.'");
"""


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
    for statement in _TABLES.format(g=generation).split(";"):
        if statement.strip():
            connection.execute(statement)


def upgrade(connection: sqlite3.Connection, generation: int) -> None:
    """Gives tables made by an earlier release the columns they lack."""
    columns = connection.execute(f"PRAGMA table_info(document_{generation})")
    if "facets" not in {column[1] for column in columns}:
        connection.execute(
            f"ALTER TABLE document_{generation} ADD COLUMN facets TEXT NOT NULL DEFAULT '{{}}'"
        )


def drop_tables(connection: sqlite3.Connection, generation: int) -> None:
    for table in ("words", "moment", "document"):
        connection.execute(f"DROP TABLE IF EXISTS {table}_{generation}")
    connection.execute("DELETE FROM state WHERE name = ?", [f"cursor_{generation}"])


def put(connection: sqlite3.Connection, generation: int, document: IndexDocument) -> bool:
    held = connection.execute(
        f"SELECT ordinal, language, version, removed FROM document_{generation} "  # noqa: S608
        "WHERE grp = ? AND language IN (?, ?)",
        [document.group, document.language, ANY_LANGUAGE],
    ).fetchall()
    if any(version > document.version for _ordinal, _language, version, _removed in held):
        return False
    ordinal = next((row[0] for row in held if row[1] == document.language), None)
    if ordinal is not None:
        clear(connection, generation, ordinal)
    values = [
        document.version,
        document.kind,
        json.dumps(document.keys, ensure_ascii=False),
        json.dumps([sorted(tokens) for tokens in document.audiences]),
        document.published_ms,
        len(document.moments),
    ]
    if ordinal is None:
        ordinal = connection.execute(
            f"INSERT INTO document_{generation} "  # noqa: S608
            "(version, kind, facets, audiences, published_ms, moments, grp, language, removed) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
            [*values, document.group, document.language],
        ).lastrowid
    else:
        connection.execute(
            f"UPDATE document_{generation} SET version = ?, kind = ?, facets = ?, "  # noqa: S608
            "audiences = ?, published_ms = ?, moments = ?, removed = 0 WHERE ordinal = ?",
            [*values, ordinal],
        )
    if ordinal is None:
        raise EngineError("the file gave no number to a new document")
    fill(connection, generation, ordinal, document)
    return True


def fill(
    connection: sqlite3.Connection, generation: int, ordinal: int, document: IndexDocument
) -> None:
    texts: dict[int, tuple[str, int | None, int | None, str]] = {0: ("", None, None, "[]")}
    for moment in document.moments:
        cues = json.dumps(moment.cues, separators=(",", ":"))
        texts[moment.number] = (moment.text, moment.start_ms, moment.end_ms, cues)
    moments, words = [], []
    for number, tokens in row_tokens(document):
        row, line = row_number(ordinal, number), " ".join(tokens)
        # FTS5 without content forgets a row only when told its tokens again.
        moments.append((row, *texts[number], zlib.compress(line.encode(), 1)))
        words.append((row, line))
    connection.executemany(
        f"INSERT INTO moment_{generation} VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608
        moments,
    )
    connection.executemany(
        f"INSERT INTO words_{generation} (rowid, tokens) VALUES (?, ?)",  # noqa: S608
        words,
    )


def clear(connection: sqlite3.Connection, generation: int, ordinal: int) -> None:
    first, last = row_number(ordinal, 0), row_number(ordinal + 1, 0) - 1
    rows = connection.execute(
        f"SELECT id, tokens FROM moment_{generation} WHERE id BETWEEN ? AND ?",  # noqa: S608
        [first, last],
    ).fetchall()
    connection.executemany(
        f"INSERT INTO words_{generation} (words_{generation}, rowid, tokens) "  # noqa: S608
        "VALUES ('delete', ?, ?)",
        [(row, zlib.decompress(tokens).decode()) for row, tokens in rows],
    )
    connection.execute(
        f"DELETE FROM moment_{generation} WHERE id BETWEEN ? AND ?",  # noqa: S608
        [first, last],
    )


def remove(connection: sqlite3.Connection, generation: int, removal: Removal) -> int:
    language = ANY_LANGUAGE if removal.language is None else removal.language
    rows = connection.execute(
        f"SELECT ordinal FROM document_{generation} "  # noqa: S608
        "WHERE grp = ? AND version <= ? AND NOT removed AND (? = '' OR language = ?)",
        [removal.group, removal.version, language, language],
    ).fetchall()
    for (ordinal,) in rows:
        clear(connection, generation, ordinal)
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
    return len(rows)
