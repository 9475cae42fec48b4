"""Applies an editor's operations to the rows: at once, each on its own, and written down.

An operation sent twice is done once. One that was made on lines others have changed since is
refused whole, and says which lines. Knows no HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.transcripts import cue_rows
from content.transcripts.cue_operations import Around, Operation
from content.transcripts.cue_states import Change, CueState, encoded, stands_at, taken_to
from content.transcripts.exceptions import CueGoneError, CueRefusedError, StaleCueError
from content.transcripts.models import Cue, CueEdit, Transcript
from content.transcripts.services import RESET, Actor, tell

UNDO, REDO, IMPORT, RESTORE = "undo", "redo", "import", "restore"
_STACK = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """A line as the editor saw it when the operation was made."""

    version: int
    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What stands now: the cues touched that are there, and those that went."""

    sequence: int
    cues: tuple[Cue, ...] = ()
    removed: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Stacks:
    """The operations this person can take back and do again, the next one last."""

    undo: list[UUID] = field(default_factory=list)
    redo: list[UUID] = field(default_factory=list)


@transaction.atomic
def apply_operation(
    *,
    acting_user: Actor,
    transcript: Transcript,
    operation_id: UUID,
    operation: Operation,
    seen: Mapping[UUID, Seen],
) -> Outcome:
    """Do it. Raises StaleCueError, CueRefusedError."""
    row = locked(transcript)
    if known := _known(row, operation_id):
        return known
    rows = cue_rows.rows_around(row, operation.about, onwards=operation.reaches_on)
    _check_unchanged(rows, operation, seen)
    around = Around([cue_rows.state_of(cue) for cue in rows], row.recording.duration_ms)
    try:
        changes = operation.changes(around)
    except CueGoneError as gone:
        raise StaleCueError([gone.uuid]) from None
    return record(
        acting_user=acting_user,
        transcript=row,
        operation_id=operation_id,
        kind=operation.kind,
        changes=changes,
    )


@transaction.atomic
def revert_operation(
    *, acting_user: Actor, transcript: Transcript, operation_id: UUID, reverts: UUID
) -> Outcome:
    """Take back what an operation did; of an undo, do it again.

    Raises StaleCueError where others have changed those lines since, CueRefusedError where there
    is nothing to take back.
    """
    row = locked(transcript)
    if known := _known(row, operation_id):
        return known
    edit = row.edits.filter(operation=reverts).first()
    if edit is None or edit.reverted_by.exists():
        raise CueRefusedError(_("There is nothing to take back any more."))
    changes = _reversed(row, edit)
    outcome = record(
        acting_user=acting_user,
        transcript=row,
        operation_id=operation_id,
        kind=REDO if edit.kind == UNDO else UNDO,
        changes=changes,
        reverts=edit,
    )
    if cue_rows.overlapping(row, [change.uuid for change in changes]):
        raise CueRefusedError(_("Another line stands in that time now."))
    return outcome


def record(
    *,
    acting_user: Actor,
    transcript: Transcript,
    operation_id: UUID,
    kind: str,
    changes: Sequence[Change],
    reverts: CueEdit | None = None,
) -> Outcome:
    """Store changes with the edit that made them. The transcript's row is locked by the caller."""
    if not changes:
        return Outcome(transcript.sequence)
    user_id = acting_user.pk if acting_user is not None else None
    transcript.sequence += 1
    # Above every version there was, so that a line taken back is no line from before.
    cue_rows.write(transcript, changes, transcript.sequence + 1, user_id)
    CueEdit.objects.create(
        transcript=transcript,
        sequence=transcript.sequence,
        operation=operation_id,
        kind=kind,
        changes=[encoded(change) for change in changes],
        reverts=reverts,
        user_id=user_id,
    )
    transcript.edited_at = timezone.now()
    transcript.save()
    if any(_is_read(change) for change in changes):
        tell(transcript)
    return _outcome(transcript, [change.uuid for change in changes])


