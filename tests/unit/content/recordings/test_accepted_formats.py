"""What the first bytes give away, and what they must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.recordings.accepted_formats import PICTURE, PLAYLIST, refusal


@pytest.mark.parametrize(
    "head",
    [
        b"#EXTM3U\n#EXTINF:2,\nsecret.ts\n",
        b"\xef\xbb\xbf#EXTM3U\n",
        b"\n\n  #extm3u\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"[playlist]\nFile1=x\n",
        b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011">',
        b'<?xml version="1.0"?>\n<!-- x -->\n<playlist/>',
    ],
)
def test_lists_of_other_files_are_playlists(head: bytes) -> None:
    assert refusal(head) == PLAYLIST


@pytest.mark.parametrize(
    "head",
    [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"\x00\x00\x00\x20ftypheic",
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">',
        b"<svg/>",
    ],
)
def test_pictures_are_pictures(head: bytes) -> None:
    assert refusal(head) == PICTURE


@pytest.mark.parametrize(
    "head",
    [
        b"\x00\x00\x00\x20ftypisom",
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
        b"RIFF\x00\x00\x00\x00AVI LIST",
        b"\x1aE\xdf\xa3",
        b"ID3\x04",
        b"fLaC",
        b"OggS",
        b"",
    ],
)
def test_media_pass(head: bytes) -> None:
    assert refusal(head) == ""


@given(st.binary(max_size=64))
def test_any_bytes_get_an_answer(head: bytes) -> None:
    assert refusal(head) in ("", PICTURE, PLAYLIST)
