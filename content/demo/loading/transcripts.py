"""The typed, reviewed and published transcripts of the finished recordings, and their subtitles."""

from django.db import transaction
from django.utils import timezone

from content.demo.media.finished import Finished, finished
from content.demo.scripts import lecture_scripts
from content.people.models import User
from content.recordings.models import Recording
from content.transcripts.models import Cue, Transcript, TranscriptSource, TranscriptState


def load_transcripts(recordings: dict[str, Recording], acting_user: User) -> int:
    """A transcript in each language in which a recording's every sentence is given."""
    count = 0
    for script in lecture_scripts():
        if script.fresh:
            continue
        made = finished(script.slug)
        for language in made.languages:
            _load(recordings[script.slug], made, language, acting_user)
            count += 1
    return count


@transaction.atomic
def _load(recording: Recording, made: Finished, language: str, acting_user: User) -> None:
    transcript, is_new = Transcript.objects.get_or_create(
        recording=recording,
        language=language,
        defaults={
            "state": TranscriptState.PUBLISHED,
            "source": TranscriptSource.TYPED,
            "reviewed_by": acting_user,
            "reviewed_at": timezone.now(),
        },
    )
    if not is_new:
        return
    Cue.objects.bulk_create(
        Cue(
            transcript=transcript,
            number=number,
            start_ms=cue.start_ms,
            end_ms=cue.end_ms,
            text=cue.texts[language],
            raw_text=cue.texts[language],
        )
        for number, cue in enumerate(made.cues, start=1)
    )
