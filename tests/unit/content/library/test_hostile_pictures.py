"""Pictures that mean harm, through the form that staff upload them with."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from content.library.models import CustomImage
from tests.factories.people import make_user
from tests.unit.content.library.test_metadata import GPS, PAGE, opened, with_notes

pytestmark = pytest.mark.django_db


def form_for(data: bytes, name: str) -> Any:
    kind = get_image_form(CustomImage)
    values = {
        "title": "Picture",
        "collection": Collection.get_first_root_node().pk,
        "audience_0": "public",
        "audience": "public",
    }
    user = make_user(is_superuser=True)
    return kind(values, {"file": SimpleUploadedFile(name, data)}, user=user)


def refusal(data: bytes, name: str) -> str:
    form = form_for(data, name)
    assert not form.is_valid()
    return " ".join(form.errors["file"])


def stored(data: bytes, name: str) -> CustomImage:
    form = form_for(data, name)
    assert form.is_valid(), form.errors
    image: CustomImage = form.save()
    return image


def claimed(width: int, height: int) -> bytes:
    """A PNG of few bytes that claims many points."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1 << 20))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (10_000, 9_000), (8001, 8001)])
def test_picture_of_too_many_points_is_refused_unopened(width: int, height: int) -> None:
    assert refusal(claimed(width, height), "bomb.png")


@pytest.mark.parametrize("form", ["GIF", "WEBP"])
def test_film_of_many_frames_is_refused(form: str) -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (1000, 800), (number * 97 % 256, 0, 0)) for number in range(90)]
    frames[0].save(out, form, save_all=True, append_images=frames[1:])
    assert refusal(out.getvalue(), f"bomb.{form.lower()}")


def test_half_a_picture_is_refused_in_words() -> None:
    out = io.BytesIO()
    Image.effect_noise((300, 200), 90).convert("RGB").save(out, "JPEG")
    assert "损坏" in refusal(out.getvalue()[:9000], "half.jpg")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "a.svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png"),
        (PAGE, "a.jpg"),
        (with_notes("PNG"), "a.jpg"),
        (b"", "a.png"),
    ],
)
def test_what_is_no_picture_or_another_is_refused(data: bytes, name: str) -> None:
    assert refusal(data, name)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_place_is_neither_in_what_is_stored_nor_in_what_is_shown(form: str) -> None:
    image = stored(with_notes(form, turned=6), f"photo.{form.lower()}")
    with image.file.open() as file:
        original = file.read()
    assert not opened(original).getexif().get_ifd(GPS)
    assert image.file_size == len(original)
    for spec in ("width-40|format-jpeg", "fill-20x20|format-webp", "original"):
        with image.get_rendition(spec).file.open() as file:
            shown = file.read()
        assert not opened(shown).getexif().get_ifd(GPS)
        assert b"A. Uthor" not in shown


def test_place_in_a_picture_that_came_by_another_way_is_not_shown() -> None:
    image = stored(with_notes("JPEG"), "photo.jpg")
    Path(image.file.path).write_bytes(with_notes("JPEG"))
    with image.get_rendition("width-30|format-jpeg").file.open() as shown:
        assert not opened(shown.read()).getexif().get_ifd(GPS)


def test_picture_that_is_a_page_as_well_is_served_as_a_picture_and_runs_nothing() -> None:
    image = stored(with_notes("JPEG") + PAGE, "polyglot.jpg")
    answer = Client().get(image.get_rendition("width-30").url)
    assert answer.status_code == 200
    assert PAGE not in b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_picture_for_printing_is_shown() -> None:
    image = stored(with_notes("JPEG", mode="CMYK"), "print.jpg")
    with image.get_rendition("width-30|format-webp").file.open() as shown:
        assert opened(shown.read()).mode in ("RGB", "RGBA")
