"""What an upload is by its bytes."""

import io
import zipfile

import pytest

from content.slides.deck_formats import LARGEST_BYTES, NotADeckError, kind_of
from content.slides.enums import DeckKind, DeckProblem

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def packed(*names: str, **contents: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"x")
        for name, content in contents.items():
            archive.writestr(name, content)
    return data.getvalue()


LOCKED_ODP = packed(
    **{
        "mimetype": b"application/vnd.oasis.opendocument.presentation",
        "META-INF/manifest.xml": b"<manifest:encryption-data manifest:checksum='x'/>",
    }
)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", DeckKind.PDF),
        (b"\xef\xbb\xbf\n%PDF-1.4\n", DeckKind.PDF),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), DeckKind.PPTX),
        (packed(mimetype=b"application/vnd.oasis.opendocument.presentation"), DeckKind.ODP),
        (OLD + "PowerPoint Document".encode("utf-16-le"), DeckKind.PPT),
    ],
)
def test_decks_are_known_by_their_bytes(data: bytes, kind: DeckKind) -> None:
    file = io.BytesIO(data)
    assert kind_of(file, len(data)) == kind
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", DeckProblem.EMPTY),
        (b"<html>slides</html>", DeckProblem.NOT_A_DECK),
        (b"PK\x03\x04 and nothing more", DeckProblem.DAMAGED),
        (packed("word/document.xml"), DeckProblem.NOT_A_DECK),
        (OLD + b"\x00" * 64, DeckProblem.NOT_A_DECK),
        (OLD + "EncryptedPackage".encode("utf-16-le"), DeckProblem.ENCRYPTED),
        (LOCKED_ODP, DeckProblem.ENCRYPTED),
    ],
)
def test_what_is_no_deck_is_refused_with_its_reason(data: bytes, problem: DeckProblem) -> None:
    with pytest.raises(NotADeckError) as refusal:
        kind_of(io.BytesIO(data), len(data))
    assert refusal.value.problem == problem


def test_a_file_over_the_limit_is_not_even_read() -> None:
    with pytest.raises(NotADeckError) as refusal:
        kind_of(io.BytesIO(b"%PDF-1.7"), LARGEST_BYTES + 1)
    assert refusal.value.problem == DeckProblem.TOO_LARGE


def test_a_package_that_unpacks_to_gigabytes_is_too_heavy() -> None:
    data = bytearray(packed("ppt/presentation.xml"))
    # The directory claims three gigabytes for the one part.
    place = data.index(b"PK\x01\x02")
    data[place + 24 : place + 28] = (3 << 30).to_bytes(4, "little")
    with pytest.raises(NotADeckError) as refusal:
        kind_of(io.BytesIO(bytes(data)), len(data))
    assert refusal.value.problem == DeckProblem.TOO_HEAVY
