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


@dataclass(frozen=True)
class Replacement:
    """A file that is to take the place of a recording's own, and how far that is.

    `problem` says why it came to nothing; then it waits to be tried again or given up.
    """

    filename: str
    size_bytes: int
    job: JobProgress | None
    problem: str
    problem_detail: str


def replacement_of(recording: Recording) -> Replacement | None:
    """The next take of a recording that has not taken its place yet."""
    rows = recording.files.filter(role=FileRole.SOURCE, take__gt=recording.take)
    source = rows.order_by("-take").first()
    if source is None:
        return None
    job = jobs.latest_job(KIND, recording.uuid)
    failed = job is not None and not job.is_active
    return Replacement(
        filename=source.details.get("filename", ""),
        size_bytes=source.size_bytes,
        job=jobs.progress_of(job) if job is not None and job.is_active else None,
        problem=job.problem_text if job is not None and failed else "",
        problem_detail=job.problem_detail if job is not None and failed else "",
    )


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


def qualities_of(recording: Recording) -> list[MediaFile]:
    """The videos to play, the highest first; empty for a recording without picture."""
    return sorted(_files(recording, FileRole.VIDEO), key=_quality, reverse=True)


def audio_only(recording: Recording) -> MediaFile | None:
    """The sound alone, also of a video; its times are those of the videos."""
    return _only(recording, FileRole.AUDIO)


def played_file(recording: Recording) -> MediaFile | None:
    """What players play unless told otherwise: the best video, or the sound without picture.

    Like all of these it uses prefetched `files` where there are any.
    """
    return next(iter(qualities_of(recording)), None) or audio_only(recording)


def poster_file(recording: Recording) -> MediaFile | None:
    return _only(recording, FileRole.POSTER)


def poster_candidates_of(recording: Recording) -> list[MediaFile]:
    """The still pictures that staff may choose the poster from, in the order of their time."""
    return sorted(_files(recording, FileRole.CANDIDATE), key=lambda row: int(row.variant))


def waveform_of(recording: Recording) -> MediaFile | None:
    """A JSON file: {"interval_ms": n, "peaks": [0..255, …]}."""
    return _only(recording, FileRole.WAVEFORM)


@dataclass(frozen=True)
class Sprites:
    """Sheets of small pictures, one an interval, row by row; the last sheet may end early."""

    interval_ms: int
    columns: int
    rows: int
    tile_width: int
    tile_height: int
    urls: tuple[str, ...]


def sprites_of(recording: Recording) -> Sprites | None:
    """The small pictures along a video; None where there are none (yet)."""
    sheets = sorted(_files(recording, FileRole.SPRITES), key=lambda row: int(row.variant))
    if not sheets:
        return None
    details = sheets[0].details
    columns, rows = details["columns"], details["rows"]
    return Sprites(
        interval_ms=details["interval_ms"],
        columns=columns,
        rows=rows,
        tile_width=(sheets[0].width or 0) // columns,
        tile_height=(sheets[0].height or 0) // rows,
        urls=tuple(sheet.url for sheet in sheets),
    )


def heard_file(recording: Recording) -> MediaFile | None:
    """What is transcribed: the sound alone where there is some, for it stays while qualities come.

    Its times are the player's.
    """
    return audio_only(recording) or played_file(recording)


def heard_path(recording: Recording) -> Path | None:
    return _path(heard_file(recording))


def played_path(recording: Recording) -> Path | None:
    """The played file on this machine."""
    return _path(played_file(recording))


def _path(row: MediaFile | None) -> Path | None:
    return storage.path_of(row.name) if row is not None else None


def _files(recording: Recording, role: str) -> list[MediaFile]:
    return [row for row in recording.files.all() if row.role == role and row.take == recording.take]


def _only(recording: Recording, role: str) -> MediaFile | None:
    return next(iter(_files(recording, role)), None)


def _quality(row: MediaFile) -> int:
    return int(row.variant or row.height or 0)
