"""The typed, reviewed and published transcripts of the finished recordings, and their subtitles."""

from django.db import transaction

from content.demo.media.finished import Finished, finished
from content.demo.scripts import lecture_scripts
from content.people.models import User
from content.recordings.models import Recording
from content.transcripts.models import Transcript, TranscriptSource, TranscriptState
from content.transcripts.services import change_state, save_transcript


def load_transcripts(recordings: dict[str, Recording], acting_user: User) -> int:
    """A transcript in each language in which a recording's every sentence is given."""
    known = set(Transcript.objects.values_list("recording_id", "language"))
    count = 0
    for script in lecture_scripts():
        if script.fresh:
            continue
        made = finished(script.slug)
        for language in made.languages:
            recording = recordings[script.slug]
            if (recording.pk, language) not in known:
                _load(recording, made, language, acting_user)
            count += 1
    return count


@transaction.atomic
def _load(recording: Recording, made: Finished, language: str, acting_user: User) -> None:
    transcript = save_transcript(
        acting_user=acting_user,
        recording=recording,
        language=language,
        lines=[(cue.start_ms, cue.end_ms, cue.texts[language]) for cue in made.cues],
        source=TranscriptSource.TYPED,
    )
    for state in (TranscriptState.REVIEWED, TranscriptState.PUBLISHED):
        change_state(acting_user=acting_user, transcript=transcript, state=state)
