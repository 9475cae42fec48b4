"""Two states of the same lines, line by line and word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from content.transcripts.cue_states import CueState

# A Chinese character is a word of its own; so is each mark.
_WORD = re.compile(r"[A-Za-z0-9]+(?:['’.-][A-Za-z0-9]+)*|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: "same", "gone" or "new"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class LineDifference:
    """A line that differs: None where it is not there."""

    before: CueState | None
    after: CueState | None
    pieces: tuple[Piece, ...]

    @property
    def times_differ(self) -> bool:
        before, after = self.before, self.after
        return (
            before is not None
            and after is not None
            and (before.start_ms, before.end_ms) != (after.start_ms, after.end_ms)
        )

    @property
    def start_ms(self) -> int:
        known = self.after or self.before
        return known.start_ms if known else 0


def differences(before: Sequence[CueState], after: Sequence[CueState]) -> list[LineDifference]:
    """The lines that differ, in the order of time; those of one identity are one line."""
    old = {cue.uuid: cue for cue in before}
    new = {cue.uuid: cue for cue in after}
    found = []
    for uuid in {**old, **new}:
        was, now = old.get(uuid), new.get(uuid)
        line = LineDifference(was, now, tuple(words_apart(_text(was), _text(now))))
        if line.times_differ or _text(was) != _text(now) or was is None or now is None:
            found.append(line)
    return sorted(found, key=lambda line: line.start_ms)


def words_apart(before: str, after: str) -> Iterator[Piece]:
    """What stayed, went and came, as stretches of whole words."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(old[first:last]))
            continue
        if first < last:
            yield Piece("gone", "".join(old[first:last]))
        if new_first < new_last:
            yield Piece("new", "".join(new[new_first:new_last]))


def _text(cue: CueState | None) -> str:
    return cue.text if cue else ""