def changed_since(transcript: Transcript, sequence: int) -> Outcome | None:
    """What others made of the cues after `sequence`; None where all must be read anew."""
    edits = list(transcript.edits.filter(sequence__gt=sequence).order_by("sequence"))
    latest = edits[-1].sequence if edits else sequence
    if transcript.sequence < sequence or any(edit.kind == RESET for edit in edits):
        return None
    touched = {UUID(change["cue"]) for edit in edits for change in edit.changes}
    rows = transcript.cues.filter(version__gt=sequence + 1, version__lte=latest + 1)
    cues = tuple(rows.select_related("changed_by").order_by("number"))
    there = {cue.uuid for cue in cues}
    return Outcome(latest, cues, tuple(uuid for uuid in touched if uuid not in there))


def stacks_of(transcript: Transcript, user_id: int) -> Stacks:
    """The person's own edits in the order in which they can be taken back."""
    edits = transcript.edits.filter(user_id=user_id).exclude(kind=RESET)
    recent = edits.order_by("-sequence").select_related("reverts")[:_STACK]
    stacks = Stacks()
    for edit in reversed(recent):
        if edit.kind == UNDO:
            _drop(stacks.undo, edit.reverts)
            stacks.redo.append(edit.operation)
        else:
            if edit.kind == REDO:
                _drop(stacks.redo, edit.reverts)
            else:
                stacks.redo.clear()
            stacks.undo.append(edit.operation)
    return stacks


def locked(transcript: Transcript) -> Transcript:
    """The row, held until the transaction ends."""
    rows: Any = Transcript.objects.select_for_update(of=("self",)).select_related("recording")
    row: Transcript = rows.get(pk=transcript.pk)
    return row


def _is_read(change: Change) -> bool:
    """Whether readers and search have anything of it; a doubt settled is the editors' alone."""
    before, after = change.before, change.after
    if before is None or after is None:
        return True
    return (before.start_ms, before.end_ms, before.text) != (
        after.start_ms,
        after.end_ms,
        after.text,
    )


def _known(transcript: Transcript, operation_id: UUID) -> Outcome | None:
    edit = CueEdit.objects.filter(operation=operation_id).first()
    if edit is None:
        return None
    if edit.transcript_id != transcript.pk:
        raise CueRefusedError(_("There is nothing to take back any more."))
    return _outcome(transcript, [UUID(change["cue"]) for change in edit.changes])


def _outcome(transcript: Transcript, touched: Sequence[UUID]) -> Outcome:
    cues: list[Cue] = []
    for at in range(0, len(touched), 300):
        some = transcript.cues.filter(uuid__in=touched[at : at + 300])
        cues += some.select_related("changed_by").order_by("number")
    there = {cue.uuid for cue in cues}
    return Outcome(
        transcript.sequence, tuple(cues), tuple(uuid for uuid in touched if uuid not in there)
    )


def _check_unchanged(rows: Sequence[Cue], operation: Operation, seen: Mapping[UUID, Seen]) -> None:
    """A line of another version is no conflict while what the operation is about stands."""
    known = {cue.uuid: cue for cue in rows}
    stale = [
        uuid
        for uuid in operation.about
        if (cue := known.get(uuid)) is None
        or ((was := seen.get(uuid)) is not None and _is_stale(cue, was, operation.checked))
    ]
    if stale:
        raise StaleCueError(stale)


def _is_stale(cue: Cue, was: Seen, checked: Sequence[str]) -> bool:
    return cue.version != was.version and any(
        getattr(cue, name) != getattr(was, name) for name in checked
    )


def _reversed(transcript: Transcript, edit: CueEdit) -> list[Change]:
    uuids = [UUID(change["cue"]) for change in edit.changes]
    rows: dict[UUID, CueState] = {}
    for at in range(0, len(uuids), 300):
        some = transcript.cues.filter(uuid__in=uuids[at : at + 300])
        rows.update((row.uuid, cue_rows.state_of(row)) for row in some)
    stale = [
        uuid
        for uuid, change in zip(uuids, edit.changes, strict=True)
        if not stands_at(rows.get(uuid), change["after"])
    ]
    if stale:
        raise StaleCueError(stale)
    return [
        Change(rows.get(uuid), taken_to(rows.get(uuid), change["before"]))
        for uuid, change in zip(uuids, edit.changes, strict=True)
    ]


def _drop(stack: list[UUID], edit: CueEdit | None) -> None:
    if edit is not None and edit.operation in stack:
        stack.remove(edit.operation)
