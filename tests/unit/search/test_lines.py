"""Which lines of a lecture hold what a reader looks for, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.lines import mark_lines

LINES = ("灌浆套筒的饱满度靠的不是检测", "今天讲装配式建筑", "The sleeves are grouted twice")


def found(query: str) -> dict[int, list[str]]:
    marks = zip(LINES, mark_lines(LINES, query), strict=True)
    return {
        number: [line[start:end] for start, end in places]
        for number, (line, places) in enumerate(marks)
        if places
    }


@pytest.mark.parametrize("query", ["饱满度", "飽滿度", "baomandu"])
def test_a_word_is_found_as_written_in_traditional_characters_and_by_its_sound(query: str) -> None:
    assert found(query) == {0: ["饱满度"]}


def test_an_english_word_is_found_in_its_other_forms() -> None:
    assert found("grouting sleeve") == {2: ["sleeves", "grouted"]}


def test_a_line_holds_all_of_two_words() -> None:
    assert found("套筒 饱满度") == {0: ["套筒", "饱满度"]}
    assert found("装配式 饱满度") == {}


def test_nothing_is_found_for_nothing() -> None:
    assert found("") == found("?!") == {}


@given(st.text(max_size=60), st.text(max_size=30))
def test_places_lie_within_the_line_in_order(line: str, query: str) -> None:
    [places] = mark_lines([line], query)
    edges = [edge for place in places for edge in place]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(line) for edge in edges)
