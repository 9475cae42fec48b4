"""JSON for other programs: the cues with their times in seconds."""

from __future__ import annotations

import json
from collections.abc import Iterable

from content.transcripts.formats.base import CaptionFormat, CueLike, checked, plain


def write(cues: Iterable[CueLike], language: str) -> str:
    """An object with the language and the cues, each with number, start, end and text."""
    known = [
        {
            "number": number,
            "start": cue.start_ms / 1000,
            "end": cue.end_ms / 1000,
            "text": plain(cue.text),
        }
        for number, cue in enumerate(checked(cues), start=1)
    ]
    return json.dumps({"language": language, "cues": known}, ensure_ascii=False, indent=2) + "\n"


JSON = CaptionFormat("json", "application/json; charset=utf-8", write)
