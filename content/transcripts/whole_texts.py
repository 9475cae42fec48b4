"""Services that put other words in place of all: from a file, a revision, for a translation.

Each keeps what stood before, and each is one edit that can be taken back like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.recordings.models import Recording
from content.transcripts.cue_rows import states_of
from content.transcripts.cue_states import Change, CueState
from content.transcripts.editing import IMPORT, RESTORE, Outcome, locked, record
from content.transcripts.exceptions import CueRefusedError
from content.transcripts.models import (
    RevisionReason,
    Transcript,
    TranscriptRevision,
    TranscriptSource,
    TranscriptState,
)
from content.transcripts.revisions import cues_of, keep_revision
from content.transcripts.services import Actor, save_transcript

Line = tuple[int, int, str]


@transaction.atomic
def import_captions(
    *, acting_user: Actor, recording: Recording, language: str, lines: Iterable[Line]
) -> Transcript:
    """Take a file's lines as the draft in this language; what stood there is kept as a revision."""
    known = Transcript.objects.filter(recording=recording, language=language).first()
    if known is None:
        return save_transcript(
            acting_user=acting_user,
            recording=recording,
            language=language,
            lines=lines,
            source=TranscriptSource.IMPORTED,
        )
    row = locked(known)
    keep_revision(transcript=row, acting_user=acting_user, reason=RevisionReason.REPLACED)
    row.source, row.state = TranscriptSource.IMPORTED, TranscriptState.DRAFT
    row.engine = row.model = row.note = ""
    row.save()
    wanted = [CueState(uuid4(), start_ms, end_ms, text) for start_ms, end_ms, text in lines]
    changes = differences(states_of(row), wanted)
    record(
        acting_user=acting_user,
        transcript=row,
        operation_id=uuid4(),
        kind=IMPORT,
        changes=changes,
    )
    log(row, "transcripts.save", user=acting_user)
    return row


@transaction.atomic
def restore_revision(
    *, acting_user: Actor, revision: TranscriptRevision, operation_id: UUID
) -> Outcome:
    """Put a revision's words in place of those that stand, which are kept as a revision too."""
    row = locked(revision.transcript)
    changes = differences(states_of(row), cues_of(revision))
    if not changes:
        return Outcome(row.sequence)
    keep_revision(transcript=row, acting_user=acting_user, reason=RevisionReason.RESTORED)
    outcome = record(
        acting_user=acting_user,
        transcript=row,
        operation_id=operation_id,
        kind=RESTORE,
        changes=changes,
    )
    log(row, "transcripts.restore", user=acting_user, data={"revision": revision.number})
    return outcome


@transaction.atomic
def start_translation(*, acting_user: Actor, transcript: Transcript, language: str) -> Transcript:
    """A transcript in another language with the same times and nothing said yet.

    Raises CueRefusedError where there is one already.
    """
    others = Transcript.objects.filter(recording=transcript.recording, language=language)
    if others.exists():
        raise CueRefusedError(_("There is a transcript in this language already."))
    return save_transcript(
        acting_user=acting_user,
        recording=transcript.recording,
        language=language,
        lines=[(cue.start_ms, cue.end_ms, "") for cue in states_of(transcript)],
        source=TranscriptSource.TYPED,
    )


def differences(present: Sequence[CueState], wanted: Sequence[CueState]) -> list[Change]:
    """The changes that make the one the other; cues that stay as they are have none."""
    known = {state.uuid: state for state in present}
    kept = {state.uuid for state in wanted}
    gone = [Change(state, None) for state in present if state.uuid not in kept]
    return gone + [
        Change(known.get(state.uuid), state) for state in wanted if known.get(state.uuid) != state
    ]
