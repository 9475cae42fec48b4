"""Cues between their rows and their values: reading what an operation needs, writing its changes.

Every writer holds the transcript's row locked. Numbers follow the order of time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import TypeVar
from uuid import UUID

from django.db.models import F, Min

from content.transcripts.cue_states import Change, CueState, words_from
from content.transcripts.exceptions import CueRefusedError
from content.transcripts.models import Cue, Transcript

_T = TypeVar("_T")
_AT_ONCE = 300
# Numbers out of everybody's way, until the places are found anew.
_NEW = 200_000_000
_ASIDE = 400_000_000
_FIELDS = ("start_ms", "end_ms", "text", "raw_text", "confidence", "words")


def state_of(row: Cue) -> CueState:
    return CueState(
        uuid=row.uuid,
        start_ms=row.start_ms,
        end_ms=row.end_ms,
        text=row.text,
        raw_text=row.raw_text,
        confidence=row.confidence,
        words=words_from(row.words),
    )


def states_of(transcript: Transcript) -> list[CueState]:
    """All cues of a transcript in the order of time."""
    return [state_of(row) for row in transcript.cues.order_by("start_ms", "number")]


def rows_around(transcript: Transcript, about: Sequence[UUID], *, onwards: bool) -> list[Cue]:
    """The rows of these cues and their neighbours; with `onwards` all that follow as well.

    With none named: the first row, or all.
    """
    rows = transcript.cues.order_by("number")
    if not about:
        return list(rows if onwards else rows[:1])
    numbers = rows.filter(uuid__in=about).values_list("number", flat=True)
    if onwards:
        first = numbers.aggregate(least=Min("number"))["least"]
        return list(rows.filter(number__gte=(first or 1) - 1))
    wanted = {number + step for number in numbers for step in (-1, 0, 1)}
    return [row for some in _pieces(sorted(wanted)) for row in rows.filter(number__in=some)]


def write(
    transcript: Transcript, changes: Sequence[Change], version: int, user_id: int | None
) -> None:
    """Store the changes: every cue touched gets this version. Raises CueRefusedError on a clash."""
    gone = [change.uuid for change in changes if change.after is None]
    for some in _pieces(gone):
        transcript.cues.filter(uuid__in=some).delete()
    kept = {c.uuid: c.after for c in changes if c.before is not None and c.after is not None}
    rows = [row for some in _pieces(list(kept)) for row in transcript.cues.filter(uuid__in=some)]
    for row in rows:
        _fill(row, kept[row.uuid], version, user_id)
    Cue.objects.bulk_update(rows, [*_FIELDS, "version", "changed_by"], batch_size=_AT_ONCE)
    new = [c.after for c in changes if c.before is None and c.after is not None]
    if Cue.objects.filter(uuid__in=[state.uuid for state in new[:_AT_ONCE]]).exists():
        raise CueRefusedError("a line of this name is there already")
    made = [Cue(transcript=transcript, uuid=s.uuid, number=_NEW + n) for n, s in enumerate(new)]
    for row, state in zip(made, new, strict=True):
        _fill(row, state, version, user_id)
    Cue.objects.bulk_create(made, batch_size=_AT_ONCE)
    if gone or made:
        _number(transcript)


def overlapping(transcript: Transcript, touched: Iterable[UUID]) -> bool:
    """Whether one of these cues stands in another's time."""
    wanted = set(touched)
    rows = list(transcript.cues.order_by("start_ms", "number").values_list("uuid", *_FIELDS[:2]))
    return any(
        first[2] > second[1] and (first[0] in wanted or second[0] in wanted)
        for first, second in pairwise(rows)
    )


def _fill(row: Cue, state: CueState | None, version: int, user_id: int | None) -> None:
    assert state is not None  # noqa: S101  # the caller has sorted them
    for name in _FIELDS[:-1]:
        setattr(row, name, getattr(state, name))
    row.words = [list(word) for word in state.words] or None
    row.version, row.changed_by_id = version, user_id


def _number(transcript: Transcript) -> None:
    """Number the cues from 1 in the order of time, in as few statements as there are runs."""
    known = transcript.cues
    numbers = list(known.order_by("start_ms", "number").values_list("number", flat=True))
    wrong = (place for place, number in enumerate(numbers, start=1) if number != place)
    first = next(wrong, None)
    if first is None:
        return
    known.filter(number__gte=first).update(number=F("number") + _ASIDE)
    steps = [place - number for place, number in enumerate(numbers[first - 1 :], start=first)]
    place = first
    for step, run in groupby(steps):
        count = len(list(run))
        lowest = place - step + _ASIDE
        known.filter(number__range=(lowest, lowest + count - 1)).update(
            number=F("number") - _ASIDE + step
        )
        place += count


def _pieces(items: Sequence[_T]) -> Iterable[Sequence[_T]]:
    return (items[at : at + _AT_ONCE] for at in range(0, len(items), _AT_ONCE))
