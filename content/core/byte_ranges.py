"""Byte ranges of RFC 9110 §14, single range: what a media player asks for when it seeks."""

import re
from dataclasses import dataclass

_SINGLE = re.compile(r"^bytes=(\d*)-(\d*)$")


@dataclass(frozen=True)
class ByteRange:
    """First and last byte, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class UnsatisfiableRangeError(ValueError):
    """The range lies outside the file: the answer is 416."""


def parse_range(header: str, size: int) -> ByteRange | None:
    """The range asked for of a file of `size` bytes; None means "send all of it".

    Several ranges, other units and malformed headers are ignored, as the RFC allows.
    Raises UnsatisfiableRangeError.
    """
    match = _SINGLE.match(header.strip())
    if match is None or match.group(1) == match.group(2) == "":
        return None
    first_text, last_text = match.groups()
    if not first_text:
        suffix = int(last_text)
        if suffix == 0 or size == 0:
            raise UnsatisfiableRangeError(header)
        return ByteRange(max(0, size - suffix), size - 1)
    first = int(first_text)
    last = min(int(last_text), size - 1) if last_text else size - 1
    if last_text and int(last_text) < first:
        return None
    if first >= size:
        raise UnsatisfiableRangeError(header)
    return ByteRange(first, last)
