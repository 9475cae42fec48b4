"""Snapshots of all cues, kept when words are submitted, published or about to be replaced.

An edit is small and kept by `editing`; a revision is the whole, to compare with and to go back to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max

from content.transcripts.cue_rows import states_of
from content.transcripts.cue_states import CueState, as_json, from_json
from content.transcripts.models import RevisionReason, Transcript, TranscriptRevision

if TYPE_CHECKING:
    from content.transcripts.services import Actor


def keep_revision(
    *, transcript: Transcript, acting_user: Actor, reason: RevisionReason
) -> TranscriptRevision:
    """Keep the cues as they stand. The transcript's row is locked by the caller."""
    latest = transcript.revisions.aggregate(latest=Max("number"))["latest"] or 0
    return TranscriptRevision.objects.create(
        transcript=transcript,
        number=latest + 1,
        reason=reason,
        cues=[as_json(state) for state in states_of(transcript)],
        created_by_id=acting_user.pk if acting_user is not None else None,
    )


def cues_of(revision: TranscriptRevision) -> list[CueState]:
    return [from_json(values) for values in revision.cues]
