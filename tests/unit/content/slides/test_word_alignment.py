"""Proposals for slides that the video does not show."""

from hypothesis import given
from hypothesis import strategies as st

from content.slides.word_alignment import LEAST_WORTH, SpokenLine, align, evenly, words

SLIDES = ["装配式建筑概述", "预制构件的运输与堆放", "Quality of joints and sleeves", "碳排放核算"]
TALK = [
    "各位同事大家好",
    "今天先讲装配式建筑是什么",
    "装配式建筑在浙江发展很快",
    "接下来看预制构件",
    "构件的运输要注意堆放",
    "the quality of each joint is checked",
    "grouted sleeves need a camera",
    "最后是碳排放怎么核算",
]


def spoken(lines: list[str]) -> list[SpokenLine]:
    return [SpokenLine(place * 5000, text) for place, text in enumerate(lines)]


def test_slides_begin_where_their_words_are_spoken() -> None:
    found = align(SLIDES, spoken(TALK))
    assert found.starts == ((0, 0), (1, 15_000), (2, 25_000), (3, 35_000))
    assert found.worth > LEAST_WORTH


def test_words_that_never_meet_are_worth_nothing() -> None:
    found = align(SLIDES, spoken(["嗯", "好的", "谢谢"]))
    assert found.worth < LEAST_WORTH


def test_nothing_to_compare_gives_no_times() -> None:
    assert align([], spoken(TALK)).starts == ()
    assert align(SLIDES, []).starts == ()


def test_words_are_pairs_of_characters_and_words_without_plural() -> None:
    assert list(words("预制构件 Beams, C30")) == ["beam", "c30", "预制", "制构", "构件"]


def test_an_even_share_covers_the_whole() -> None:
    assert evenly(4, 100_000) == ((0, 0), (1, 25_000), (2, 50_000), (3, 75_000))


@given(
    st.lists(st.text("建筑工业化ab ", max_size=8), min_size=1, max_size=6),
    st.lists(st.text("建筑工业化ab ", max_size=8), min_size=1, max_size=20),
)
def test_times_never_go_back_and_the_first_slide_starts_the_talk(
    slides: list[str], lines: list[str]
) -> None:
    starts = align(slides, spoken(lines)).starts
    times = [at_ms for _number, at_ms in starts]
    assert times == sorted(times)
    assert times[0] == 0
