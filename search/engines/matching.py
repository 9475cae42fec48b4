"""Matching and scoring over lists of rows, for engines that are databases.

Pure: given which rows hold each token, says which rows answer a query and how well. A row's number
is `ordinal << ROW_BITS | moment number`; moment 0 is the document's header. A moment answers a
clause when at least `minimum` of its terms lie in its text, its neighbours' or its title, and at
least one in its own text.

All rows of an index stand in one line (`Layout`), so that a whole list of them is counted and
weighed by one step of numpy: a word said in every third moment costs a few milliseconds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log1p
from typing import Any

import numpy as np
import numpy.typing as npt

from search.engines import weights
from search.query import AnalysedQuery, Clause, Term

ROW_BITS = 16

TEXT, CONTEXT, TITLE = "t", "c", "d"
"""The letter before a token that says in which field it lies. Titles lie in header rows alone."""
GIST = ("g1", "g2", "g3")
"""Before a token of the gist, by how much it weighs; in header rows too."""
LETTERS = (TEXT, CONTEXT, TITLE, *GIST)
_NEAR = ((TEXT, weights.TEXT), (CONTEXT, weights.CONTEXT))
_LIFTS = (
    ((TITLE, weights.TITLE),),
    tuple((letters, weights.gist(level)) for level, letters in enumerate(GIST, 1)),
)

Numbers = npt.NDArray[np.int64]
Worths = npt.NDArray[np.float64]
_Marks = npt.NDArray[np.bool_]
_NONE: Numbers = np.empty(0, dtype=np.int64)


class Layout:
    """The place of every row of the living documents, their ordinals ascending."""

    def __init__(self, documents: Iterable[tuple[int, int]]) -> None:
        """`documents` are ordinals with the number of their moments."""
        told = np.array(sorted(documents), dtype=np.int64).reshape(-1, 2)
        self.ordinals: Numbers = told[:, 0]
        lengths = told[:, 1] + 1
        self.starts: Numbers = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(lengths)))
        self.size = int(self.starts[-1])
        self.document_of: Numbers = np.repeat(np.arange(len(lengths)), lengths)

    def __len__(self) -> int:
        """How many documents there are."""
        return len(self.ordinals)

    def documents(self, ordinals: npt.NDArray[Any]) -> Numbers:
        """Each ordinal's document, counted from 0; -1 for those that are not living."""
        if not len(self):
            return np.full(len(ordinals), -1, dtype=np.int64)
        found = np.searchsorted(self.ordinals, ordinals)
        found[found == len(self)] = 0
        return np.where(self.ordinals[found] == ordinals, found, -1)

    def places(self, rows: Sequence[int]) -> Numbers:
        """The places of rows; without those of documents that are not living."""
        numbers = np.array(rows, dtype=np.int64)
        documents = self.documents(numbers >> ROW_BITS)
        living = documents >= 0
        return (self.starts[documents] + (numbers & ((1 << ROW_BITS) - 1)))[living]


@dataclass(frozen=True, slots=True)
class Postings:
    """By field letter and token the places of the rows that hold it, each once."""

    layout: Layout
    places: Mapping[str, Numbers]

    @classmethod
    def of_rows(cls, layout: Layout, rows: Mapping[str, Sequence[int]]) -> "Postings":
        return cls(layout, {key: layout.places(found) for key, found in rows.items()})

    def of(self, field_letter: str, token: str) -> Numbers:
        return self.places.get(field_letter + token, _NONE)

    def documents_of(self, field_letter: str, token: str) -> Numbers:
        return self.layout.document_of[self.of(field_letter, token)]

    def rarity(self, token: str, letters: Sequence[str] = (TEXT,)) -> float:
        """The inverse document frequency, as BM25 has it, of a token in a field.

        What a header holds counts for all rows of its document, as if written on each of them.
        """
        total = self.layout.size
        found: float = sum(len(self.of(letter, token)) for letter in letters)
        if letters != (TEXT,):
            found *= total / max(len(self.layout), 1)
        return log1p((max(total - found, 0) + 0.5) / (found + 0.5))


