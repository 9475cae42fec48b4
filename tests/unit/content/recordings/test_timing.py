"""The length of a recording."""

import pytest

from content.recordings.timing import clock


@pytest.mark.parametrize(
    ("duration_ms", "text"),
    [(None, "–"), (0, "0:00"), (59_999, "0:59"), (123_000, "2:03"), (3_723_000, "1:02:03")],
)
def test_clock_is_read_like_a_players(duration_ms: int | None, text: str) -> None:
    assert clock(duration_ms) == text
