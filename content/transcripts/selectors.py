"""Reads on transcripts that need a choice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from content.core.audience import Viewer
from content.jobs import selectors as jobs
from content.jobs.models import ACTIVE_STATES
from content.jobs.selectors import JobProgress
from content.recordings.models import Recording
from content.transcripts.models import Transcript
from content.transcripts.services import KIND


def transcript_of(viewer: Viewer, recording: UUID, languages: Sequence[str]) -> Transcript | None:
    """The transcript in the first of these languages that there is; None where none may be seen.

    With no languages given: the one in the language spoken, else any.
    """
    rows = Transcript.objects.filter(recording__uuid=recording).visible_to(viewer)
    by_language: dict[str, Transcript] = {
        row.language: row for row in rows.select_related("recording").order_by("pk") if row.is_shown
    }
    if languages:
        return next((by_language[name] for name in languages if name in by_language), None)
    if not by_language:
        return None
    spoken = next(iter(by_language.values())).recording.language
    return by_language.get(spoken) or next(iter(by_language.values()))


@dataclass(frozen=True)
class TranscriptionProgress:
    """How far the machine is with a recording, or how its last attempt ended."""

    progress: JobProgress
    is_active: bool


def transcription_progress(recordings: Iterable[Recording]) -> dict[int, TranscriptionProgress]:
    """By primary key, those that were ever transcribed: one query for all."""
    rows = list(recordings)
    latest = jobs.latest_jobs(KIND, [row.uuid for row in rows])
    return {
        row.pk: TranscriptionProgress(jobs.progress_of(job), job.state in ACTIVE_STATES)
        for row in rows
        if (job := latest.get(str(row.uuid))) is not None
    }
