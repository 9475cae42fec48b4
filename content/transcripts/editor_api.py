"""The editor's API: the lines to edit, one operation at a time, and who else is here.

Only for those who may change the recording; for all others the transcript is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Body, Router, Status
from ninja.security import django_auth

from content.people.models import User
from content.recordings.permissions import may_change
from content.transcripts import presence
from content.transcripts.cue_rules import remarks
from content.transcripts.editing import (
    Outcome,
    Seen,
    apply_operation,
    changed_since,
    revert_operation,
    stacks_of,
)
from content.transcripts.editor_schemas import (
    EditorOut,
    NewsOut,
    OperationIn,
    OutcomeOut,
    PresenceIn,
    RefusalOut,
    UndoIn,
    to_ms,
)
from content.transcripts.exceptions import CueRefusedError, StaleCueError
from content.transcripts.glossary_hints import Glossary
from content.transcripts.models import Cue, Transcript
from content.transcripts.term_order import ordered_terms

router = Router(tags=["transcript editor"], auth=django_auth)

Refused = Status[dict[str, Any]]


@router.get("transcripts/{uuid:transcript_id}/editor", response=EditorOut, url_name="editor")
def get_editor(request: HttpRequest, transcript_id: UUID) -> dict[str, Any]:
    """All lines with their versions, and what this person can take back."""
    transcript = _transcript(request, transcript_id)
    stacks = stacks_of(transcript, _person(request).pk)
    rows = transcript.cues.defer("words").select_related("changed_by").order_by("number")
    return {
        "sequence": transcript.sequence,
        "language": transcript.language,
        "state": transcript.state,
        "cues": _lines(rows, transcript),
        "undo": stacks.undo,
        "redo": stacks.redo,
    }


@router.post(
    "transcripts/{uuid:transcript_id}/operations",
    response={200: OutcomeOut, 409: RefusalOut, 422: RefusalOut},
    url_name="edit_transcript",
)
def edit_transcript(
    request: HttpRequest,
    transcript_id: UUID,
    payload: Annotated[OperationIn, Body(discriminator="kind")],
) -> dict[str, Any] | Refused:
    """Do one thing. Sending it again is safe and answered as the first time.

    409: somebody changed those lines meanwhile; nothing was done. 422: no file could hold that.
    """
    transcript = _transcript(request, transcript_id)
    try:
        return _outcome(_done(request, transcript, payload), transcript)
    except CueRefusedError as refusal:
        return Status(422, {"detail": str(refusal)})
    except StaleCueError as stale:
        rows = transcript.cues.filter(uuid__in=stale.cues[:300]).select_related("changed_by")
        there = {row.uuid for row in rows}
        return Status(
            409,
            {
                "detail": _("Somebody changed this meanwhile."),
                "stale": _lines(rows, transcript),
                "gone": [uuid for uuid in stale.cues if uuid not in there],
            },
        )


@router.post(
    "transcripts/{uuid:transcript_id}/presence", response=NewsOut, url_name="edit_presence"
)
def note_presence(request: HttpRequest, transcript_id: UUID, payload: PresenceIn) -> dict[str, Any]:
    """The editor is open here; what others did since, and who they are."""
    transcript = _transcript(request, transcript_id)
    user_id = _person(request).pk
    if payload.leaving:
        presence.forget_presence(transcript=transcript, user_id=user_id, client=payload.client)
        people: Iterable[presence.Present] = ()
    else:
        people = presence.note_presence(
            transcript=transcript, user_id=user_id, client=payload.client, cue=payload.cue
        )
    news = changed_since(transcript, payload.since)
    return {
        **_outcome(news or Outcome(transcript.sequence), transcript),
        "reset": news is None,
        "state": transcript.state,
        "people": [{"name": person.name, "cue": person.cue} for person in people],
    }


def _done(request: HttpRequest, transcript: Transcript, payload: OperationIn) -> Outcome:
    if isinstance(payload, UndoIn):
        return revert_operation(
            acting_user=_person(request),
            transcript=transcript,
            operation_id=payload.id,
            reverts=payload.reverts,
        )
    return apply_operation(
        acting_user=_person(request),
        transcript=transcript,
        operation_id=payload.id,
        operation=payload.operation(),
        seen={
            line.cue: Seen(line.version, line.text, to_ms(line.start), to_ms(line.end))
            for line in payload.seen
        },
    )


def _transcript(request: HttpRequest, transcript_id: UUID) -> Transcript:
    rows = Transcript.objects.select_related("recording__unit")
    transcript: Transcript | None = rows.filter(uuid=transcript_id).first()
    if transcript is None or not may_change(request.user, transcript.recording):
        raise Http404(_("There is no such transcript."))
    return transcript


def _outcome(outcome: Outcome, transcript: Transcript) -> dict[str, Any]:
    return {
        "sequence": outcome.sequence,
        "cues": _lines(outcome.cues, transcript),
        "removed": outcome.removed,
    }


def _lines(rows: Iterable[Cue], transcript: Transcript) -> list[dict[str, Any]]:
    known = list(rows)
    if not known:
        return []
    terms = ordered_terms(transcript.recording).all()
    misheard = ((term.term, term.only_misheard()) for term in terms)
    hints = Glossary((term.forms() for term in terms), misheard).hints
    return [_line(row, transcript.language, hints) for row in known]


def _line(row: Cue, language: str, hints: Callable[[str], list[Any]]) -> dict[str, Any]:
    return {
        "id": row.uuid,
        "version": row.version,
        "number": row.number,
        "start": row.start_ms / 1000,
        "end": row.end_ms / 1000,
        "text": row.text,
        "raw": "" if row.raw_text == row.text else row.raw_text,
        "confidence": row.confidence,
        "remarks": list(remarks(row, language)),
        "hints": hints(row.text),
        "by": row.changed_by.full_name if row.changed_by else "",
    }


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)
