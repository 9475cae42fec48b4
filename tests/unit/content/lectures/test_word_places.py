"""Words heard, in the lines that people read."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.lectures.word_places import WordPlace, said_within, word_places
from content.transcripts.cue_states import Word

LINE = (10_000, 14_000)
HEARD: list[Word] = [
    (10_200, 10_400, "The", 0.9),
    (10_400, 11_900, " sleeves", 0.9),
    (11_900, 12_100, " are", 0.9),
    (12_600, 13_800, " grooted", 0.4),
]
PLACES = [
    (0, 3, 10_200, 10_400),
    (3, 11, 10_400, 11_900),
    (11, 15, 11_900, 12_100),
    (15, 23, 12_600, 13_800),
]

gaps = st.integers(0, 900)
heard_words = st.lists(st.tuples(st.integers(1, 6), gaps, st.integers(1, 900)), min_size=1)


def test_words_stand_where_they_were_written() -> None:
    assert word_places("The sleeves are grooted", LINE, HEARD) == PLACES


def test_a_corrected_word_keeps_its_time() -> None:
    assert word_places("The sleeves are grouted", LINE, HEARD) == PLACES


def test_where_a_word_was_taken_out_the_others_keep_their_times() -> None:
    found = word_places("The sleeves grooted", LINE, HEARD)
    assert found[0] == PLACES[0]
    assert found[-1][1:] == (19, 12_600, 13_800)


def test_times_lie_within_the_line_that_people_set() -> None:
    found = word_places("The sleeves are grooted", (10_300, 13_000), HEARD)
    assert (found[0][2], found[-1][3]) == (10_300, 13_000)


def test_without_words_there_are_no_places() -> None:
    assert word_places("灌浆套筒", LINE, []) == []
    assert said_within([], LINE) is None


@pytest.mark.parametrize(
    ("wanted", "characters"),
    [
        ((10_400, 12_100), (3, 15)),
        ((10_000, 10_400), (0, 3)),
        ((11_000, 13_000), (3, 15)),
        ((12_150, 12_550), None),
    ],
)
def test_a_stretch_of_time_is_whole_words(
    wanted: tuple[int, int], characters: tuple[int, int] | None
) -> None:
    assert said_within(PLACES, wanted) == characters


@given(st.data(), heard_words)
def test_from_the_first_word_to_the_last_leads_back_to_them(
    data: st.DataObject, heard: list[tuple[int, int, int]]
) -> None:
    places: list[WordPlace] = []
    at, at_ms = 0, 0
    for length, gap_ms, lasts_ms in heard:
        places.append((at, at + length, at_ms + gap_ms, at_ms + gap_ms + lasts_ms))
        at, at_ms = at + length, at_ms + gap_ms + lasts_ms
    first = data.draw(st.integers(0, len(places) - 1))
    last = data.draw(st.integers(first, len(places) - 1))
    wanted = (places[first][2], places[last][3])
    assert said_within(places, wanted) == (places[first][0], places[last][1])


@given(st.text(max_size=30), st.lists(st.text(min_size=1, max_size=6), max_size=12))
def test_whatever_became_of_the_text_places_are_in_order_and_within_it(
    text: str, heard: list[str]
) -> None:
    words = [(at, at + 1, word, 1.0) for at, word in enumerate(heard)]
    found = word_places(text, (0, 100), words)
    assert all(0 <= first < last <= len(text) for first, last, _start, _end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
