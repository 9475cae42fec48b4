"""The shapes of the editor's API. Times are seconds; an operation says what kind it is."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema

from content.transcripts import cue_operations as kinds

Seconds = Annotated[float, Field(ge=-1_000_000, le=1_000_000)]
Words = Annotated[str, Field(max_length=5_000)]


def to_ms(seconds: float) -> int:
    """Rounded to the nearest millisecond, half up."""
    return int((seconds * 1000 + 0.5) // 1)


class SeenIn(Schema):
    """A line as it was when the operation was made."""

    cue: UUID
    version: int
    text: Words
    start: Seconds
    end: Seconds


class _OperationIn(Schema):
    id: UUID
    seen: list[SeenIn] = Field(default_factory=list, max_length=5_000)


class TextIn(_OperationIn):
    kind: Literal["text"]
    cue: UUID
    text: Words

    def operation(self) -> kinds.Operation:
        return kinds.ReplaceTexts({self.cue: self.text})


class CueTextIn(Schema):
    cue: UUID
    text: Words


class ReplaceIn(_OperationIn):
    kind: Literal["replace"]
    texts: list[CueTextIn] = Field(max_length=5_000)

    def operation(self) -> kinds.Operation:
        return kinds.ReplaceTexts({line.cue: line.text for line in self.texts})


class ConfirmIn(_OperationIn):
    kind: Literal["confirm"]
    cue: UUID

    def operation(self) -> kinds.Operation:
        return kinds.Confirm(self.cue)


class TimesIn(_OperationIn):
    kind: Literal["times"]
    cue: UUID
    start: Seconds
    end: Seconds

    def operation(self) -> kinds.Operation:
        return kinds.EditTimes(self.cue, to_ms(self.start), to_ms(self.end))


class SplitIn(_OperationIn):
    kind: Literal["split"]
    cue: UUID
    place: int = Field(ge=0, le=5_000)
    new: UUID

    def operation(self) -> kinds.Operation:
        return kinds.Split(self.cue, self.place, self.new)


class MergeIn(_OperationIn):
    kind: Literal["merge"]
    cue: UUID
    following: UUID

    def operation(self) -> kinds.Operation:
        return kinds.Merge(self.cue, self.following)


class InsertIn(_OperationIn):
    kind: Literal["insert"]
    cue: UUID
    after: UUID | None = None
    start: Seconds
    end: Seconds
    text: Words = ""

    def operation(self) -> kinds.Operation:
        start_ms, end_ms = to_ms(self.start), to_ms(self.end)
        return kinds.Insert(self.cue, self.after, start_ms, end_ms, self.text)


class DeleteIn(_OperationIn):
    kind: Literal["delete"]
    cue: UUID

    def operation(self) -> kinds.Operation:
        return kinds.Delete(self.cue)


class ShiftIn(_OperationIn):
    kind: Literal["shift"]
    first: UUID | None = None
    by: Seconds

    def operation(self) -> kinds.Operation:
        return kinds.Shift(self.first, to_ms(self.by))


class UndoIn(_OperationIn):
    """Takes back the operation `reverts`; taking back an undo does the thing again."""

    kind: Literal["undo"]
    reverts: UUID


OperationIn = (
    TextIn
    | ReplaceIn
    | ConfirmIn
    | TimesIn
    | SplitIn
    | MergeIn
    | InsertIn
    | DeleteIn
    | ShiftIn
    | UndoIn
)


class PresenceIn(Schema):
    """`since` is the last sequence known; `leaving` when the page is being closed."""

    client: UUID
    since: int
    cue: UUID | None = None
    leaving: bool = False


class HintOut(Schema):
    place: int
    found: str
    term: str


class EditedCueOut(Schema):
    """`raw` is what the machine heard, where that is another text; `by` who changed it last."""

    id: UUID
    version: int
    number: int
    start: float
    end: float
    text: str
    raw: str
    confidence: float | None
    remarks: list[str]
    hints: list[HintOut]
    by: str


class OutcomeOut(Schema):
    sequence: int
    cues: list[EditedCueOut]
    removed: list[UUID]


class EditorOut(Schema):
    sequence: int
    language: str
    state: str
    cues: list[EditedCueOut]
    undo: list[UUID]
    redo: list[UUID]


class PresentOut(Schema):
    name: str
    cue: UUID | None


class NewsOut(OutcomeOut):
    """What changed since; with `reset` everything is to be read anew."""

    reset: bool
    state: str
    people: list[PresentOut]


class RefusalOut(Schema):
    """Why nothing was done; `stale` holds the lines as they stand, `gone` those that do not."""

    detail: str
    stale: list[EditedCueOut] = []
    gone: list[UUID] = []
