"""The SQLite engine's lists of rows: which rows hold a token, in segments that are only ever added.

A segment holds the lists of the documents of one write, all in one place of the file, so that a
save costs a few pages and a token is one look-up in each segment. A document that is written anew
gets another ordinal; the lists of the old one are passed over, and left out when segments are
joined: eight of a size become one, as long as they are small. Where only some moments are written
anew, the document keeps its ordinal and the rows they replace are noted as dead, segment by
segment. FTS5 keeps such lists too, but hands them out row by row, and a word of every third moment
costs a tenth of a second in Python.

Every function works inside the transaction of its caller, `search.engines.sqlite_tables`.
"""

import heapq
import json
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count, groupby
from operator import itemgetter
from typing import Any

import numpy as np

from search.documents import IndexDocument, IndexMoment
from search.engines.matching import CONTEXT, GIST, ROW_BITS, TEXT, TITLE, Layout, Numbers

TABLES = (
    "CREATE TABLE segment_{g} ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, size INTEGER NOT NULL, ordinals BLOB NOT NULL)",
    # By field: the ordinals of the documents, how many rows of each, and the rows' numbers.
    "CREATE TABLE posting_{g} ("
    " segment INTEGER, token TEXT, own BLOB, own_counts BLOB, own_numbers BLOB,"
    " near BLOB, near_counts BLOB, near_numbers BLOB, header BLOB, header_flags BLOB,"
    " PRIMARY KEY (segment, token)) WITHOUT ROWID",
    "CREATE TABLE dead_{g} ("
    " segment INTEGER, row INTEGER, PRIMARY KEY (segment, row)) WITHOUT ROWID",
)
NAMES = ("segment", "posting", "dead")
JOINED = 8
"""So many segments of a size are joined."""
LARGEST = 128
"""Documents in a segment that is joined no more."""
_ORDINAL = "I"
_HEADER_FIELDS = (TITLE, *GIST)

_NONE: Numbers = np.empty(0, dtype=np.int64)

Row = tuple[Any, ...]


Dead = Mapping[int, Numbers]
"""By segment the rows that have been written anew since, in another."""


@dataclass(frozen=True)
class Lists:
    """The lists of some tokens, still as they are stored."""

    rows: Sequence[Row]

    def places(self, layout: Layout, dead: Dead) -> dict[str, Numbers]:
        """By field letter and token, the places of the rows that hold it."""
        parts: dict[str, list[Numbers]] = defaultdict(list)
        for segment, token, *columns in self.rows:
            gone = dead.get(segment)
            own, near, (header, flags) = columns[:3], columns[3:6], columns[6:]
            if own[0]:
                parts[TEXT + token].append(_places(layout, gone, *own))
            if near[0]:
                parts[CONTEXT + token].append(_places(layout, gone, *near))
            if header:
                documents = _documents(layout, gone, header)
                marks = np.frombuffer(flags, np.uint8)
                for bit, letters in enumerate(_HEADER_FIELDS):
                    chosen = documents[(marks & (1 << bit) != 0) & (documents >= 0)]
                    if len(chosen):
                        parts[letters + token].append(layout.starts[chosen])
        return {key: np.concatenate(found) for key, found in parts.items()}


def _places(
    layout: Layout, dead: Numbers | None, ordinals: bytes, counts: bytes, numbers: bytes
) -> Numbers:
    held, many = np.frombuffer(ordinals, np.uint32), np.frombuffer(counts, np.uint16)
    documents = layout.documents(held)
    starts = np.where(documents < 0, -(1 << 40), layout.starts[documents])
    places: Numbers = np.repeat(starts, many)
    own = np.frombuffer(numbers, np.uint16)
    places += own
    if dead is not None:
        rows = np.repeat(held.astype(np.int64) << ROW_BITS, many) | own
        places[np.isin(rows, dead)] = -1
    return places[places >= 0] if dead is not None or (documents < 0).any() else places


