"""What an upload is, by its own bytes and never by its name. Pure."""

import zipfile
from collections.abc import Collection
from typing import IO

from content.slides.enums import DeckKind, DeckProblem

LARGEST_BYTES = 200 << 20
_LARGEST_UNPACKED_BYTES = 2 << 30
_MOST_PARTS = 20_000
_HEAD_BYTES = 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_POWERPOINT_STREAM = "PowerPoint Document".encode("utf-16-le")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_PART_LIST = "META-INF/manifest.xml"
_SCANNED_BYTES = 8 << 20


class NotADeckError(Exception):
    """`problem` says what is wrong with the file."""

    def __init__(self, problem: DeckProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def kind_of(file: IO[bytes], size: int) -> DeckKind:
    """Raises NotADeckError. The file is left at its beginning."""
    if size <= 0:
        raise NotADeckError(DeckProblem.EMPTY)
    if size > LARGEST_BYTES:
        raise NotADeckError(DeckProblem.TOO_LARGE)
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    file.seek(0)
    if b"%PDF-" in head:  # readers allow some bytes before it
        return DeckKind.PDF
    if head.startswith(b"PK\x03\x04"):
        return _packed(file)
    if head.startswith(_OLD_OFFICE):
        return _old_office(file)
    raise NotADeckError(DeckProblem.NOT_A_DECK)


def _packed(file: IO[bytes]) -> DeckKind:
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            unpacked = sum(part.file_size for part in parts)
            is_odp = "mimetype" in names and _is_presentation(packed)
            is_locked = is_odp and _is_locked(packed, names)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise NotADeckError(DeckProblem.DAMAGED) from error
    finally:
        file.seek(0)
    if len(parts) > _MOST_PARTS or unpacked > _LARGEST_UNPACKED_BYTES:
        raise NotADeckError(DeckProblem.TOO_HEAVY)
    if is_locked:
        raise NotADeckError(DeckProblem.ENCRYPTED)
    if is_odp:
        return DeckKind.ODP
    if "ppt/presentation.xml" in names:
        return DeckKind.PPTX
    raise NotADeckError(DeckProblem.NOT_A_DECK)


def _is_presentation(packed: zipfile.ZipFile) -> bool:
    with packed.open("mimetype") as part:
        return part.read(200).startswith(b"application/vnd.oasis.opendocument.presentation")


def _is_locked(packed: zipfile.ZipFile, names: Collection[str]) -> bool:
    """OpenDocument encrypts the parts, and its list of parts says how."""
    if _PART_LIST not in names:
        return False
    with packed.open(_PART_LIST) as part:
        return b"encryption-data" in part.read(_SCANNED_BYTES)


def _old_office(file: IO[bytes]) -> DeckKind:
    start = file.read(_SCANNED_BYTES)
    file.seek(-min(_SCANNED_BYTES, file.seek(0, 2)), 2)
    data = start + file.read()
    file.seek(0)
    if _ENCRYPTED_STREAM in data:
        raise NotADeckError(DeckProblem.ENCRYPTED)
    if _POWERPOINT_STREAM in data:
        return DeckKind.PPT
    raise NotADeckError(DeckProblem.NOT_A_DECK)
