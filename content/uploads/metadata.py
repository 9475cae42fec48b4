"""What a client says about its file, in tus's own notation. Pure."""

import base64
import unicodedata

LONGEST_HEADER = 4096
_LONGEST_NAME = 255


class MetadataError(ValueError):
    """The header is not pairs of a key and base64."""


def parse_metadata(header: str) -> dict[str, str]:
    """`key base64,key base64` as texts. Raises MetadataError."""
    if len(header) > LONGEST_HEADER:
        raise MetadataError("too long")
    pairs: dict[str, str] = {}
    for item in filter(None, (part.strip() for part in header.split(","))):
        key, _space, encoded = item.partition(" ")
        if not key.isascii() or key in pairs:
            raise MetadataError("a key is not ASCII, or is there twice")
        try:
            pairs[key] = base64.b64decode(encoded.strip(), validate=True).decode()
        except ValueError as error:  # of base64, of ASCII, or of UTF-8
            raise MetadataError("a value is not base64 of UTF-8") from error
    return pairs


def display_name(name: str) -> str:
    """A file's name for showing: no folders, nothing that is invisible or turns text around."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(mark for mark in last if unicodedata.category(mark)[0] != "C")
    return " ".join(seen.split())[:_LONGEST_NAME]
