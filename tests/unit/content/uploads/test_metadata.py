"""What clients say about their files."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.uploads.metadata import MetadataError, display_name, parse_metadata


def pair(key: str, value: str) -> str:
    return f"{key} {base64.b64encode(value.encode()).decode()}"


def test_pairs_are_read_as_texts() -> None:
    header = ", ".join([pair("filename", "讲座.mp4"), pair("note", ""), "alone"])
    assert parse_metadata(header) == {"filename": "讲座.mp4", "note": "", "alone": ""}
    assert parse_metadata("") == {}


@given(st.text(alphabet=st.characters(max_codepoint=0x17F), max_size=200))
def test_any_header_is_read_or_refused(header: str) -> None:
    try:
        pairs = parse_metadata(header)
    except MetadataError:
        return
    assert all(isinstance(value, str) for value in pairs.values())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\Users\\王\\第一讲.mp4", "第一讲.mp4"),
        ("../../etc/passwd", "passwd"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("two\nlines\x00.mp4", "twolines.mp4"),
        ("  much   room .mp4 ", "much room .mp4"),
        ("x" * 400, "x" * 255),
    ],
)
def test_name_is_shown_without_folders_and_invisible_marks(name: str, shown: str) -> None:
    assert display_name(name) == shown


@given(st.text(max_size=400))
def test_shown_name_is_short_and_no_path(name: str) -> None:
    shown = display_name(name)
    assert len(shown) <= 255
    assert not set(shown) & set("/\\\x00\n")
