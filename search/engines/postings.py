"""What the database engines share: a search over lists of rows, and how documents become rows.

A subclass stores and looks up; it decides nothing about matching, rights or order.
"""

from abc import abstractmethod
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from search.documents import IndexDocument
from search.engines.base import SearchEngine
from search.engines.grouping import HeldDocument, RankedGroup, rank
from search.engines.matching import (
    CONTEXT,
    GIST,
    ROW_BITS,
    TEXT,
    TITLE,
    Postings,
    score_rows,
)
from search.query import AnalysedQuery
from search.results import EngineHits, GroupHit, group_hit, moment_hit


@dataclass(frozen=True, slots=True)
class StoredMoment:
    """A moment as a table holds it."""

    row: int
    text: str
    start_ms: int | None
    end_ms: int | None
    cues: Sequence[Sequence[int]]
    language: str


def row_number(ordinal: int, number: int) -> int:
    return ordinal << ROW_BITS | number


def row_tokens(document: IndexDocument) -> Iterator[tuple[int, list[str]]]:
    """For the header (0) and each moment: its number, and its tokens with their field's letter."""
    header = [TEXT + token for token in document.header_tokens.split()]
    header += [TITLE + token for token in document.title_tokens.split()]
    gist = Counter(document.gist_tokens.split())
    header += [GIST[level - 1] + token for token, level in gist.items()]
    yield 0, header
    for moment in document.moments:
        own = [TEXT + token for token in moment.tokens.split()]
        yield moment.number, own + [CONTEXT + token for token in moment.context.split()]


class PostingsEngine(SearchEngine):
    """An engine that can say which rows hold a token."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[int]:
        """One unchanging sight of the living index, for a whole search; gives its generation."""

    @abstractmethod
    def postings(self, generation: int, tokens: Collection[str]) -> Postings:
        """The rows that hold each of the tokens, in each field."""

    @abstractmethod
    def held(self, generation: int, ordinals: Collection[int]) -> list[HeldDocument]:
        """Those of these documents that are there."""

    @abstractmethod
    def moments(self, generation: int, rows: Collection[int]) -> Mapping[int, StoredMoment]:
        """The text and times of rows, by row."""

    def search(self, query: AnalysedQuery) -> EngineHits:
        if not query.clauses:
            return EngineHits(engine=self.name, total=0, groups=())
        with self.reading() as generation:
            found = self.postings(generation, query.tokens)
            scores = score_rows(query, found)
            documents = self.held(generation, scores.best)
            ranked = rank(query.query, scores, documents)
            wanted = [row for group in ranked.groups for row, _score in group.rows]
            stored = self.moments(generation, wanted)
        groups = tuple(_hit(query, group, stored) for group in ranked.groups)
        return EngineHits(engine=self.name, total=ranked.total, groups=groups, facets=ranked.facets)


def _hit(query: AnalysedQuery, ranked: RankedGroup, stored: Mapping[int, StoredMoment]) -> GroupHit:
    moments = [
        moment_hit(
            query,
            text=stored[row].text,
            start_ms=stored[row].start_ms,
            end_ms=stored[row].end_ms,
            cues=stored[row].cues,
            score=score,
            language=stored[row].language,
            number=row & ((1 << ROW_BITS) - 1),
        )
        for row, score in ranked.rows
        if row in stored
    ]
    return group_hit(ranked.group, round(ranked.score, 6), moments)