def _documents(layout: Layout, dead: Numbers | None, ordinals: bytes) -> Numbers:
    held = np.frombuffer(ordinals, np.uint32)
    documents = layout.documents(held)
    if dead is not None:
        documents[np.isin(held.astype(np.int64) << ROW_BITS, dead)] = -1
    return documents


def look_up(connection: sqlite3.Connection, generation: int, tokens: Iterable[str]) -> Lists:
    asked = json.dumps(sorted(tokens))
    sql = (
        "SELECT s.id, p.token, own, own_counts, own_numbers, near, near_counts, near_numbers, "  # noqa: S608
        f"header, header_flags FROM segment_{generation} s CROSS JOIN json_each(?) asked "
        f"CROSS JOIN posting_{generation} p ON p.segment = s.id AND p.token = asked.value"
    )
    return Lists(connection.execute(sql, [asked]).fetchall())


def dead(connection: sqlite3.Connection, generation: int) -> Dead:
    rows = connection.execute(f"SELECT segment, row FROM dead_{generation} ORDER BY segment")  # noqa: S608
    return {
        segment: np.array([row for _segment, row in found], dtype=np.int64)
        for segment, found in groupby(rows, key=itemgetter(0))
    }


def dead_rows(connection: sqlite3.Connection, generation: int, ordinal: int) -> int:
    """How many rows of a document have been written anew and are still in their old lists."""
    found: int = connection.execute(
        f"SELECT count(*) FROM dead_{generation} WHERE row BETWEEN ? AND ?",  # noqa: S608
        [ordinal << ROW_BITS, ((ordinal + 1) << ROW_BITS) - 1],
    ).fetchone()[0]
    return found


def bury(
    connection: sqlite3.Connection, generation: int, ordinal: int, rows: Sequence[int]
) -> None:
    """Rows of a document that all present segments hold for the last time."""
    held = connection.execute(f"SELECT id, ordinals FROM segment_{generation}").fetchall()  # noqa: S608
    connection.executemany(
        f"INSERT OR IGNORE INTO dead_{generation} VALUES (?, ?)",  # noqa: S608
        [
            (segment, row)
            for segment, ordinals in held
            if ordinal in array(_ORDINAL, ordinals)
            for row in rows
        ],
    )


def add(
    connection: sqlite3.Connection,
    generation: int,
    documents: Sequence[tuple[int, IndexDocument, Sequence[IndexMoment]]],
) -> None:
    """One segment of these documents, by ordinal, with their headers and some of their moments."""
    if not documents:
        return
    vocabulary: dict[str, int] = defaultdict(count().__next__)
    own, near, header = _Gathered(vocabulary), _Gathered(vocabulary), _Gathered(vocabulary)
    for ordinal, document, moments in documents:
        spoken = [(moment.number, moment.tokens.split()) for moment in moments]
        own.take(ordinal, [(0, set(document.header_tokens.split())), *spoken])
        near.take(ordinal, [(each.number, each.context.split()) for each in moments])
        header.take(ordinal, [(flag, [token]) for token, flag in _header_flags(document).items()])
    fields = own.lists(np.uint16), near.lists(np.uint16), header.lists(np.uint8)
    rows = (
        (token, *fields[0](place), *fields[1](place), *fields[2](place)[::2])
        for token, place in sorted(vocabulary.items())
    )
    _store(connection, generation, [ordinal for ordinal, *_rest in documents], rows)