@dataclass(frozen=True)
class Scores:
    """What each row is worth to a query, by its place; 0 for those that do not answer."""

    layout: Layout
    worths: Worths

    @cached_property
    def best(self) -> dict[int, float]:
        """By ordinal, the worth of the best row of each document that answers."""
        if not len(self.layout):
            return {}
        tops = np.maximum.reduceat(self.worths, self.layout.starts[:-1])
        found = np.flatnonzero(tops > 0)
        return dict(zip(self.layout.ordinals[found].tolist(), tops[found].tolist(), strict=True))

    def rows(self, ordinal: int) -> list[tuple[int, float]]:
        """The rows of a document that answer, ascending, with their worths."""
        (document,) = self.layout.documents(np.array([ordinal]))
        start, end = self.layout.starts[document], self.layout.starts[document + 1]
        worths = self.worths[start:end]
        numbers = np.flatnonzero(worths > 0)
        first = ordinal << ROW_BITS
        return [
            (first | number, worth)
            for number, worth in zip(numbers.tolist(), worths[numbers].tolist(), strict=True)
        ]


def score_rows(query: AnalysedQuery, postings: Postings) -> Scores:
    """Every row that answers the query (of one clause at least), with its best clause's score."""
    best = np.zeros(postings.layout.size)
    for clause in query.clauses:
        np.maximum(best, _score_clause(clause, postings), out=best)
    return Scores(postings.layout, best)


def _score_clause(clause: Clause, postings: Postings) -> Worths:
    scores = np.zeros(postings.layout.size)
    lifted = np.zeros(len(postings.layout))
    for term in clause.terms:
        _add_text(term, postings, scores)
        _add_document(term, postings, lifted)
    if lifted.any():
        scores += lifted[postings.layout.document_of]
    scores *= clause.weight
    scores[~_answering(clause, postings)] = 0.0
    return scores


def _add_text(term: Term, postings: Postings, scores: Worths) -> None:
    """Adds the best worth of the term in each row's own text or its neighbours'."""
    worths = sorted(
        (variant.weight * share * postings.rarity(variant.token), letter, variant.token)
        for variant in term.variants
        for letter, share in _NEAR
    )
    held = [(worth, places) for worth, *key in worths if len(places := postings.of(*key))]
    if len(held) == 1:
        worth, places = held[0]
        scores[places] += worth
    elif held:
        best = np.zeros(len(scores))
        for worth, places in held:
            best[places] = worth
        scores += best


def _add_document(term: Term, postings: Postings, lifted: Worths) -> None:
    """Adds the best worth of the term in each document's title, and in its gist."""
    for fields in _LIFTS:
        best = np.zeros(len(lifted))
        for variant in term.variants:
            letters = [letter for letter, _share in fields]
            rarity = variant.weight * postings.rarity(variant.token, letters)
            for letter, share in fields:
                documents = postings.documents_of(letter, variant.token)
                best[documents] = np.maximum(best[documents], rarity * share)
        lifted += best


def _answering(clause: Clause, postings: Postings) -> _Marks:
    """The rows that hold enough of the clause's terms, one of them in their own text."""
    layout = postings.layout
    spoken = np.zeros(layout.size, dtype=np.bool_)
    for term in clause.terms:
        _mark(spoken, term, (TEXT,), postings)
    if clause.minimum <= 1:
        return spoken
    counts = np.zeros(layout.size, dtype=np.uint8)
    for term in clause.asked:
        near = np.zeros(layout.size, dtype=np.bool_)
        _mark(near, term, (TEXT, CONTEXT), postings)
        titled = [postings.documents_of(TITLE, variant.token) for variant in term.variants]
        if any(map(len, titled)):
            documents = np.zeros(len(layout), dtype=np.bool_)
            documents[np.concatenate(titled)] = True
            near |= documents[layout.document_of]
        counts += near
    answering: _Marks = spoken & (counts >= clause.minimum)
    return answering


def _mark(marks: _Marks, term: Term, letters: Sequence[str], postings: Postings) -> None:
    for variant in term.variants:
        for letter in letters:
            marks[postings.of(letter, variant.token)] = True
