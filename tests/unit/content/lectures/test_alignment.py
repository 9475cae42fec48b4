"""Two languages beside each other, and a quote as a stretch of time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.lectures.alignment import beside, characters_within


def spans(lengths: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans one after the other from (pause, length) pairs."""
    at, found = 0, []
    for pause, length in lengths:
        found.append((at + pause, at + pause + length))
        at += pause + length
    return found


some_spans = st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 8000)), max_size=20).map(spans)


def test_a_line_stands_beside_the_one_it_shares_most_time_with() -> None:
    chinese = [(0, 4000), (4000, 8000), (8000, 12_000)]
    english = [(0, 6500), (6500, 11_900)]
    assert beside(chinese, english) == [[0], [], [1]]


def test_two_short_lines_stand_beside_one_long_one() -> None:
    assert beside([(0, 10_000)], [(0, 5000), (5000, 10_000)]) == [[0, 1]]


def test_a_line_said_in_a_pause_stands_beside_the_nearest() -> None:
    assert beside([(0, 1000), (9000, 10_000)], [(7000, 8000)]) == [[], [0]]


@given(some_spans, some_spans)
def test_every_line_stands_beside_exactly_one_in_order(
    lines: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    found = beside(lines, others)
    assert len(found) == len(lines)
    flat = [number for numbers in found for number in numbers]
    assert sorted(flat) == (list(range(len(others))) if lines else [])
    assert all(numbers == sorted(numbers) for numbers in found)


@pytest.mark.parametrize(
    ("wanted", "characters"),
    [
        ((10_000, 14_000), (0, 8)),
        ((11_000, 12_000), (2, 4)),
        ((0, 12_000), (0, 4)),
        ((12_000, 99_000), (4, 8)),
        ((14_000, 15_000), None),
        ((0, 10_000), None),
    ],
)
def test_a_stretch_of_time_is_characters_of_a_line(
    wanted: tuple[int, int], characters: tuple[int, int] | None
) -> None:
    assert characters_within((10_000, 14_000), 8, wanted) == characters


@given(st.data(), st.integers(1, 60), st.integers(0, 10**7), st.integers(200, 20_000))
def test_the_stretch_of_some_characters_leads_back_to_them(
    data: st.DataObject, length: int, start_ms: int, lasts_ms: int
) -> None:
    first = data.draw(st.integers(0, length - 1))
    last = data.draw(st.integers(first + 1, length))
    wanted = tuple(
        start_ms + (lasts_ms * edge * 2 + length) // (2 * length) for edge in (first, last)
    )
    assert characters_within((start_ms, start_ms + lasts_ms), length, wanted) == (first, last)