class _Gathered:
    """The tokens of one field, as numbers of a vocabulary, with the rows they stand in."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._tokens = [_NONE]
        self._ordinals = [_NONE]
        self._numbers = [_NONE]

    def take(self, ordinal: int, rows: Sequence[tuple[int, Collection[str]]]) -> None:
        """The numbers of a document's rows with the tokens each of them holds."""
        lengths = [len(tokens) for _number, tokens in rows]
        words = chain.from_iterable(tokens for _number, tokens in rows)
        tokens = np.fromiter(map(self._vocabulary.__getitem__, words), np.int64, sum(lengths))
        self._tokens.append(tokens)
        self._ordinals.append(np.full(len(tokens), ordinal))
        self._numbers.append(np.repeat([number for number, _tokens in rows], lengths))

    def lists(self, numbers_as: type[np.unsignedinteger[Any]]) -> Callable[[int], Row]:
        """For the number of a token its three columns: ordinals, counts and numbers."""
        tokens = np.concatenate(self._tokens)
        order = np.argsort(tokens, kind="stable")
        tokens = tokens[order]
        ordinals = np.concatenate(self._ordinals)[order]
        numbers = np.concatenate(self._numbers)[order].astype(numbers_as).tobytes()
        is_first = np.ones(len(tokens), dtype=np.bool_)
        is_first[1:] = (np.diff(tokens) != 0) | (np.diff(ordinals) != 0)
        firsts = np.flatnonzero(is_first)
        counts = np.diff(np.append(firsts, len(tokens))).astype(np.uint16).tobytes()
        held = ordinals[firsts].astype(np.uint32).tobytes()
        every = np.arange(len(self._vocabulary) + 1)
        documents = np.searchsorted(tokens[firsts], every).tolist()
        rows = np.searchsorted(tokens, every).tolist()
        width = np.dtype(numbers_as).itemsize

        def columns(token: int) -> Row:
            first, last = documents[token], documents[token + 1]
            if first == last:
                return None, None, None
            found = numbers[width * rows[token] : width * rows[token + 1]]
            return held[4 * first : 4 * last], counts[2 * first : 2 * last], found

        return columns


def _header_flags(document: IndexDocument) -> dict[str, int]:
    """By token a bit for each field of the header it stands in."""
    flags = dict.fromkeys(document.title_tokens.split(), 1)
    levels: dict[str, int] = defaultdict(int)
    for token in document.gist_tokens.split():
        levels[token] += 1
    for token, level in levels.items():
        flags[token] = flags.get(token, 0) | 1 << level
    return flags


def _store(
    connection: sqlite3.Connection, generation: int, ordinals: Sequence[int], rows: Iterable[Row]
) -> None:
    segment = connection.execute(
        f"INSERT INTO segment_{generation} (size, ordinals) VALUES (?, ?)",  # noqa: S608
        [len(ordinals), array(_ORDINAL, ordinals).tobytes()],
    ).lastrowid
    connection.executemany(
        f"INSERT INTO posting_{generation} VALUES ({segment}, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        rows,
    )


# Joining.


def tidy(connection: sqlite3.Connection, generation: int) -> bool:
    """Joins segments where there are many of a size, and drops those without a living document.

    Returns whether there was anything to do.
    """
    living = {
        row[0]
        for row in connection.execute(
            f"SELECT ordinal FROM document_{generation} WHERE NOT removed"  # noqa: S608
        )
    }
    held = {
        segment: [ordinal for ordinal in array(_ORDINAL, ordinals) if ordinal in living]
        for segment, ordinals in connection.execute(
            f"SELECT id, ordinals FROM segment_{generation}"  # noqa: S608
        )
    }
    sizes: dict[int, list[int]] = defaultdict(list)
    for segment, ordinals in held.items():
        if not ordinals:
            _drop(connection, generation, [segment])
        elif len(ordinals) * JOINED <= LARGEST:
            sizes[len(f"{len(ordinals):o}")].append(segment)
    chosen = next((group for group in sizes.values() if len(group) >= JOINED), [])
    if chosen:
        join(connection, generation, {segment: held[segment] for segment in chosen})
    return bool(chosen)


def join(connection: sqlite3.Connection, generation: int, held: dict[int, Collection[int]]) -> None:
    """Makes one segment of several, of their living ordinals and rows alone."""
    ordinals = dict.fromkeys(ordinal for living in held.values() for ordinal in living)
    gone = dead(connection, generation)
    sources = [
        _living(connection, generation, segment, _Living(living, gone.get(segment, _NONE)))
        for segment, living in held.items()
    ]
    merged = heapq.merge(*sources, key=itemgetter(0))
    rows = (_together(list(group)) for _token, group in groupby(merged, key=itemgetter(0)))
    # A statement cannot be read while the table is written: the joined rows wait in memory.
    _store(connection, generation, list(ordinals), list(rows))
    _drop(connection, generation, list(held))


