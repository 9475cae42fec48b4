"""What transcripts do when something else happens."""

from typing import Any

from content.jobs.services import enqueue
from content.recordings.models import Recording
from content.transcripts.captions import remove_files
from content.transcripts.models import Transcript
from content.transcripts.services import KIND


def transcribe_when_playable(sender: object, recording: Recording, **kwargs: Any) -> None:
    """A recording that can be played is transcribed, unless people have seen to its words."""
    rows = Transcript.objects.filter(recording=recording)
    if recording.language:
        rows = rows.filter(language=recording.language)
    if all(row.is_machine_draft for row in rows):
        enqueue(kind=KIND, subject_id=recording.uuid)


def remove_caption_files(sender: type, instance: Transcript, **kwargs: Any) -> None:
    remove_files(instance.uuid)
