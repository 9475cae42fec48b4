"""What a cue says at one moment, and what an edit made of it. Pure.

An edit is kept as the cues before and after it; so it can be shown, taken back and done again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

Word = tuple[int, int, str, float]
Side = dict[str, Any]

_FIELDS = ("start_ms", "end_ms", "text", "raw_text", "confidence", "words")
_MOVED = "words_moved_ms"


@dataclass(frozen=True, slots=True)
class CueState:
    """One cue's content. `words` are (start_ms, end_ms, text, probability), as heard."""

    uuid: UUID
    start_ms: int
    end_ms: int
    text: str
    raw_text: str = ""
    confidence: float | None = None
    words: tuple[Word, ...] = ()

    def moved(self, by_ms: int) -> CueState:
        return replace(
            self,
            start_ms=self.start_ms + by_ms,
            end_ms=self.end_ms + by_ms,
            words=moved_words(self.words, by_ms),
        )


@dataclass(frozen=True, slots=True)
class Change:
    """A cue before and after; None where it is not there."""

    before: CueState | None
    after: CueState | None

    @property
    def uuid(self) -> UUID:
        known = self.after or self.before
        if known is None:
            raise ValueError("a change is about a cue")
        return known.uuid


def words_from(raw: Iterable[Sequence[Any]] | None) -> tuple[Word, ...]:
    """The words as a row holds them, as a value."""
    return tuple((int(w[0]), int(w[1]), str(w[2]), float(w[3])) for w in raw or ())


def moved_words(words: Iterable[Word], by_ms: int) -> tuple[Word, ...]:
    return tuple((start + by_ms, end + by_ms, text, chance) for start, end, text, chance in words)


def as_json(state: CueState) -> Side:
    """All of a cue, for a snapshot or where an edit added or removed it."""
    return {
        "uuid": str(state.uuid),
        **{name: _plain(getattr(state, name)) for name in _FIELDS},
    }


def from_json(values: Mapping[str, Any]) -> CueState:
    return CueState(
        uuid=UUID(values["uuid"]),
        start_ms=values["start_ms"],
        end_ms=values["end_ms"],
        text=values["text"],
        raw_text=values.get("raw_text", ""),
        confidence=values.get("confidence"),
        words=words_from(values.get("words")),
    )


def encoded(change: Change) -> Side:
    """For storage: whole cues where one came or went, else only what differs."""
    before, after = change.before, change.after
    if before is None or after is None:
        return {
            "cue": str(change.uuid),
            "before": before and as_json(before),
            "after": after and as_json(after),
        }
    sides: tuple[Side, Side] = ({}, {})
    for name in _FIELDS:
        if getattr(before, name) != getattr(after, name):
            for side, state in zip(sides, (before, after), strict=True):
                side[name] = _plain(getattr(state, name))
    by_ms = after.start_ms - before.start_ms
    if "words" in sides[1] and moved_words(before.words, by_ms) == after.words:
        # A shift of a whole transcript need not store every word twice.
        for side, way_ms in zip(sides, (-by_ms, by_ms), strict=True):
            del side["words"]
            side[_MOVED] = way_ms
    return {"cue": str(change.uuid), "before": sides[0], "after": sides[1]}


def stands_at(state: CueState | None, side: Side | None) -> bool:
    """Whether the cue is what an edit once left behind (or found)."""
    if state is None or side is None:
        return state is None and side is None
    return all(
        _plain(getattr(state, name)) == value
        for name, value in side.items()
        if name not in {_MOVED, "uuid"}
    )


def taken_to(state: CueState | None, side: Side | None) -> CueState | None:
    """The cue as that side of an edit has it."""
    if side is None:
        return None
    if state is None:
        return from_json(side)
    values = {name: side[name] for name in _FIELDS if name in side}
    if "words" in values:
        values["words"] = words_from(values["words"])
    elif _MOVED in side:
        values["words"] = moved_words(state.words, side[_MOVED])
    return replace(state, **values)


def _plain(value: Any) -> Any:
    return [list(word) for word in value] if isinstance(value, tuple) else value
