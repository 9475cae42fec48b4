"""Plain text to read: paragraphs, no times."""

from __future__ import annotations

from collections.abc import Iterable

from content.transcripts.formats.base import CaptionFormat, CueLike, checked, plain
from content.transcripts.line_breaking import ends_sentence, is_wide

_NEW_PARAGRAPH_PAUSE_MS = 2_000
_LONG_PARAGRAPH = 400


def write(cues: Iterable[CueLike], language: str) -> str:
    """One paragraph a line; a new one after a long pause or, when long, after a sentence."""
    paragraphs: list[str] = []
    previous_end_ms: int | None = None
    for cue in checked(cues):
        text = plain(cue.text)
        if not text:
            continue
        pause_ms = 0 if previous_end_ms is None else cue.start_ms - previous_end_ms
        if paragraphs and not _turns(paragraphs[-1], pause_ms):
            paragraphs[-1] = _joined(paragraphs[-1], text)
        else:
            paragraphs.append(text)
        previous_end_ms = cue.end_ms
    return "".join(f"{paragraph}\n" for paragraph in paragraphs)


def _turns(paragraph: str, pause_ms: int) -> bool:
    if pause_ms >= _NEW_PARAGRAPH_PAUSE_MS:
        return True
    return len(paragraph) >= _LONG_PARAGRAPH and ends_sentence(paragraph)


def _joined(before: str, after: str) -> str:
    """Chinese text is joined without a blank, all other with one."""
    blank = "" if is_wide(before[-1]) or is_wide(after[0]) else " "
    return f"{before}{blank}{after}"


TXT = CaptionFormat("txt", "text/plain; charset=utf-8", write)
