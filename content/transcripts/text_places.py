"""Where a place in an edited text lies in what was heard, and when it was said. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from content.transcripts.cue_states import CueState, Word
from content.transcripts.line_breaking import width

_PAUSE_MS = 300


def place_in(text: str, place: int, other: str) -> int:
    """The place in `other` that corresponds to `place` in `text`; both are nearly alike."""
    if text == other:
        return place
    matcher = SequenceMatcher(None, text, other, autojunk=False)
    for _tag, first, last, other_first, other_last in matcher.get_opcodes():
        if first <= place <= last and last > first:
            share = (place - first) / (last - first)
            return other_first + round(share * (other_last - other_first))
    return len(other) if place else 0


def border_times(cue: CueState, place: int) -> tuple[int, int]:
    """When the words before `place` end and those after it begin, inside the cue's time.

    Where a word was heard, it tells; else the time is shared out by the width of the text.
    """
    border = _word_border(cue, place) if len(cue.words) > 1 else None
    if border is None:
        total = width(cue.text) or 1
        at = cue.start_ms + (cue.end_ms - cue.start_ms) * width(cue.text[:place]) // total
        end_ms = start_ms = at
    else:
        end_ms, start_ms = cue.words[border - 1][1], cue.words[border][0]
        if start_ms - end_ms < _PAUSE_MS:
            end_ms = start_ms
    end_ms = min(max(end_ms, cue.start_ms + 1), cue.end_ms - 1)
    return end_ms, min(max(start_ms, end_ms), cue.end_ms - 1)


def words_before(cue: CueState, place: int) -> int:
    """How many of the words heard belong before `place`."""
    return _word_border(cue, place) or 0 if cue.words else 0


def _word_border(cue: CueState, place: int) -> int | None:
    heard = "".join(word[2] for word in cue.words)
    wanted = place_in(cue.text, place, heard)
    ends = _ends(cue.words)
    nearest = min(range(len(ends)), key=lambda index: abs(ends[index] - wanted))
    return min(nearest + 1, len(cue.words) - 1) or None


def _ends(words: Sequence[Word]) -> list[int]:
    ends, done = [], 0
    for word in words:
        done += len(word[2])
        ends.append(done)
    return ends
