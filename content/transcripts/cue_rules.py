"""What a cue may hold and what makes it easy to read. Pure.

Rules come in two kinds: what is refused, for no valid file or player could hold it, and what is
only remarked on. The figures are those of broadcasters' guides for Simplified Chinese and English.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from content.transcripts.cue_splitting import LONGEST_MS, SHORTEST_MS
from content.transcripts.formats.base import CueLike, plain
from content.transcripts.line_breaking import LINES, width, wrap

LONGEST_TEXT = 500
# In half-width units a second: 9 Chinese characters, 20 letters. Faster is hard to follow.
_FASTEST = {"zh": 18, "en": 20}


class Remark(StrEnum):
    """What a validator says of one cue."""

    EMPTY = "empty"
    TOO_FAST = "too_fast"
    TOO_LONG = "too_long"
    TOO_SHORT_A_TIME = "too_short_a_time"
    TOO_LONG_A_TIME = "too_long_a_time"


def cleaned(text: str) -> str:
    """One line, without control characters and without the arrow that files keep for times."""
    return plain(text).replace("-->", "→")


def remarks(cue: CueLike, language: str) -> Iterator[Remark]:
    """What a reader would complain of, most important first."""
    length_ms = cue.end_ms - cue.start_ms
    if not cue.text:
        yield Remark.EMPTY
        return
    if units_a_second(cue) > _FASTEST.get(language, _FASTEST["en"]):
        yield Remark.TOO_FAST
    if len(wrap(cue.text, language)) > LINES:
        yield Remark.TOO_LONG
    if length_ms < SHORTEST_MS:
        yield Remark.TOO_SHORT_A_TIME
    if length_ms > LONGEST_MS:
        yield Remark.TOO_LONG_A_TIME


def units_a_second(cue: CueLike) -> float:
    """The reading speed in half-width units."""
    return width(cue.text) * 1000 / max(cue.end_ms - cue.start_ms, 1)
