"""Plain text to read: paragraphs, no times."""

from __future__ import annotations

from collections.abc import Iterable

from content.transcripts.formats.base import CaptionFormat, CueLike, checked, plain
from content.transcripts.line_breaking import ends_sentence, join

_NEW_PARAGRAPH_PAUSE_MS = 2_000
_LONG_PARAGRAPH = 400


def write(cues: Iterable[CueLike], language: str) -> str:
    """One paragraph a line; a new one after a long pause or, when long, after a sentence."""
    return "".join(f"{text}\n" for _start_ms, text in paragraphs(cues))


def paragraphs(cues: Iterable[CueLike]) -> list[tuple[int, str]]:
    """The paragraphs, each with the time at which it begins."""
    found: list[tuple[int, str]] = []
    previous_end_ms: int | None = None
    for cue in checked(cues):
        text = plain(cue.text)
        if not text:
            continue
        pause_ms = 0 if previous_end_ms is None else cue.start_ms - previous_end_ms
        if found and not _turns(found[-1][1], pause_ms):
            found[-1] = (found[-1][0], join(found[-1][1], text))
        else:
            found.append((cue.start_ms, text))
        previous_end_ms = cue.end_ms
    return found


def _turns(paragraph: str, pause_ms: int) -> bool:
    if pause_ms >= _NEW_PARAGRAPH_PAUSE_MS:
        return True
    return len(paragraph) >= _LONG_PARAGRAPH and ends_sentence(paragraph)


TXT = CaptionFormat("txt", "text/plain; charset=utf-8", write)
