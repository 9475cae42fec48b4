"""Lengths and waiting times in words."""

import pytest
from django.utils import translation

from content.recordings.timing import clock, time_left


@pytest.mark.parametrize(
    ("duration_ms", "text"),
    [(None, "–"), (0, "0:00"), (59_999, "0:59"), (123_000, "2:03"), (3_723_000, "1:02:03")],
)
def test_clock_is_read_like_a_players(duration_ms: int | None, text: str) -> None:
    assert clock(duration_ms) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, ""),
        (5, "less than a minute left"),
        (61, "about 1 minute left"),
        (600, "about 10 minutes left"),
        (7200, "about 2 hours left"),
    ],
)
def test_time_left_is_told_roughly(seconds: int | None, text: str) -> None:
    with translation.override("en"):
        assert time_left(seconds) == text
