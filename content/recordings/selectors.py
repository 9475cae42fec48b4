"""Reads on recordings: how far one is, and where its files are."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from content.jobs import selectors as jobs
from content.jobs.models import Job
from content.jobs.selectors import JobProgress
from content.recordings import storage
from content.recordings.enums import FileRole, RecordingState
from content.recordings.models import MediaFile, Recording
from content.recordings.pipeline import KIND

_PLAYED_ROLES = (FileRole.VIDEO, FileRole.AUDIO)


@dataclass(frozen=True)
class RecordingProgress:
    """A recording's state in words; `job` tells the stage and share while it is being processed."""

    state: str
    state_label: str
    problem: str
    problem_detail: str
    job: JobProgress | None

    @property
    def is_settled(self) -> bool:
        """Whether nothing will change by itself any more."""
        return self.state in (RecordingState.PLAYABLE, RecordingState.FAILED)


def progress_of(recording: Recording) -> RecordingProgress:
    """One query."""
    return _progress(recording, jobs.latest_job(KIND, recording.uuid))


def progress_of_all(recordings: Sequence[Recording]) -> dict[int, RecordingProgress]:
    """By primary key: one query for all."""
    rows = jobs.latest_jobs(KIND, [recording.uuid for recording in recordings])
    return {
        recording.pk: _progress(recording, rows.get(str(recording.uuid)))
        for recording in recordings
    }


def _progress(recording: Recording, job: Job | None) -> RecordingProgress:
    return RecordingProgress(
        state=recording.state,
        state_label=recording.get_state_display(),
        problem=recording.problem_text,
        problem_detail=job.problem_detail if job is not None else "",
        job=jobs.progress_of(job) if job is not None and not recording.is_playable else None,
    )


def played_file(recording: Recording) -> MediaFile | None:
    """The file that players play: the video, or the sound where there is no picture.

    Uses prefetched `files` where there are any.
    """
    return next((row for row in recording.files.all() if row.role in _PLAYED_ROLES), None)


def poster_file(recording: Recording) -> MediaFile | None:
    return next((row for row in recording.files.all() if row.role == FileRole.POSTER), None)


def played_path(recording: Recording) -> Path | None:
    """The played file on this machine: what is transcribed, so that times agree with the player."""
    row = played_file(recording)
    return storage.path_of(row.name) if row is not None else None
