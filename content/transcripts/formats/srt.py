"""SubRip, for editing programs and other players."""

from __future__ import annotations

from collections.abc import Iterable

from content.transcripts.formats.base import CaptionFormat, CueLike, checked, clock, plain
from content.transcripts.line_breaking import wrap


def write(cues: Iterable[CueLike], language: str) -> str:
    """Cues numbered from 1 without a gap. The format knows no escapes: an arrow is spelt apart."""
    blocks: list[str] = []
    for cue in checked(cues):
        lines = wrap(plain(cue.text).replace("-->", "-- >"), language)
        if lines:
            times = f"{clock(cue.start_ms, ',')} --> {clock(cue.end_ms, ',')}"
            blocks.append("\n".join([str(len(blocks) + 1), times, *lines]) + "\n")
    return "\n".join(blocks)


SRT = CaptionFormat("srt", "application/x-subrip; charset=utf-8", write)
