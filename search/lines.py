"""Lines of one text that hold a query: what `content.core.marks` asks of search. Pure."""

from collections.abc import Iterator, Sequence

from search.highlights import joined, marks_of_terms
from search.query import AnalysedQuery, SearchQuery
from search.query_analysis import analyse

Places = tuple[tuple[int, int], ...]


def mark_lines(texts: Sequence[str], query: str) -> list[Places]:
    """For each line what to mark in it: something where it holds what the query asks for."""
    asked = analyse(SearchQuery(query))
    return [tuple(_places(text, asked)) if asked.clauses else () for text in texts]


def _places(text: str, asked: AnalysedQuery) -> list[tuple[int, int]]:
    held = list(_marks_of_held_clauses(text, asked))
    return joined(text, asked, held) if held else []


def _marks_of_held_clauses(text: str, asked: AnalysedQuery) -> Iterator[list[tuple[int, int]]]:
    """The marks of each reading of the query of which the line holds enough."""
    marks = iter(marks_of_terms(text, asked))
    for clause in asked.clauses:
        found = [next(marks) for _term in clause.terms]
        if clause.is_answered([bool(places) for places in found]):
            yield [place for places in found for place in places]
