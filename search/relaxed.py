"""The second look: where nothing holds enough of a query, what holds part of it.

Pure but for `ask`, which asks an engine. A relaxed reading keeps to what was written: sounds, which
forgive a mishearing where all of a word must be there, would here let in anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from search import text as analyser
from search.query import AnalysedQuery, Clause, SearchQuery, Term
from search.query_analysis import analyse
from search.results import EngineHits

SHARE = 3
"""One word, or pair of characters, in so many must be found, and never fewer than one."""


class Engine(Protocol):
    def search(self, query: AnalysedQuery) -> EngineHits: ...


@dataclass(frozen=True)
class Asked:
    """What an engine answered, and the reading of the query it answered."""

    query: AnalysedQuery
    hits: EngineHits
    is_relaxed: bool


def ask(engine: Engine, query: SearchQuery) -> Asked:
    """The engine's answer; a relaxed one only where the query as it stands gives nothing at all,
    under other filters neither. Raises EngineUnavailable."""
    analysed = analyse(query)
    hits = engine.search(analysed)
    if not hits.total and not any(hits.facets.values()):
        loose = relaxed(analysed)
        if loose.clauses:
            return Asked(loose, engine.search(loose), is_relaxed=True)
    return Asked(analysed, hits, is_relaxed=False)


def relaxed(analysed: AnalysedQuery) -> AnalysedQuery:
    """The same query asking for less; without clauses where less would be no more than a part of
    one word."""
    clauses = (_relaxed(clause) for clause in analysed.clauses)
    return AnalysedQuery(analysed.query, tuple(clause for clause in clauses if clause is not None))


def as_written(query: SearchQuery) -> AnalysedQuery:
    """The query's first reading without its sounds: what is found was written so."""
    clauses = []
    for clause in analyse(query).clauses[:1]:
        terms = tuple(map(_as_written, clause.terms))
        if all(term.variants for term in terms):
            clauses.append(Clause(terms, clause.minimum))
    return AnalysedQuery(query, tuple(clauses))


def _relaxed(clause: Clause) -> Clause | None:
    written = (term for term in map(_as_written, clause.terms) if term.variants)
    terms = tuple(map(_anywhere, written))
    words = [term for term in terms if term.is_asked]
    minimum = max(1, len(words) // SHARE)
    if len(words) < 2 or _is_one_word(words) or minimum >= clause.minimum:
        return None
    return Clause(terms, minimum, clause.weight)


def _as_written(term: Term) -> Term:
    written = tuple(each for each in term.variants if not analyser.is_sound(each.token))
    return Term(written, term.is_asked)


def _anywhere(term: Term) -> Term:
    """A pair of characters counts wherever it lies: what was misheard falls into other words."""
    return Term(term.variants, term.is_asked or len(_token(term)) == 2)


def _is_one_word(terms: Sequence[Term]) -> bool:
    """Whether two pairs share their middle character: a word of three is all or nothing."""
    return len(terms) == 2 and _token(terms[0])[-1] == _token(terms[1])[0]


def _token(term: Term) -> str:
    return term.variants[0].token
