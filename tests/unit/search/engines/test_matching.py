"""Which rows answer a clause: the fast way against the rule written out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.matching import (
    CONTEXT,
    ROW_BITS,
    TEXT,
    TITLE,
    Layout,
    Postings,
    Scores,
    score_rows,
)
from search.query import AnalysedQuery, Clause, SearchQuery, Term, Variant

TOKENS = "abcd"
DOCUMENTS, MOMENTS = (3, 8, 12), 3
ROWS = [place << ROW_BITS | number for place in DOCUMENTS for number in range(MOMENTS + 1)]
HEADERS = [place << ROW_BITS for place in DOCUMENTS]
GONE = 5 << ROW_BITS | 1
LAYOUT = Layout((place, MOMENTS) for place in DOCUMENTS)


def postings_of(rows: dict[str, list[int]]) -> Postings:
    return Postings.of_rows(LAYOUT, rows)


def found(scores: Scores) -> dict[int, float]:
    return dict(pair for ordinal in scores.best for pair in scores.rows(ordinal))


def rows_of(rows: list[int]) -> st.SearchStrategy[list[int]]:
    return st.lists(st.sampled_from(rows), unique=True).map(sorted)


HELD = st.fixed_dictionaries(
    {
        letter + token: rows_of(HEADERS if letter == TITLE else [*ROWS, GONE])
        for letter in (TEXT, CONTEXT, TITLE)
        for token in TOKENS
    }
)
TERMS = st.lists(
    st.lists(st.sampled_from(TOKENS), min_size=1, max_size=2, unique=True),
    min_size=1,
    max_size=4,
    unique_by=tuple,
)


def clause_of(terms: list[list[str]], minimum: int) -> Clause:
    made = tuple(Term(tuple(Variant(token, 1.0) for token in tokens)) for tokens in terms)
    return Clause(made, min(minimum, len(made)))


def answers_by_the_rule(row: int, clause: Clause, held: dict[str, list[int]]) -> bool:
    header = row >> ROW_BITS << ROW_BITS

    def has(term: Term, *letters: str) -> bool:
        return any(
            (header if letter == TITLE else row) in held[letter + variant.token]
            for variant in term.variants
            for letter in letters
        )

    enough = sum(has(term, TEXT, CONTEXT, TITLE) for term in clause.terms) >= clause.minimum
    return enough and any(has(term, TEXT) for term in clause.terms)


@given(HELD, TERMS, st.integers(1, 4))
def test_the_rows_found_are_those_the_rule_names(
    held: dict[str, list[int]], terms: list[list[str]], minimum: int
) -> None:
    clause = clause_of(terms, minimum)
    query = AnalysedQuery(SearchQuery(""), (clause,))
    scores = found(score_rows(query, postings_of(held)))
    assert set(scores) == {row for row in ROWS if answers_by_the_rule(row, clause, held)}
    assert all(score > 0 for score in scores.values())


@given(HELD, TERMS, st.integers(1, 4))
def test_a_document_is_worth_what_its_best_row_is(
    held: dict[str, list[int]], terms: list[list[str]], minimum: int
) -> None:
    query = AnalysedQuery(SearchQuery(""), (clause_of(terms, minimum),))
    scores = score_rows(query, postings_of(held))
    for ordinal, best in scores.best.items():
        assert best == max(score for _row, score in scores.rows(ordinal))


def test_a_rare_term_weighs_more_than_a_common_one() -> None:
    postings = postings_of({"ta": ROWS[:1], "tb": ROWS[:8]})
    assert postings.rarity("a") > postings.rarity("b") > 0


def test_the_better_of_two_readings_counts() -> None:
    first, second = ROWS[1:3]
    clauses = (
        clause_of([["a"]], 1),
        Clause((Term((Variant("b", 1.0),)),), 1, weight=0.5),
    )
    postings = postings_of({"ta": [first], "tb": [first, second]})
    scores = found(score_rows(AnalysedQuery(SearchQuery(""), clauses), postings))
    assert scores == {
        first: pytest.approx(postings.rarity("a")),
        second: pytest.approx(postings.rarity("b") * 0.5),
    }


def test_an_empty_index_holds_nothing() -> None:
    empty = Postings.of_rows(Layout([]), {"ta": [GONE]})
    query = AnalysedQuery(SearchQuery(""), (clause_of([["a"]], 1),))
    assert score_rows(query, empty).best == {}
