"""The job that makes an upload playable: probe, convert, poster, finish.

Each stage is done once: what the checkpoint says is done is not done again, and a file gets its
name only when it is whole. What is written goes through the job's fence.
"""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from content.jobs.exceptions import JobFailedError
from content.jobs.models import Job, JobState
from content.jobs.run import JobRun
from content.recordings import media_work, storage
from content.recordings.enums import FileRole, MediaKind, RecordingProblem, RecordingState
from content.recordings.media_work import MediaWorkError
from content.recordings.models import MediaFile, Recording
from content.recordings.probe import MediaFacts, RefusedMediaError
from content.recordings.signals import recording_playable

KIND = "process_recording"
LEASE_SECONDS = 60
STAGES = {
    "probe": _("Reading the file"),
    "convert": _("Converting for playing"),
    "poster": _("Choosing a still picture"),
    "finish": _("Finishing"),
}
VIDEO_NAME, AUDIO_NAME, POSTER_NAME = "video.mp4", "audio.m4a", "poster.jpg"


def process_recording(run: JobRun) -> None:
    """The handler. Raises JobFailedError with the message of a `RecordingProblem`."""
    recording = Recording.objects.filter(uuid=run.job.subject_id).first()
    if recording is None:
        return  # deleted meanwhile: nothing is left to do
    try:
        facts = _probe(run, recording)
        played = _convert(run, recording, facts)
        _make_poster(run, recording, played)
        _finish(run, recording, played)
    except RefusedMediaError as refusal:
        raise _failure(refusal.code, refusal.detail, retry=False) from refusal
    except MediaWorkError as error:
        raise _failure(error.code, error.detail, retry=error.retry) from error
    finally:
        # Ours alone: its name carries the fence. Gone also when the job was taken from us.
        _own_part(run, recording).unlink(missing_ok=True)


def mark_unfinished(job: Job) -> None:
    """The job ended without success: the recording says so, whoever noticed it."""
    problem = (
        RecordingProblem.CANCELLED
        if job.state == JobState.CANCELLED
        else RecordingProblem.of_message(job.problem)
    )
    Recording.objects.filter(uuid=job.subject_id).exclude(state=RecordingState.PLAYABLE).update(
        state=RecordingState.FAILED, problem=problem
    )


def _failure(code: str, detail: str, *, retry: bool) -> JobFailedError:
    return JobFailedError(RecordingProblem(code).message, detail=detail, retry=retry)


def _probe(run: JobRun, recording: Recording) -> MediaFacts:
    if "facts" in run.checkpoint:
        return MediaFacts.from_json(run.checkpoint["facts"])
    run.report("probe")
    source = _source(recording)
    with run.transaction():
        Recording.objects.filter(pk=recording.pk).update(
            state=RecordingState.PROCESSING, problem=""
        )
    facts = media_work.probe(source, run.check)
    with run.transaction():
        kind = MediaKind.VIDEO if facts.video is not None else MediaKind.AUDIO
        Recording.objects.filter(pk=recording.pk).update(media_kind=kind)
        run.save({**run.checkpoint, "facts": facts.to_json()})
    return facts


def _convert(run: JobRun, recording: Recording, facts: MediaFacts) -> MediaFacts:
    """Make the file to play; its own facts, read from itself."""
    if "played" in run.checkpoint:
        return MediaFacts.from_json(run.checkpoint["played"])
    source = _source(recording)
    total = facts.duration_ms // 1000
    run.report("convert", 0, total, "seconds")
    if storage.free_bytes() < settings.LECTERN_MIN_FREE_BYTES:
        raise MediaWorkError("disk_full", retry=True)
    role, name = _role_and_name(facts)
    part = _part(run, recording)
    media_work.convert(
        source,
        part,
        facts,
        check=run.check,
        on_progress=lambda at_ms: run.report("convert", at_ms // 1000, total, "seconds"),
    )
    played = media_work.probe(part, run.check)
    if played.duration_ms <= 0:
        raise RefusedMediaError("no_length")
    with run.transaction():
        store_file(recording, role, part, name, played)
        run.save({**run.checkpoint, "played": played.to_json()})
    return played


def _make_poster(run: JobRun, recording: Recording, played: MediaFacts) -> None:
    if played.video is None or run.checkpoint.get("poster"):
        return
    run.report("poster")
    part = _part(run, recording)
    video = storage.path_of(storage.name_of(recording.uuid, VIDEO_NAME))
    made = media_work.poster(video, part, played.duration_ms, run.check)
    with run.transaction():
        if made:
            store_file(recording, FileRole.POSTER, part, POSTER_NAME)
        run.save({**run.checkpoint, "poster": True})


def _finish(run: JobRun, recording: Recording, played: MediaFacts) -> None:
    run.report("finish")
    with run.transaction():
        make_playable(recording, played)


def make_playable(recording: Recording, played: MediaFacts, *, tell: bool = True) -> None:
    """State, kind and length from the file to play; tells the apps above once that is stored."""
    recording.refresh_from_db()
    recording.state = RecordingState.PLAYABLE
    recording.problem = ""
    recording.media_kind = MediaKind.VIDEO if played.video is not None else MediaKind.AUDIO
    recording.duration_ms = played.duration_ms
    recording.save(update_fields=["state", "problem", "media_kind", "duration_ms", "updated_at"])
    if tell:
        transaction.on_commit(
            lambda: recording_playable.send(sender=Recording, recording=recording)
        )


def store_file(
    recording: Recording, role: str, part: Path, filename: str, facts: MediaFacts | None = None
) -> MediaFile:
    """Put a finished file in its place and write its row. Inside a transaction."""
    name = storage.name_of(recording.uuid, filename)
    storage.put_in_place(part, storage.path_of(name))
    video = facts.video if facts is not None else None
    row, _created = MediaFile.objects.update_or_create(
        recording=recording,
        take=recording.take,
        role=role,
        variant=str(min(video.width, video.height)) if video else "",
        defaults={
            "name": name,
            "content_type": CONTENT_TYPES[Path(filename).suffix],
            "size_bytes": storage.path_of(name).stat().st_size,
            "width": video.width if video else None,
            "height": video.height if video else None,
        },
    )
    return row


CONTENT_TYPES = {
    ".mp4": "video/mp4",
    ".m4a": "audio/mp4",
    ".jpg": "image/jpeg",
    "": "application/octet-stream",
}


def _role_and_name(facts: MediaFacts) -> tuple[str, str]:
    if facts.video is not None:
        return FileRole.VIDEO, VIDEO_NAME
    return FileRole.AUDIO, AUDIO_NAME


def _source(recording: Recording) -> Path:
    row = recording.files.filter(role=FileRole.SOURCE).first()
    path = storage.path_of(row.name) if row is not None else None
    if path is None or not path.is_file():
        raise MediaWorkError("source_missing")
    return path


def _own_part(run: JobRun, recording: Recording) -> Path:
    """The unfinished file of this very attempt."""
    return storage.folder_of(recording.uuid) / f"{run.job.pk}-{run.job.fence}.part"


def _part(run: JobRun, recording: Recording) -> Path:
    """As `_own_part`, having swept away what killed workers left."""
    part = _own_part(run, recording)
    for other in part.parent.glob("*.part"):
        if other != part:
            other.unlink(missing_ok=True)
    return part
