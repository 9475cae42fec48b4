"""Byte ranges against slices of a string, which are the model."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.core.byte_ranges import ByteRange, UnsatisfiableRangeError, parse_range

DATA = bytes(range(200))
sizes = st.integers(min_value=0, max_value=len(DATA))
numbers = st.integers(min_value=0, max_value=300)


def taken(found: ByteRange | None, size: int) -> bytes:
    data = DATA[:size]
    return data if found is None else data[found.first : found.last + 1]


@given(size=sizes, first=numbers, last=numbers)
def test_first_to_last_gives_that_slice(size: int, first: int, last: int) -> None:
    header = f"bytes={first}-{last}"
    if last < first:
        assert parse_range(header, size) is None
    elif first >= size:
        with pytest.raises(UnsatisfiableRangeError):
            parse_range(header, size)
    else:
        found = parse_range(header, size)
        assert found is not None
        assert taken(found, size) == DATA[:size][first : last + 1]
        assert found.length == len(taken(found, size))


@given(size=sizes, first=numbers)
def test_open_end_gives_the_rest(size: int, first: int) -> None:
    if first >= size:
        with pytest.raises(UnsatisfiableRangeError):
            parse_range(f"bytes={first}-", size)
    else:
        assert taken(parse_range(f"bytes={first}-", size), size) == DATA[:size][first:]


@given(size=sizes, suffix=numbers)
def test_suffix_gives_the_last_bytes(size: int, suffix: int) -> None:
    if suffix == 0 or size == 0:
        with pytest.raises(UnsatisfiableRangeError):
            parse_range(f"bytes=-{suffix}", size)
    else:
        assert taken(parse_range(f"bytes=-{suffix}", size), size) == DATA[:size][-suffix:]


@given(header=st.text(max_size=20), size=sizes)
def test_any_other_text_sends_all_or_a_range_within_the_file(header: str, size: int) -> None:
    try:
        found = parse_range(header, size)
    except UnsatisfiableRangeError:
        return
    assert found is None or 0 <= found.first <= found.last < size


@pytest.mark.parametrize(
    "header", ["", "bytes=", "bytes=-", "items=0-1", "bytes=0-1,4-5", "bytes=a-b", "bytes 0-1"]
)
def test_what_is_not_a_single_range_of_bytes_is_ignored(header: str) -> None:
    assert parse_range(header, 100) is None
