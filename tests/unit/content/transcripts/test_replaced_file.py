"""Another file plays: words whose times are another file's go back to draft."""

import pytest

from content.jobs.models import Job
from content.recordings.models import Recording
from content.recordings.signals import recording_replaced
from content.transcripts.models import Transcript, TranscriptSource, TranscriptState
from content.transcripts.services import KIND, request_transcription
from tests.factories.courses import make_recording

pytestmark = pytest.mark.django_db


def replaced(recording: Recording, *, agrees: bool) -> None:
    recording_replaced.send(sender=Recording, recording=recording, duration_agrees=agrees)


def transcript(
    recording: Recording, source: TranscriptSource, state: TranscriptState
) -> Transcript:
    return Transcript.objects.create(recording=recording, language="zh", source=source, state=state)


def test_reviewed_words_stay_where_the_lengths_agree() -> None:
    row = transcript(make_recording(), TranscriptSource.TYPED, TranscriptState.PUBLISHED)
    replaced(row.recording, agrees=True)
    row.refresh_from_db()
    assert row.state == TranscriptState.PUBLISHED
    assert not Job.objects.exists()


def test_reviewed_words_go_back_to_draft_where_they_do_not_and_are_not_overwritten() -> None:
    row = transcript(make_recording(), TranscriptSource.TYPED, TranscriptState.PUBLISHED)
    replaced(row.recording, agrees=False)
    row.refresh_from_db()
    assert (row.state, row.reviewed_at, row.is_shown) == (TranscriptState.DRAFT, None, False)
    assert not Job.objects.exists()


def test_words_of_the_machine_are_written_anew() -> None:
    row = transcript(make_recording(), TranscriptSource.MACHINE, TranscriptState.DRAFT)
    replaced(row.recording, agrees=False)
    assert Job.objects.get().kind == KIND


def test_transcription_of_the_old_file_under_way_is_begun_anew() -> None:
    recording = make_recording()
    Recording.objects.filter(pk=recording.pk).update(state="playable")
    recording.refresh_from_db()
    old = request_transcription(acting_user=None, recording=recording)
    replaced(recording, agrees=True)
    assert Job.objects.get(kind=KIND).pk != old.pk
