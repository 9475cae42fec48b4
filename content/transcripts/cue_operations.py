"""What an editor can do to cues: each operation turns cues into changes, or refuses. Pure.

An operation is given the cues around those it is about (see `Around`) and touches no row.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext as _

from content.transcripts.cue_rules import LONGEST_TEXT, cleaned
from content.transcripts.cue_states import Change, CueState
from content.transcripts.exceptions import CueGoneError, CueRefusedError
from content.transcripts.line_breaking import join
from content.transcripts.text_places import border_times, place_in, words_before


@dataclass(frozen=True, slots=True)
class Around:
    """Cues that follow each other, with at least one neighbour on each side of those meant."""

    cues: Sequence[CueState]
    duration_ms: int | None

    def find(self, uuid: UUID) -> CueState:
        """Raises CueGoneError."""
        return self.cues[self._index(uuid)]

    def before(self, uuid: UUID) -> CueState | None:
        index = self._index(uuid)
        return self.cues[index - 1] if index else None

    def after(self, uuid: UUID) -> CueState | None:
        index = self._index(uuid) + 1
        return self.cues[index] if index < len(self.cues) else None

    def _index(self, uuid: UUID) -> int:
        for index, cue in enumerate(self.cues):
            if cue.uuid == uuid:
                return index
        raise CueGoneError(uuid)


class Operation(ABC):
    """`checked` names the fields that must be as the editor saw them."""

    kind: ClassVar[str]
    checked: ClassVar[tuple[str, ...]] = ("text",)
    reaches_on: ClassVar[bool] = False

    @property
    @abstractmethod
    def about(self) -> tuple[UUID, ...]:
        """The cues it needs to be there."""

    @abstractmethod
    def changes(self, around: Around) -> list[Change]:
        """Raises CueRefusedError, CueGoneError."""


@dataclass(frozen=True, slots=True)
class ReplaceTexts(Operation):
    """Other words for one cue or for many at once. Who rewrites a line has listened to it."""

    texts: Mapping[UUID, str]
    kind: ClassVar[str] = "text"

    @property
    def about(self) -> tuple[UUID, ...]:
        return tuple(self.texts)

    def changes(self, around: Around) -> list[Change]:
        found = []
        for uuid, text in self.texts.items():
            cue = around.find(uuid)
            words = _checked_text(text)
            if words != cue.text:
                found.append(Change(cue, replace(cue, text=words, confidence=None)))
        return found


@dataclass(frozen=True, slots=True)
class Confirm(Operation):
    """The line is right as it stands; the machine's doubt is settled."""

    cue: UUID
    kind: ClassVar[str] = "confirm"

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.cue,)

    def changes(self, around: Around) -> list[Change]:
        cue = around.find(self.cue)
        return [] if cue.confidence is None else [Change(cue, replace(cue, confidence=None))]


@dataclass(frozen=True, slots=True)
class EditTimes(Operation):
    cue: UUID
    start_ms: int
    end_ms: int
    kind: ClassVar[str] = "times"
    checked: ClassVar[tuple[str, ...]] = ("start_ms", "end_ms")

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.cue,)

    def changes(self, around: Around) -> list[Change]:
        cue = around.find(self.cue)
        moved = replace(cue, start_ms=self.start_ms, end_ms=self.end_ms)
        check_times(
            moved, around.before(self.cue), around.after(self.cue), around.duration_ms, was=cue
        )
        return [] if moved == cue else [Change(cue, moved)]


@dataclass(frozen=True, slots=True)
class Split(Operation):
    """Two cues out of one, at a place in its text; `new` is what the second will be called."""

    cue: UUID
    place: int
    new: UUID
    kind: ClassVar[str] = "split"

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.cue,)

    def changes(self, around: Around) -> list[Change]:
        cue = around.find(self.cue)
        texts = cue.text[: self.place].rstrip(), cue.text[self.place :].lstrip()
        if not all(texts):
            raise CueRefusedError(_("Put the caret between two words: each part needs some text."))
        if cue.end_ms - cue.start_ms < 2:
            raise CueRefusedError(_("This line is too short to be split."))
        end_ms, start_ms = border_times(cue, self.place)
        heard = words_before(cue, self.place)
        raw = place_in(cue.text, self.place, cue.raw_text)
        first = replace(
            cue,
            end_ms=end_ms,
            text=texts[0],
            raw_text=cue.raw_text[:raw].rstrip(),
            words=cue.words[:heard],
        )
        second = replace(
            cue,
            uuid=self.new,
            start_ms=start_ms,
            text=texts[1],
            raw_text=cue.raw_text[raw:].lstrip(),
            words=cue.words[heard:],
        )
        return [Change(cue, first), Change(None, second)]