class _Living:
    """What of a segment is still so."""

    def __init__(self, ordinals: Collection[int], dead: Numbers) -> None:
        self._ordinals = frozenset(ordinals)
        self._dead = frozenset(dead.tolist())
        self._worn = {row >> ROW_BITS for row in self._dead}

    def is_all(self, ordinals: Iterable[int]) -> bool:
        return not self._dead and self._ordinals.issuperset(ordinals)

    def has_header(self, ordinal: int) -> bool:
        return ordinal in self._ordinals and ordinal << ROW_BITS not in self._dead

    def numbers(self, ordinal: int, numbers: bytes) -> bytes:
        """Those numbers of a document's rows that are still so."""
        if ordinal not in self._ordinals:
            return b""
        if ordinal not in self._worn:
            return numbers
        first = ordinal << ROW_BITS
        return array(
            "H", [number for number in array("H", numbers) if first | number not in self._dead]
        ).tobytes()


def _living(
    connection: sqlite3.Connection, generation: int, segment: int, living: _Living
) -> Iterator[Row]:
    """The rows of a segment by token, without the lists of what is gone."""
    (stored,) = connection.execute(
        f"SELECT ordinals FROM segment_{generation} WHERE id = ?",  # noqa: S608
        [segment],
    ).fetchone()
    is_whole = living.is_all(array(_ORDINAL, stored))
    rows = connection.execute(
        "SELECT token, own, own_counts, own_numbers, near, near_counts, near_numbers, header, "  # noqa: S608
        f"header_flags FROM posting_{generation} WHERE segment = ? ORDER BY token",
        [segment],
    )
    for row in rows:
        if is_whole:
            yield row
            continue
        token, *columns = row
        header = _kept(columns[6], columns[7], living)
        kept = (*_kept_rows(columns[:3], living), *_kept_rows(columns[3:6], living), *header)
        if any(kept):
            yield (token, *kept)


def _kept(ordinals: bytes | None, flags: bytes | None, living: _Living) -> Row:
    if not ordinals or flags is None:
        return None, None
    pairs = zip(array(_ORDINAL, ordinals), flags, strict=True)
    kept = [(ordinal, flag) for ordinal, flag in pairs if living.has_header(ordinal)]
    if not kept:
        return None, None
    return array(_ORDINAL, [pair[0] for pair in kept]).tobytes(), bytes(pair[1] for pair in kept)


def _kept_rows(columns: Sequence[bytes | None], living: _Living) -> Row:
    ordinals, counts, numbers = columns
    if not ordinals or counts is None or numbers is None:
        return None, None, None
    kept, at = [], 0
    for ordinal, many in zip(array(_ORDINAL, ordinals), array("H", counts), strict=True):
        if found := living.numbers(ordinal, numbers[at : at + 2 * many]):
            kept.append((ordinal, found))
        at += 2 * many
    if not kept:
        return None, None, None
    return (
        array(_ORDINAL, [ordinal for ordinal, _found in kept]).tobytes(),
        array("H", [len(found) // 2 for _ordinal, found in kept]).tobytes(),
        b"".join(found for _ordinal, found in kept),
    )


def _together(rows: Sequence[Row]) -> Row:
    """The lists of one token in several segments, as one row."""
    if len(rows) == 1:
        return rows[0]
    columns = zip(*(row[1:] for row in rows), strict=True)
    return (rows[0][0], *(b"".join(part for part in each if part) or None for each in columns))


def _drop(connection: sqlite3.Connection, generation: int, segments: Iterable[int]) -> None:
    for segment in segments:
        for table in ("posting", "dead"):
            connection.execute(f"DELETE FROM {table}_{generation} WHERE segment = ?", [segment])  # noqa: S608
        connection.execute(f"DELETE FROM segment_{generation} WHERE id = ?", [segment])  # noqa: S608
