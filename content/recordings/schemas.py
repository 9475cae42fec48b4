"""What the API says of a recording."""

from uuid import UUID

from ninja import Schema

from content.recordings import selectors
from content.recordings.models import Recording


class SourceOut(Schema):
    url: str
    content_type: str


class RecordingOut(Schema):
    """`duration_seconds` is null and `sources` empty until the recording can be played."""

    uuid: UUID
    title: str
    language: str
    state: str
    duration_seconds: float | None
    poster_url: str
    sources: list[SourceOut]

    @classmethod
    def of(cls, recording: Recording) -> "RecordingOut":
        played = selectors.played_file(recording) if recording.is_playable else None
        poster = selectors.poster_file(recording)
        duration = recording.duration_ms
        return cls(
            uuid=recording.uuid,
            title=recording.title,
            language=recording.language,
            state=recording.state,
            duration_seconds=None if duration is None else duration / 1000,
            poster_url=poster.url if poster else "",
            sources=[SourceOut(url=played.url, content_type=played.content_type)] if played else [],
        )


class ProgressOut(Schema):
    """`done`, `total` and `percent` are of the present `stage`; null where nobody can tell."""

    state: str
    stage: str
    done: int
    total: int
    unit: str
    percent: int | None
    seconds_left: int | None
    problem: str

    @classmethod
    def of(cls, recording: Recording) -> "ProgressOut":
        progress = selectors.progress_of(recording)
        job = progress.job
        return cls(
            state=progress.state,
            stage=job.stage if job else "",
            done=job.done if job else 0,
            total=job.total if job else 0,
            unit=job.unit if job else "",
            percent=job.percent if job else 100 if recording.is_playable else None,
            seconds_left=job.seconds_left if job else None,
            problem=progress.problem,
        )
