"""Times as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.core.clock import clock
from content.lectures.timecode import parse_clock, parse_url_seconds, url_seconds


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [("00:00", 0), ("6:52", 412_000), ("21:40.5", 1_300_500), ("1:05:20", 3_920_000)],
)
def test_a_time_as_written_is_read(text: str, milliseconds: int) -> None:
    assert parse_clock(text) == milliseconds


@pytest.mark.parametrize("text", ["", "40", "1:60", "1:75:00", "a:10", "-1:10", "1:2:3:4"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a time"):
        parse_clock(text)


@given(st.integers(min_value=0, max_value=359_999))
def test_a_clock_shows_what_it_reads(seconds: int) -> None:
    assert parse_clock(clock(seconds * 1000)) == seconds * 1000


@given(st.integers(min_value=0, max_value=9_999_999_999))
def test_an_address_keeps_the_millisecond(milliseconds: int) -> None:
    assert parse_url_seconds(url_seconds(milliseconds)) == milliseconds


@pytest.mark.parametrize("text", ["", "-1", "1e3", "06:52", "nan", "99999999", "1.1.1"])
def test_an_address_with_anything_else_means_no_time(text: str) -> None:
    assert parse_url_seconds(text) is None
