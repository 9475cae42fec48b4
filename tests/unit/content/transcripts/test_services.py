"""Machine words are replaced freely, people's words never; every change is told."""

import pytest
from wagtail.models import ModelLogEntry

from content.core.ports import DocumentKey
from content.core.signals import document_changed
from content.jobs.models import Job
from content.recordings.enums import RecordingState
from content.recordings.models import Recording
from content.recordings.signals import recording_playable
from content.transcripts.exceptions import RecordingNotPlayableError, TranscriptStateError
from content.transcripts.models import Transcript, TranscriptSource, TranscriptState
from content.transcripts.services import (
    change_state,
    request_transcription,
    save_transcript,
    store_machine_transcript,
)
from content.transcripts.signals import transcript_changed
from content.transcripts.transcription import FinishedCue
from tests.factories.courses import make_recording
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def finished(*texts: str) -> list[FinishedCue]:
    return [
        FinishedCue(n * 1000, n * 1000 + 900, text, text, 0.9, []) for n, text in enumerate(texts)
    ]


def written(recording: Recording, *texts: str, language: str = "zh") -> Transcript:
    return store_machine_transcript(
        recording=recording,
        language=language,
        engine="faster-whisper",
        model="base",
        cues=finished(*texts),
    )


def texts_of(transcript: Transcript) -> list[str]:
    return list(transcript.cues.order_by("number").values_list("text", flat=True))


def test_machine_writes_anew_over_its_own_draft() -> None:
    recording = make_recording(language="zh")
    first = written(recording, "质量", "第一")
    second = written(recording, "安全第一")
    assert second.pk == first.pk
    assert texts_of(second) == ["安全第一"]


@pytest.mark.parametrize("source", [TranscriptSource.TYPED, TranscriptSource.IMPORTED])
def test_machine_leaves_what_people_wrote(source: TranscriptSource) -> None:
    recording = make_recording(language="zh")
    save_transcript(
        acting_user=None,
        recording=recording,
        language="zh",
        lines=[(0, 900, "人工校对")],
        source=source,
    )
    assert texts_of(written(recording, "机器")) == ["人工校对"]


def test_machine_leaves_what_people_reviewed() -> None:
    recording = make_recording(language="zh")
    transcript = written(recording, "质量")
    change_state(acting_user=make_user(), transcript=transcript, state=TranscriptState.REVIEWED)
    assert texts_of(written(recording, "别的")) == ["质量"]


def test_nothing_said_is_a_transcript_with_a_note() -> None:
    transcript = written(make_recording(language="zh"))
    assert (transcript.note, texts_of(transcript)) == ("no_speech", [])


def test_language_found_out_is_kept_with_the_recording() -> None:
    recording = make_recording(language="")
    written(recording, "welcome", language="en")
    recording.refresh_from_db()
    assert recording.language == "en"


def test_every_change_is_told_to_search_and_to_the_apps_above() -> None:
    recording = make_recording(language="zh")
    told: list[object] = []

    def hear(sender: object, key: DocumentKey, **kwargs: object) -> None:
        if sender is Transcript:
            told.append(str(key))

    def hear_words(sender: object, recording_id: int, **kwargs: object) -> None:
        told.append(recording_id)

    document_changed.connect(hear)
    transcript_changed.connect(hear_words)
    try:
        transcript = written(recording, "质量")
        change_state(acting_user=None, transcript=transcript, state=TranscriptState.REVIEWED)
    finally:
        document_changed.disconnect(hear)
        transcript_changed.disconnect(hear_words)
    assert told == [recording.pk, f"recording:{recording.uuid}"] * 2


def test_review_names_the_person_and_is_logged() -> None:
    user = make_user()
    transcript = written(make_recording(language="zh"), "质量")
    reviewed = change_state(acting_user=user, transcript=transcript, state=TranscriptState.REVIEWED)
    assert (reviewed.reviewed_by, reviewed.state) == (user, TranscriptState.REVIEWED)
    assert ModelLogEntry.objects.filter(action="transcripts.review", user=user).count() == 1


def test_draft_is_not_published_without_review() -> None:
    transcript = written(make_recording(language="zh"), "质量")
    with pytest.raises(TranscriptStateError):
        change_state(acting_user=None, transcript=transcript, state=TranscriptState.PUBLISHED)


def test_published_transcript_can_be_reopened() -> None:
    transcript = written(make_recording(language="zh"), "质量")
    for state in (TranscriptState.REVIEWED, TranscriptState.PUBLISHED, TranscriptState.DRAFT):
        transcript = change_state(acting_user=None, transcript=transcript, state=state)
    assert transcript.state == TranscriptState.DRAFT


def test_recording_that_becomes_playable_is_transcribed() -> None:
    recording = make_recording(language="zh")
    recording_playable.send(sender=Recording, recording=recording)
    assert Job.objects.filter(kind="transcribe", subject_id=str(recording.uuid)).count() == 1


def test_recording_with_words_by_people_is_not_transcribed() -> None:
    recording = make_recording(language="zh")
    save_transcript(
        acting_user=None,
        recording=recording,
        language="zh",
        lines=[(0, 900, "人工校对")],
        source=TranscriptSource.TYPED,
    )
    recording_playable.send(sender=Recording, recording=recording)
    assert not Job.objects.filter(kind="transcribe").exists()


def test_recording_that_cannot_be_played_cannot_be_transcribed() -> None:
    recording = make_recording(state=RecordingState.PROCESSING)
    with pytest.raises(RecordingNotPlayableError):
        request_transcription(acting_user=make_user(), recording=recording)