@dataclass(frozen=True, slots=True)
class Merge(Operation):
    """A cue and the one that follows it become one."""

    cue: UUID
    following: UUID
    kind: ClassVar[str] = "merge"

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.cue, self.following)

    def changes(self, around: Around) -> list[Change]:
        first, second = around.find(self.cue), around.find(self.following)
        if around.after(self.cue) != second:
            raise CueRefusedError(_("These two lines no longer follow each other."))
        doubts = [c.confidence for c in (first, second) if c.confidence is not None]
        merged = replace(
            first,
            end_ms=max(first.end_ms, second.end_ms),
            text=_checked_text(join(first.text, second.text)),
            raw_text=join(first.raw_text, second.raw_text),
            confidence=min(doubts, default=None),
            words=first.words + second.words,
        )
        return [Change(first, merged), Change(second, None)]


@dataclass(frozen=True, slots=True)
class Insert(Operation):
    """A new line after another one, or before all."""

    cue: UUID
    after: UUID | None
    start_ms: int
    end_ms: int
    text: str
    kind: ClassVar[str] = "insert"
    checked: ClassVar[tuple[str, ...]] = ()

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.after,) if self.after else ()

    def changes(self, around: Around) -> list[Change]:
        before = around.find(self.after) if self.after else None
        following = around.after(self.after) if self.after else next(iter(around.cues), None)
        new = CueState(self.cue, self.start_ms, self.end_ms, _checked_text(self.text))
        check_times(new, before, following, around.duration_ms)
        return [Change(None, new)]


@dataclass(frozen=True, slots=True)
class Delete(Operation):
    cue: UUID
    kind: ClassVar[str] = "delete"

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.cue,)

    def changes(self, around: Around) -> list[Change]:
        return [Change(around.find(self.cue), None)]


@dataclass(frozen=True, slots=True)
class Shift(Operation):
    """All lines from one on, or all there are, earlier or later."""

    first: UUID | None
    by_ms: int
    kind: ClassVar[str] = "shift"
    checked: ClassVar[tuple[str, ...]] = ()
    reaches_on: ClassVar[bool] = True

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.first,) if self.first else ()

    def changes(self, around: Around) -> list[Change]:
        if not around.cues or not self.by_ms:
            return []
        first = around.find(self.first) if self.first else around.cues[0]
        shifted = [cue for cue in around.cues if cue.start_ms >= first.start_ms]
        moved = [cue.moved(self.by_ms) for cue in shifted]
        check_times(moved[0], around.before(first.uuid), None, None, was=first)
        limit = around.duration_ms
        if limit is not None and self.by_ms > 0:
            if moved[-1].start_ms >= limit:
                raise CueRefusedError(_("The last line would begin after the recording ends."))
            moved[-1] = replace(moved[-1], end_ms=min(moved[-1].end_ms, limit))
        return [Change(cue, after) for cue, after in zip(shifted, moved, strict=True)]


def check_times(
    cue: CueState,
    before: CueState | None,
    after: CueState | None,
    duration_ms: int | None,
    *,
    was: CueState | None = None,
) -> None:
    """Raises CueRefusedError. A fault the line has already (`was`) may stay, but not grow."""
    if cue.start_ms < 0:
        raise CueRefusedError(_("A line cannot begin before the recording does."))
    if cue.end_ms <= cue.start_ms:
        raise CueRefusedError(_("A line must end after it begins."))
    latest = max(duration_ms or 0, was.end_ms if was else 0)
    if duration_ms is not None and cue.end_ms > latest:
        raise CueRefusedError(_("A line cannot end after the recording does."))
    earliest = before.end_ms if before else 0
    if cue.start_ms < (min(earliest, was.start_ms) if was else earliest):
        raise CueRefusedError(_("This would overlap the line before."))
    border = after.start_ms if after else None
    if border is not None and cue.end_ms > (max(border, was.end_ms) if was else border):
        raise CueRefusedError(_("This would overlap the line after."))


def _checked_text(text: str) -> str:
    words = cleaned(text)
    if len(words) > LONGEST_TEXT:
        raise CueRefusedError(
            _("A line holds %(most)d characters at most; split it.") % {"most": LONGEST_TEXT}
        )
    return words
