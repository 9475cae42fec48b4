"""Takes out of a picture what it need not tell: place, camera, comments, whatever is tacked on.

The pixels are not touched: only parts of the file are left out. Which way is up is kept.
"""

import io
import struct
import warnings
from collections.abc import Iterator

from PIL import Image

_ORIENTATION = 0x0112
_JPEG, _PNG, _WEBP = b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF"
# Exif and XMP, Photoshop's notes, comments, further pictures.
_JPEG_NOTES = frozenset({0xE1, 0xED, 0xFE})
_MPF = b"MPF\x00"
_PNG_NOTES = frozenset({b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"})
_WEBP_NOTES = frozenset({b"EXIF", b"XMP "})
# What Pillow raises about files that are not what they say.
BROKEN = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)
_START_OF_SCAN, _END = 0xDA, 0xD9


class UnreadablePictureError(ValueError):
    """The file is not built as its first bytes say."""


def stripped(data: bytes) -> bytes:
    """The same picture without notes. Files of other formats are given back as they are.

    Raises UnreadablePictureError.
    """
    try:
        if data.startswith(_JPEG):
            return b"".join(_jpeg(data))
        if data.startswith(_PNG):
            return b"".join(_png(data))
        if data.startswith(_WEBP) and data[8:12] == b"WEBP":
            return _webp(data)
    except (IndexError, struct.error) as error:
        raise UnreadablePictureError("the picture ends too early") from error
    except BROKEN as error:  # what reading its notes may raise
        raise UnreadablePictureError(str(error)) from error
    return data


def check_whole(data: bytes) -> None:
    """Decode all of it once. Raises UnreadablePictureError for what breaks off or is no picture."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
    except BROKEN as error:
        raise UnreadablePictureError(str(error)) from error
    stripped(data)


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield _JPEG
    note = _note(data)
    if note:
        yield b"\xff\xe1" + struct.pack(">H", len(note) + 2) + note
    at = 2
    while True:
        if data[at] != 0xFF:
            raise UnreadablePictureError("a part of the picture does not begin as one")
        kind = data[at + 1]
        if kind == 0xFF:  # padding
            at += 1
            continue
        if kind == _END:
            yield b"\xff\xd9"
            return
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if kind == _START_OF_SCAN:
            end = _end_of_scan(data, end)
        is_note = kind in _JPEG_NOTES or (kind == 0xE2 and data[at + 4 : at + 8] == _MPF)
        if not is_note:
            yield data[at:end]
        at = end


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next part begins after compressed pixels, in which FF means itself or a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0:
            raise UnreadablePictureError("the picture has no end")
        if data[at + 1] not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return at
        at += 1 if data[at + 1] == 0xFF else 2


def _png(data: bytes) -> Iterator[bytes]:
    yield _PNG
    at, note = len(_PNG), _note(data)
    while True:
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise UnreadablePictureError("the picture ends too early")
        if kind not in _PNG_NOTES:
            yield data[at:end]
        if kind == b"IEND":
            return
        if kind == b"IHDR" and note:
            yield _png_chunk(b"eXIf", note.removeprefix(b"Exif\x00\x00"))
        at = end


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    from zlib import crc32

    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc32(kind + body))


def _webp(data: bytes) -> bytes:
    size = struct.unpack_from("<I", data, 4)[0]
    whole = data[: 8 + size]
    note = _note(data).removeprefix(b"Exif\x00\x00")
    parts = [_without_flags(part, note) for part in _webp_parts(whole)]
    if note and parts and parts[0].startswith(b"VP8X"):
        parts.append(b"EXIF" + struct.pack("<I", len(note)) + note + bytes(len(note) % 2))
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _webp_parts(data: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        end = at + 8 + length + length % 2
        if kind not in _WEBP_NOTES:
            yield data[at:end]
        at = end


def _without_flags(part: bytes, note: bytes) -> bytes:
    """The head of a WebP says whether Exif (8) and XMP (4) follow."""
    if not part.startswith(b"VP8X"):
        return part
    flags = (part[8] & ~0x0C) | (0x08 if note else 0)
    return part[:8] + bytes([flags]) + part[9:]


def _note(data: bytes) -> bytes:
    """Exif that says nothing but which way is up; empty where that needs no saying."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # notes that are broken are left out all the same
        with Image.open(io.BytesIO(data)) as picture:
            turned = picture.getexif().get(_ORIENTATION, 1)
    if turned not in range(2, 9):
        return b""
    exif = Image.Exif()
    exif[_ORIENTATION] = turned
    return exif.tobytes()
