"""A WebVTT reader that forgives nothing: what the standard says a file must be, and no more."""

import html
import re
from dataclasses import dataclass

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMES = re.compile(rf"{_TIME} --> {_TIME}")
_ESCAPE = re.compile(r"&(?:amp|lt|gt|lrm|rlm|nbsp);")


class InvalidFileError(ValueError):
    """The file is no valid WebVTT; says where."""


@dataclass(frozen=True)
class ReadCue:
    identifier: str
    start_ms: int
    end_ms: int
    lines: tuple[str, ...]


def read(raw: bytes) -> list[ReadCue]:
    """The cues. Raises InvalidFileError."""
    text = raw.decode("utf-8")
    _must("\r" not in text and "\x00" not in text, "a character that may not be there")
    _must(text.endswith("\n"), "the last line is not ended")
    header, *blocks = text.removesuffix("\n").split("\n\n")
    _must(header == "WEBVTT", f"the header is {header!r}")
    cues = [_cue(block) for block in blocks]
    _must(len({cue.identifier for cue in cues}) == len(cues), "two cues of one name")
    starts = [cue.start_ms for cue in cues]
    _must(starts == sorted(starts), "a cue begins before the one above it")
    return cues


def _cue(block: str) -> ReadCue:
    identifier, _end, rest = block.partition("\n")
    times, _end, payload = rest.partition("\n")
    _must("-->" not in identifier and bool(identifier.strip()), f"identifier {identifier!r}")
    match = _TIMES.fullmatch(times)
    if match is None:
        raise InvalidFileError(f"times {times!r}")
    groups = match.groups(default="0")
    start_ms, end_ms = _ms(groups[:4]), _ms(groups[4:])
    _must(end_ms > start_ms, f"it ends before it begins: {times!r}")
    lines = payload.split("\n")
    for line in lines:
        _must(bool(line.strip()), "a blank line inside a cue")
        _must("-->" not in line, f"an arrow in the text: {line!r}")
        _must("<" not in line, f"markup in the text: {line!r}")
        _must("&" not in _ESCAPE.sub("", line), f"a bare ampersand: {line!r}")
        _must(line.isprintable(), f"a control character: {line!r}")
    return ReadCue(identifier, start_ms, end_ms, tuple(map(html.unescape, lines)))


def _ms(groups: tuple[str, ...]) -> int:
    hours, minutes, seconds, thousandths = map(int, groups)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _must(holds: bool, why: str) -> None:
    if not holds:
        raise InvalidFileError(why)
