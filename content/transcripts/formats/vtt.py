"""WebVTT, as browsers play it."""

from __future__ import annotations

from collections.abc import Iterable

from content.transcripts.formats.base import CaptionFormat, CueLike, checked, clock, plain
from content.transcripts.line_breaking import wrap


def write(cues: Iterable[CueLike], language: str) -> str:
    """A valid file, cues numbered from 1, the text escaped. Raises `UnwritableCueError`."""
    blocks = ["WEBVTT"]
    for number, cue in enumerate(checked(cues), start=1):
        lines = wrap(plain(cue.text), language)
        if lines:
            times = f"{clock(cue.start_ms, '.')} --> {clock(cue.end_ms, '.')}"
            blocks.append("\n".join([str(number), times, *map(_escaped, lines)]))
    return "\n\n".join(blocks) + "\n"


def _escaped(text: str) -> str:
    """With `>` escaped as well, no text can hold the arrow that only a time line may hold."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


VTT = CaptionFormat("vtt", "text/vtt; charset=utf-8", write)
