"""What the database engines share: a search over lists of rows, and how documents become rows.

A subclass stores and looks up; it decides nothing about matching, rights or order.
"""

from abc import abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from search.documents import IndexDocument, IndexMoment, Removal
from search.engines.base import EngineError, RebuildHandle, SearchEngine
from search.engines.grouping import HeldDocument, RankedGroup, rank
from search.engines.matching import CONTEXT, GIST, ROW_BITS, TEXT, TITLE, Postings, score_rows
from search.engines.postings_tables import IndexTables, Written
from search.query import AnalysedQuery
from search.results import EngineHits, GroupHit, group_hit, moment_hit

BATCH = 100


@dataclass(frozen=True, slots=True)
class StoredMoment:
    """A moment as a table holds it."""

    row: int
    text: str
    start_ms: int | None
    end_ms: int | None
    cues: Sequence[Sequence[int]]
    language: str


def header_tokens(document: IndexDocument) -> list[str]:
    """The tokens of the header's row (0) with their field's letter."""
    header = [TEXT + token for token in document.header_tokens.split()]
    header += [TITLE + token for token in document.title_tokens.split()]
    gist = Counter(document.gist_tokens.split())
    return header + [GIST[level - 1] + token for token, level in gist.items()]


def moment_tokens(moment: IndexMoment) -> list[str]:
    """The tokens of a moment's row with their field's letter."""
    own = [TEXT + token for token in moment.tokens.split()]
    return own + [CONTEXT + token for token in moment.context.split()]


class PostingsEngine(SearchEngine):
    """An engine that can say which rows hold a token, and keeps them in tables with generations."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[IndexTables]:
        """The tables, for one transaction; writers take turns."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[int]:
        """One unchanging sight of the living index, for a whole search; gives its generation."""

    @abstractmethod
    def forget_tables(self, generation: int) -> None:
        """Drops tables that no search begun from now on will read."""

    @abstractmethod
    def postings(self, generation: int, tokens: Collection[str]) -> Postings:
        """The rows that hold each of the tokens, in each field."""

    @abstractmethod
    def held(self, generation: int, ordinals: Collection[int]) -> list[HeldDocument]:
        """Those of these documents that are there."""

    @abstractmethod
    def moments(self, generation: int, rows: Collection[int]) -> Mapping[int, StoredMoment]:
        """The text and times of rows, by row."""

    def tidy(self) -> None:
        """Called after each batch that was written, outside its transaction."""

    def put(self, documents: Iterable[IndexDocument]) -> int:
        documents_written = 0
        for batch in _batches(documents):
            with self.writing() as tables:
                written = [tables.put(generation, batch) for generation in tables.written()]
            documents_written += written[0].documents
            self.moments_written += written[0].moments
            self.tidy()
        return documents_written

    def remove(self, removals: Iterable[Removal]) -> int:
        gone = 0
        with self.writing() as tables:
            generations = tables.written()
            for removal in removals:
                counts = [tables.remove(generation, removal) for generation in generations]
                gone += counts[0]
        return gone

    def write_cursor(self, value: int) -> None:
        with self.writing() as tables:
            tables.write_state(f"cursor_{tables.live()}", value)

    def refresh(self) -> None:
        """Nothing to do: what is committed is found."""

    def begin_rebuild(self) -> "PostingsRebuild":
        with self.writing() as tables:
            left_over = tables.state("building")
            if left_over is not None:
                tables.drop(left_over)
            generation = max(tables.live(), left_over or 0, tables.state("last") or 0) + 1
            tables.create(generation)
            tables.write_state("building", generation)
            tables.write_state("last", generation)
        return PostingsRebuild(self, generation)

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


class PostingsRebuild(RebuildHandle):
    """New tables beside the living ones, and a change of the number that says which ones live."""

    def __init__(self, engine: PostingsEngine, generation: int) -> None:
        self._engine = engine
        self._generation = generation

    @contextmanager
    def _building(self) -> Iterator[IndexTables]:
        with self._engine.writing() as tables:
            if tables.state("building") != self._generation:
                raise EngineError("this rebuild was abandoned, or another has taken its place")
            yield tables

    def put(self, documents: Iterable[IndexDocument]) -> int:
        written = Written()
        for batch in _batches(documents):
            with self._building() as tables:
                written += tables.put(self._generation, batch)
        return written.documents

    def write_cursor(self, value: int) -> None:
        with self._building() as tables:
            tables.write_state(f"cursor_{self._generation}", value)

    def finish(self) -> None:
        with self._building() as tables:
            tables.complete(self._generation)
            old = tables.live()
            tables.write_state("live", self._generation)
            tables.write_state("building", None)
        # Apart from the swap, so that a failure here cannot undo it.
        self._engine.forget_tables(old)

    def abandon(self) -> None:
        with self._engine.writing() as tables:
            if tables.state("building") == self._generation:
                tables.drop(self._generation)
                tables.write_state("building", None)


def _batches(documents: Iterable[IndexDocument]) -> Iterator[list[IndexDocument]]:
    """In each no document comes twice."""
    batch: dict[str, IndexDocument] = {}
    for document in documents:
        if len(batch) == BATCH or document.id in batch:
            yield list(batch.values())
            batch = {}
        batch[document.id] = document
    if batch:
        yield list(batch.values())


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
