"""Writes on transcripts. Every change of words or state is told to search in its transaction."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.log_actions import log

from content.core.ports import DocumentKey
from content.core.signals import document_changed
from content.jobs.models import Job
from content.jobs.services import enqueue
from content.recordings.models import Recording
from content.transcripts.exceptions import RecordingNotPlayableError, TranscriptStateError
from content.transcripts.models import (
    Cue,
    CueEdit,
    RevisionReason,
    Transcript,
    TranscriptNote,
    TranscriptSource,
    TranscriptState,
)
from content.transcripts.revisions import keep_revision
from content.transcripts.signals import transcript_changed
from content.transcripts.transcription import FinishedCue

KIND = "transcribe"
RESET = "reset"
Actor = Model | AnonymousUser | None

_CUES_AT_ONCE = 500
_NEXT_STATES = {
    TranscriptState.DRAFT: {TranscriptState.IN_REVIEW, TranscriptState.REVIEWED},
    TranscriptState.IN_REVIEW: {TranscriptState.REVIEWED, TranscriptState.DRAFT},
    TranscriptState.REVIEWED: {TranscriptState.PUBLISHED, TranscriptState.DRAFT},
    TranscriptState.PUBLISHED: {TranscriptState.DRAFT},
}
_KEPT = {
    TranscriptState.IN_REVIEW: RevisionReason.SUBMITTED,
    TranscriptState.PUBLISHED: RevisionReason.PUBLISHED,
}
_ACTIONS = {
    TranscriptState.DRAFT: "transcripts.reopen",
    TranscriptState.IN_REVIEW: "transcripts.submit",
    TranscriptState.REVIEWED: "transcripts.review",
    TranscriptState.PUBLISHED: "transcripts.publish",
}


@transaction.atomic
def request_transcription(*, acting_user: Actor, recording: Recording) -> Job:
    """Let the machine write (or write anew) the transcript; the job that does it.

    What people have reviewed or typed is never overwritten. Raises RecordingNotPlayableError.
    """
    if not recording.is_playable:
        raise RecordingNotPlayableError("this recording cannot be played yet")
    job = enqueue(kind=KIND, subject_id=recording.uuid)
    log(recording, "transcripts.request", user=acting_user)
    return job


def store_machine_transcript(
    *,
    recording: Recording,
    language: str,
    engine: str,
    model: str,
    cues: Iterable[FinishedCue],
) -> Transcript:
    """Put the machine's words in place of its earlier ones; the transcript that stands then.

    A transcript that people have worked on stands as it is.
    """
    with transaction.atomic():
        known = _locked(recording, language)
        if known is not None and not known.is_machine_draft:
            return known
        transcript = known or Transcript(recording=recording, language=language)
        lines = list(cues)
        transcript.source = TranscriptSource.MACHINE
        transcript.state = TranscriptState.DRAFT
        transcript.engine, transcript.model = engine, model
        transcript.note = "" if lines else TranscriptNote.NO_SPEECH
        transcript.save()
        replace_cues(transcript, [_cue(line) for line in lines])
        Recording.objects.filter(pk=recording.pk, language="").update(language=language)
        tell(transcript)
        return transcript


@transaction.atomic
def save_transcript(
    *,
    acting_user: Actor,
    recording: Recording,
    language: str,
    lines: Iterable[tuple[int, int, str]],
    source: TranscriptSource,
    state: TranscriptState = TranscriptState.DRAFT,
) -> Transcript:
    """Replace the transcript in this language by lines of (start_ms, end_ms, text), in order."""
    transcript = _locked(recording, language) or Transcript(recording=recording, language=language)
    transcript.source, transcript.state = source, state
    transcript.engine = transcript.model = transcript.note = ""
    transcript.save()
    replace_cues(transcript, [Cue(start_ms=s, end_ms=e, text=text) for s, e, text in lines])
    tell(transcript)
    log(transcript, "transcripts.save", user=acting_user)
    return transcript


@transaction.atomic
def change_state(
    *, acting_user: Actor, transcript: Transcript, state: TranscriptState
) -> Transcript:
    """Submit, review, publish or reopen; what is submitted or published is kept as a revision.

    Raises TranscriptStateError for a step that is not the next.
    """
    row: Transcript = Transcript.objects.select_for_update().get(pk=transcript.pk)
    if state not in _NEXT_STATES[TranscriptState(row.state)]:
        raise TranscriptStateError(f"a {row.state} transcript does not become {state}")
    row.state = state
    if state == TranscriptState.REVIEWED:
        row.reviewed_by_id = acting_user.pk if acting_user is not None else None
        row.reviewed_at = timezone.now()
    row.save()
    if state in _KEPT:
        keep_revision(transcript=row, acting_user=acting_user, reason=_KEPT[state])
    tell(row)
    log(row, _ACTIONS[state], user=acting_user)
    return row


def next_states(transcript: Transcript) -> set[TranscriptState]:
    """Where `change_state` may take it."""
    return _NEXT_STATES[TranscriptState(transcript.state)]


def replace_cues(transcript: Transcript, cues: list[Cue]) -> None:
    """Number the cues from 1 and store them instead of those there are; open editors are told."""
    transcript.cues.all().delete()
    for number, cue in enumerate(cues, start=1):
        cue.transcript, cue.number = transcript, number
    Cue.objects.bulk_create(cues, batch_size=_CUES_AT_ONCE)
    transcript.sequence += 1
    transcript.save(update_fields=["sequence"])
    CueEdit.objects.create(
        transcript=transcript, sequence=transcript.sequence, kind=RESET, changes=[]
    )


def tell(transcript: Transcript) -> None:
    """Say that the words or the state are others now."""
    transcript_changed.send(sender=Transcript, recording_id=transcript.recording_id)
    key = DocumentKey("recording", str(transcript.recording.uuid))
    document_changed.send(sender=Transcript, key=key)


def _locked(recording: Recording, language: str) -> Transcript | None:
    rows: Any = Transcript.objects.select_for_update()
    found: Transcript | None = rows.filter(recording=recording, language=language).first()
    return found


def _cue(line: FinishedCue) -> Cue:
    return Cue(
        start_ms=line.start_ms,
        end_ms=line.end_ms,
        text=line.text,
        raw_text=line.raw_text,
        confidence=line.confidence,
        words=line.words,
    )
