"""Matching and scoring over lists of rows, for engines that are databases.

Pure: given which rows hold each token, says which rows answer a query and how well. A row's number
is `ordinal << ROW_BITS | moment number`; moment 0 is the document's header. A moment answers a
clause when at least `minimum` of its terms lie in its text, its neighbours' or its title, and at
least one in its own text.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field

from search.engines import weights
from search.query import AnalysedQuery, Clause, Term

ROW_BITS = 16

TEXT, CONTEXT, TITLE = "t", "c", "d"
"""The letter before a token that says in which field it lies. Titles lie in header rows alone."""
GIST = ("g1", "g2", "g3")
"""Before a token of the gist, by how much it weighs; in header rows too."""
_LIFTS = (
    ((TITLE, weights.TITLE),),
    tuple((letters, weights.gist(level)) for level, letters in enumerate(GIST, 1)),
)


@dataclass(frozen=True, slots=True)
class Postings:
    """Rows by field letter and token; how many rows and how many documents there are in all."""

    rows: Mapping[str, Sequence[int]]
    total: int
    documents: int
    sets: dict[str, frozenset[int]] = field(default_factory=dict)

    def of(self, field_letter: str, token: str) -> Sequence[int]:
        return self.rows.get(field_letter + token, ())

    def set_of(self, field_letter: str, token: str) -> frozenset[int]:
        key = field_letter + token
        if key not in self.sets:
            self.sets[key] = frozenset(self.rows.get(key, ()))
        return self.sets[key]

    def rarity(self, token: str, letters: Sequence[str] = (TEXT,)) -> float:
        """The inverse document frequency, as BM25 has it, of a token in a field.

        What a header holds counts for all rows of its document, as if written on each of them.
        """
        found: float = sum(len(self.of(letter, token)) for letter in letters)
        if letters != (TEXT,):
            found *= self.total / max(self.documents, 1)
        return math.log1p((max(self.total - found, 0) + 0.5) / (found + 0.5))


def wanted_postings(query: AnalysedQuery) -> list[str]:
    """The keys an engine must look up for this query."""
    return [
        letter + token for token in sorted(query.tokens) for letter in (TEXT, CONTEXT, TITLE, *GIST)
    ]


def score_rows(query: AnalysedQuery, postings: Postings) -> dict[int, float]:
    """Every row that answers the query (of one clause at least), with its best clause's score."""
    first, *others = query.clauses
    best = _score_clause(first, postings)
    for clause in others:
        for row, score in _score_clause(clause, postings).items():
            if score > best.get(row, 0.0):
                best[row] = score
    return best


def _score_clause(clause: Clause, postings: Postings) -> dict[int, float]:
    rows = _answering(clause, postings)
    scores = dict.fromkeys(rows, 0.0)
    documents = {row >> ROW_BITS for row in rows}
    lifted: dict[int, float] = {}
    for term in clause.terms:
        _add_text(term, postings, rows, scores)
        _add_document(term, postings, documents, lifted)
    if lifted:
        for row in rows:
            scores[row] += lifted.get(row >> ROW_BITS, 0.0)
    if clause.weight == 1.0:
        return scores
    return {row: score * clause.weight for row, score in scores.items()}


def _add_text(term: Term, postings: Postings, rows: Set[int], scores: dict[int, float]) -> None:
    """Adds the best worth of the term in each row's own text or its neighbours'."""
    worths = sorted(
        (
            (variant.weight * share * postings.rarity(variant.token), letter, variant.token)
            for variant in term.variants
            for letter, share in ((TEXT, weights.TEXT), (CONTEXT, weights.CONTEXT))
        ),
        reverse=True,
    )
    counted: set[int] = set()
    for worth, letter, token in worths:
        fresh = (postings.set_of(letter, token) & rows) - counted
        for row in fresh:
            scores[row] += worth
        counted |= fresh


def _add_document(
    term: Term, postings: Postings, documents: Collection[int], lifted: dict[int, float]
) -> None:
    """Adds the best worth of the term in each document's title, and in its gist."""
    for fields in _LIFTS:
        best: dict[int, float] = {}
        for variant in term.variants:
            letters = [letter for letter, _share in fields]
            rarity = variant.weight * postings.rarity(variant.token, letters)
            for letter, share in fields:
                for row in postings.of(letter, variant.token):
                    document = row >> ROW_BITS
                    if document in documents:
                        best[document] = max(best.get(document, 0.0), rarity * share)
        for document, worth in best.items():
            lifted[document] = lifted.get(document, 0.0) + worth


def _answering(clause: Clause, postings: Postings) -> Set[int]:
    """The rows that hold enough of the clause's terms, one of them in their own text."""
    own = [_union(term, TEXT, postings) for term in clause.terms]
    if clause.minimum <= 1:
        return frozenset[int]().union(*own)
    titled = [{row >> ROW_BITS for row in _union(term, TITLE, postings)} for term in clause.terms]
    near = [
        held | _union(term, CONTEXT, postings) for held, term in zip(own, clause.terms, strict=True)
    ]
    if clause.minimum == len(clause.terms) and not any(titled):
        return frozenset.intersection(*near) & frozenset[int]().union(*own)
    return _counted(clause.minimum, own, near, titled)


def _counted(
    minimum: int,
    own: Sequence[frozenset[int]],
    near: Sequence[frozenset[int]],
    titled: Sequence[Set[int]],
) -> Set[int]:
    """As `_answering`, where titles help or not every term is asked for."""
    counts: Counter[int] = Counter()
    for rows in near:
        counts.update(rows)
    # How many terms each title holds: no row of it can gain more.
    gains: Counter[int] = Counter()
    for documents in titled:
        gains.update(documents)
    candidates = frozenset[int]().union(*own)
    found: set[int] = set()
    for row in candidates:
        count = counts[row]
        if count >= minimum:
            found.add(row)
        elif count + gains.get(row >> ROW_BITS, 0) >= minimum:
            document = row >> ROW_BITS
            held = sum(
                row in rows or document in documents
                for rows, documents in zip(near, titled, strict=True)
            )
            if held >= minimum:
                found.add(row)
    return found


def _union(term: Term, letter: str, postings: Postings) -> frozenset[int]:
    return frozenset[int]().union(*(postings.set_of(letter, v.token) for v in term.variants))
