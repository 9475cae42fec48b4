"""Which qualities are made: never larger than the source, lying or standing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.recordings.ladder import fits, qualities
from content.recordings.probe import VideoFacts


def picture(width: int, height: int) -> VideoFacts:
    return VideoFacts(0, "h264", "yuv420p", "High", width, height)


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        (1920, 1080, ["1080", "480"]),
        (3840, 2160, ["1080", "480"]),
        (1080, 1920, ["1080", "480"]),
        (1280, 720, ["720", "480"]),
        (1920, 800, ["800", "480"]),
        (3840, 1080, ["1080", "480"]),
        (640, 480, ["480"]),
        (854, 540, ["540"]),
        (160, 120, ["120"]),
    ],
)
def test_best_that_makes_sense_and_a_smaller_one(
    width: int, height: int, expected: list[str]
) -> None:
    made = qualities(picture(width, height), (1080, 480))
    assert [quality.variant for quality in made] == expected


def test_operator_may_ask_for_the_whole_ladder_or_for_one() -> None:
    source = picture(1920, 1080)
    names = [quality.variant for quality in qualities(source, (1080, 720, 480, 360))]
    assert names == ["1080", "720", "480", "360"]
    assert [quality.variant for quality in qualities(source, (720,))] == ["720"]


@given(
    width=st.integers(2, 8000),
    height=st.integers(2, 8000),
    heights=st.lists(st.sampled_from([240, 360, 480, 720, 1080, 2160]), min_size=1),
)
def test_nothing_is_ever_made_larger(width: int, height: int, heights: list[int]) -> None:
    made = qualities(picture(width, height), heights)
    if fits(picture(width, height), max(heights)):
        assert made[0].height == min(width, height)
    names = [quality.height for quality in made]
    assert names == sorted(set(names), reverse=True)
    assert all(quality.height <= max(heights) for quality in made)
