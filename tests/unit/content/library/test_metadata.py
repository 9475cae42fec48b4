"""What is left out of a picture, and that its pixels are the same."""

import contextlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from content.library.metadata import UnreadablePictureError, check_whole, stripped

PAGE = b"<html><script>alert(1)</script>"
GPS = 0x8825


def with_notes(form: str, *, turned: int = 1, mode: str = "RGB") -> bytes:
    """A picture with a place, an author and a web page in its notes."""
    picture = Image.linear_gradient("L").resize((64, 48)).convert(mode)
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x013B] = "A. Uthor"
    exif.get_ifd(GPS).update({1: "N", 2: (30.0, 45.0, 1.5), 3: "E", 4: (120.0, 45.0, 2.5)})
    out = io.BytesIO()
    more = {"comment": PAGE} if form == "JPEG" else {"lossless": True} if form == "WEBP" else {}
    picture.save(out, form, exif=exif, **more)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize("turned", [1, 6])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_place_and_author_go_and_pixels_and_the_way_up_stay(form: str, turned: int) -> None:
    before = with_notes(form, turned=turned)
    assert opened(before).getexif().get_ifd(GPS)
    after = stripped(before)
    exif = opened(after).getexif()
    assert not exif.get_ifd(GPS)
    assert 0x013B not in exif
    assert exif.get(0x0112, 1) == turned
    assert b"A. Uthor" not in after
    assert PAGE not in after
    assert ImageChops.difference(opened(before), opened(after)).getbbox() is None


def test_picture_for_printing_keeps_its_inks() -> None:
    before = with_notes("JPEG", mode="CMYK")
    after = opened(stripped(before))
    assert after.mode == "CMYK"
    assert ImageChops.difference(opened(before), after).getbbox() is None


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_what_is_tacked_on_behind_goes(form: str) -> None:
    assert PAGE not in stripped(with_notes(form) + PAGE * 9)


def test_progressive_picture_with_a_profile_stays_whole() -> None:
    out = io.BytesIO()
    picture = Image.effect_noise((200, 160), 90).convert("RGB")
    picture.save(out, "JPEG", progressive=True, icc_profile=b"profile" * 9, quality=95)
    after = stripped(out.getvalue())
    assert opened(after).info["icc_profile"] == b"profile" * 9
    assert ImageChops.difference(opened(out.getvalue()), opened(after)).getbbox() is None


def test_other_formats_are_given_back_as_they_are() -> None:
    assert stripped(b"GIF89a whatever") == b"GIF89a whatever"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_not_taken(form: str) -> None:
    out = io.BytesIO()
    Image.effect_noise((200, 160), 90).convert("RGB").save(out, form)
    data = out.getvalue()
    check_whole(data)
    with pytest.raises(UnreadablePictureError):
        check_whole(data[: len(data) // 2])


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.binary(max_size=60), st.data())
def test_mangled_picture_is_refused_or_still_one(
    form: str, junk: bytes, data: st.DataObject
) -> None:
    """Never another error, never an endless loop."""
    whole = with_notes(form)
    at = data.draw(st.integers(2, len(whole)))
    with contextlib.suppress(UnreadablePictureError):
        stripped(whole[:at] + junk + whole[at + len(junk) :])
