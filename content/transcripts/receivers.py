"""What transcripts do when something else happens."""

from typing import Any

from content.jobs.selectors import latest_job
from content.jobs.services import enqueue, forget
from content.recordings.models import Recording
from content.transcripts.captions import remove_files
from content.transcripts.models import Transcript, TranscriptState
from content.transcripts.services import KIND, tell


def transcribe_when_playable(sender: object, recording: Recording, **kwargs: Any) -> None:
    """A recording that can be played is transcribed, unless people have seen to its words."""
    rows = Transcript.objects.filter(recording=recording)
    if recording.language:
        rows = rows.filter(language=recording.language)
    if all(row.is_machine_draft for row in rows):
        enqueue(kind=KIND, subject_id=recording.uuid)


def doubt_when_replaced(
    sender: object, recording: Recording, duration_agrees: bool, **kwargs: Any
) -> None:
    """Another file plays. Where its times are not the old ones, words go back to draft, and those
    of the machine alone are written anew; a transcription of the old file under way is, too.
    """
    rows = list(Transcript.objects.filter(recording=recording))
    job = latest_job(KIND, recording.uuid)
    is_under_way = job is not None and job.is_active
    if all(row.is_machine_draft for row in rows) and (is_under_way or not duration_agrees):
        forget(kind=KIND, subject_id=recording.uuid)
        enqueue(kind=KIND, subject_id=recording.uuid)
    for row in () if duration_agrees else rows:
        row.state, row.reviewed_at, row.reviewed_by = TranscriptState.DRAFT, None, None
        row.save(update_fields=["state", "reviewed_at", "reviewed_by", "updated_at"])
        tell(row)


def remove_caption_files(sender: type, instance: Transcript, **kwargs: Any) -> None:
    remove_files(instance.uuid)
