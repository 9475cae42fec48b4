"""What every caption format promises. Pure: text out of cues, no files and no rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol


class CueLike(Protocol):
    """Anything with a time and a text: a stored cue or one just made."""

    @property
    def start_ms(self) -> int: ...

    @property
    def end_ms(self) -> int: ...

    @property
    def text(self) -> str: ...


class UnwritableCueError(ValueError):
    """Cues that no valid file can hold: out of order, without duration, or before zero."""


@dataclass(frozen=True, slots=True)
class CaptionFormat:
    """A format's name, what browsers call it, and its writer (cues, language) -> text."""

    name: str
    content_type: str
    write: Callable[[Iterable[CueLike], str], str]


def checked(cues: Iterable[CueLike]) -> list[CueLike]:
    """The cues, once it is certain that they can be written. Raises `UnwritableCueError`."""
    known = list(cues)
    latest = 0
    for number, cue in enumerate(known, start=1):
        if cue.start_ms < latest or cue.end_ms <= cue.start_ms:
            raise UnwritableCueError(
                f"cue {number} runs from {cue.start_ms} to {cue.end_ms} ms after {latest} ms"
            )
        latest = cue.start_ms
    return known


def clock(time_ms: int, decimal_mark: str) -> str:
    """Hours, minutes, seconds and thousandths; hours may have more than two digits."""
    seconds, thousandths = divmod(time_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{decimal_mark}{thousandths:03d}"


def plain(text: str) -> str:
    """The text on one line without characters that no text file should hold."""
    visible = "".join(c if c.isprintable() or c.isspace() else "" for c in text)
    return " ".join(visible.split())
