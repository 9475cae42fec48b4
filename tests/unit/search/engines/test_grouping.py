"""From rows to groups: whom they are shown to, in which order, and how they are counted."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from content.core.audience import Audience, Viewer
from content.core.audience import admits as admits_audiences
from search.engines.grouping import HeldDocument, admits, rank
from search.engines.matching import ROW_BITS, Layout, Scores
from search.query import SearchQuery

TOKENS = ["public", "employees", "unit:1", "unit:2", "person:7"]
AUDIENCES = [
    Audience.public(),
    Audience.employees(),
    Audience.of_units([1]),
    Audience.of_units([1, 2]),
    Audience.of_people([7]),
]


def held(ordinal: int, group: str, published_ms: int = 0) -> HeldDocument:
    return HeldDocument(
        ordinal, group, "zh-hans", "recording", {}, (frozenset({"public"}),), published_ms
    )


def row(ordinal: int, number: int) -> int:
    return ordinal << ROW_BITS | number


def scored(worths: dict[int, float]) -> Scores:
    """As many moments to each document as its rows need."""
    last: dict[int, int] = {}
    for found in worths:
        ordinal, number = found >> ROW_BITS, found & 0xFFFF
        last[ordinal] = max(number, last.get(ordinal, 0))
    layout = Layout(last.items())
    line = np.zeros(layout.size)
    line[layout.places(list(worths))] = list(worths.values())
    return Scores(layout, line)


@given(
    st.lists(st.sampled_from(AUDIENCES), min_size=1, max_size=3),
    st.frozensets(st.sampled_from(TOKENS)),
    st.booleans(),
)
def test_the_rule_is_that_of_the_site(
    audiences: list[Audience], tokens: frozenset[str], everything: bool
) -> None:
    viewer = Viewer(1, tokens, everything)
    expected = admits_audiences(viewer, *audiences)
    assert admits(viewer, [audience.tokens() for audience in audiences]) == expected


def test_of_equal_groups_the_newest_comes_first_then_the_first_by_name() -> None:
    documents = [held(1, "r:b"), held(2, "r:a"), held(3, "r:new", published_ms=5)]
    scores = scored({row(1, 1): 1.0, row(2, 1): 1.0, row(3, 1): 1.0})
    ranked = rank(SearchQuery("x"), scores, documents)
    assert [group.group for group in ranked.groups] == ["r:new", "r:a", "r:b"]


def test_a_header_lifts_its_group_and_is_not_shown_as_a_moment() -> None:
    scores = scored({row(1, 0): 9.0, row(1, 4): 2.0, row(1, 2): 2.0})
    (group,) = rank(SearchQuery("x"), scores, [held(1, "r:a")]).groups
    assert group.score == 9.0
    assert [found & 0xFFFF for found, _score in group.rows] == [2, 4]
