"""Writes on recordings: create from an upload, adopt what is encoded already, retry, delete."""

import contextlib
import errno
import shutil
from collections.abc import Collection as Many
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Collection

from content.core.audience import Audience
from content.jobs import selectors as jobs
from content.jobs import services as job_services
from content.jobs.exceptions import JobStateError
from content.jobs.models import JobState
from content.people.models import Unit, User
from content.recordings import (
    accepted_formats,
    ffmpeg,
    media_work,
    pipeline,
    stills,
    storage,
    takes,
)
from content.recordings.enums import FileRole, RecordingProblem, RecordingState
from content.recordings.exceptions import RecordingInUseError, UploadRefusedError
from content.recordings.models import MediaFile, Recording
from content.recordings.probe import MediaFacts, RefusedMediaError
from content.recordings.stills import Look
from content.recordings.takes import Made
from content.recordings.workbench import Workbench
from content.taxonomy.models import Speaker, Topic
from content.uploads.arrived import ArrivedFile
from content.uploads.metadata import display_name

SOURCE_NAME = "source"
_COPY_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True)
class RecordingDetails:
    """What staff say about a recording besides its title and audience."""

    language: str = ""
    speaker: Speaker | None = None
    unit: Unit | None = None
    topics: Many[Topic] = field(default_factory=tuple)
    recorded_on: date | None = None
    collection: Collection | None = None
    publish_page: bool = False


def create_recording(
    *,
    acting_user: User | None,
    upload: UploadedFile[Any],
    title: str,
    audience: Audience,
    language: str = "",
    details: RecordingDetails | None = None,
    uuid: UUID | None = None,
) -> Recording:
    """Store an upload and put its processing into the queue.

    `language` wins over that of the details; `uuid` gives the recording a known identity. Raises
    UploadRefusedError, leaving nothing behind but an ArrivedFile, which is its owner's to remove.
    """
    check_upload(upload)
    uuid = uuid or uuid4()
    target = storage.folder_of(uuid) / SOURCE_NAME
    size = _take(upload, target)
    try:
        with transaction.atomic():
            recording = _new_row(acting_user, uuid, title, audience, details, language)
            recording.original_filename = display_name(upload.name or "")
            recording.save(update_fields=["original_filename"])
            MediaFile.objects.create(
                recording=recording,
                role=FileRole.SOURCE,
                name=storage.name_of(uuid, SOURCE_NAME),
                content_type=takes.CONTENT_TYPES[""],
                size_bytes=size,
                details={"filename": recording.original_filename},
            )
            job_services.enqueue(kind=pipeline.KIND, subject_id=uuid)
            log(recording, "wagtail.create", user=acting_user)
    except BaseException:
        storage.remove_folder(target.parent)
        raise
    return recording


def check_upload(upload: UploadedFile[Any]) -> None:
    """What can be told at once: size, room, first bytes. Raises UploadRefusedError."""
    storage.refuse_by_size(upload.size or 0, is_stored=isinstance(upload, ArrivedFile))
    upload.seek(0)
    code = accepted_formats.refusal(upload.read(accepted_formats.HEAD_BYTES))
    upload.seek(0)
    if code:
        raise UploadRefusedError(str(RecordingProblem(code).label), code=code)


def adopt_recording(
    *,
    acting_user: User | None,
    source: Path,
    title: str,
    audience: Audience,
    uuid: UUID | None = None,
    language: str = "",
    details: RecordingDetails | None = None,
    tell: bool = True,
) -> Recording:
    """Take a local file that browsers play as it is (H.264 or no picture, AAC, in an mp4): the
    recording is playable at the end of this call, without a job and without an `as uploaded` file.

    The file is probed like any upload and copied, never moved. `uuid` gives the recording a known
    identity; `tell` false sends no `recording_playable`. Raises UploadRefusedError for a file that
    would have to be converted: give that to `create_recording`.
    """
    storage.refuse_by_size(source.stat().st_size)
    facts = _facts_of(source)
    if not ffmpeg.can_be_copied(facts):
        raise UploadRefusedError(_("This file has to be converted before browsers play it."))
    key = uuid or uuid4()
    folder = storage.folder_of(key)
    bench = Workbench(folder, "adopted")
    try:
        pictures = bench.folder()
        shutil.copyfile(source, bench.part)
        looks = _stills_of(bench.part, pictures, facts)
        with transaction.atomic():
            recording = _new_row(acting_user, key, title, audience, details, language)
            takes.store_file(recording, 1, bench.part, _played_as(facts))
            takes.store_stills(recording, 1, looks, bench.part)
            takes.show(recording, 1, facts, tell=tell)
            log(recording, "wagtail.create", user=acting_user)
        bench.clear()
    except BaseException:
        storage.remove_folder(folder)
        raise
    return recording


def _played_as(facts: MediaFacts) -> Made:
    video = facts.video
    if video is None:
        return Made(FileRole.AUDIO)
    variant = str(min(video.width, video.height))
    return Made(FileRole.VIDEO, variant, video.width, video.height)


def _stills_of(path: Path, folder: Path, facts: MediaFacts) -> list[tuple[Path, Look]]:
    if facts.video is None:
        return []
    parts = [folder / f"{number}.jpg" for number in range(1, stills.COUNT + 1)]
    return media_work.stills(path, parts, facts.duration_ms)


def replace_file(
    *, acting_user: User | None, recording: Recording, upload: UploadedFile[Any]
) -> Recording:
    """Store another file for a recording, which takes the place of its own once it plays.

    Until then readers get the old one. Raises UploadRefusedError, leaving all as it was.
    """
    check_upload(upload)
    arriving = storage.folder_of(recording.uuid) / f"arriving-{uuid4().hex}" / SOURCE_NAME
    size = _take(upload, arriving)
    try:
        with transaction.atomic():
            row = Recording.objects.select_for_update(of=("self",)).get(pk=recording.pk)
            _refuse_while_active(row)
            take = takes.newest_take(row) + 1
            takes.drop_takes(row, keep=row.take)  # an earlier try that came to nothing
            source = Made(FileRole.SOURCE, details={"filename": display_name(upload.name or "")})
            takes.store_file(row, take, arriving, source)
            if not row.is_playable:
                row.state, row.problem = RecordingState.UPLOADED, ""
                row.save(update_fields=["state", "problem", "updated_at"])
            job_services.enqueue(kind=pipeline.KIND, subject_id=row.uuid)
            log(row, "recordings.replace", user=acting_user, data={"size_bytes": size})
    finally:
        storage.remove_folder(arriving.parent)
    recording.refresh_from_db()
    return recording


def _refuse_while_active(recording: Recording) -> None:
    job = jobs.latest_job(pipeline.KIND, recording.uuid)
    if job is not None and job.is_active:
        raise UploadRefusedError(
            _("This recording is being processed. Wait until that is done, or cancel it first."),
            code="busy",
        )


@transaction.atomic
def discard_replacement(*, acting_user: User | None, recording: Recording) -> None:
    """Give up a file that was to replace the recording's; nothing happens where there is none."""
    if takes.newest_take(recording) == recording.take:
        return
    job_services.forget(kind=pipeline.KIND, subject_id=recording.uuid)
    takes.drop_takes(recording, keep=recording.take)
    if not recording.is_playable:
        recording.state, recording.problem = RecordingState.FAILED, RecordingProblem.CANCELLED
        recording.save(update_fields=["state", "problem", "updated_at"])
    log(recording, "recordings.discard", user=acting_user)


def choose_poster(
    *, acting_user: User | None, recording: Recording, candidate: MediaFile
) -> MediaFile:
    """Make one of the recording's still pictures its poster."""
    bench = Workbench(storage.folder_of(recording.uuid), f"poster-{uuid4().hex}")
    try:
        shutil.copyfile(storage.path_of(candidate.name), bench.part)
        with transaction.atomic():
            chosen = candidate.variant
            poster = takes.store_poster(recording, candidate.take, bench.part, chosen=chosen)
            recording.save(update_fields=["updated_at"])  # tells whoever shows it elsewhere
            log(recording, "recordings.poster", user=acting_user, data={"candidate": chosen})
    finally:
        bench.clear()
    return poster


@transaction.atomic
def retry_processing(*, acting_user: User | None, recording: Recording) -> Recording:
    """Put a recording that needs attention back into the queue; done stages are not done again."""
    job = jobs.latest_job(pipeline.KIND, recording.uuid)
    if job is not None and job.state in (JobState.FAILED, JobState.CANCELLED):
        job_services.retry(job=job, acting_user=acting_user)
    else:
        job_services.enqueue(kind=pipeline.KIND, subject_id=recording.uuid)
        log(recording, "recordings.retry", user=acting_user)
    if not recording.is_playable:  # else what is tried again is more than playing it
        recording.state = RecordingState.UPLOADED
        recording.problem = ""
        recording.save(update_fields=["state", "problem", "updated_at"])
    return recording


@transaction.atomic
def cancel_processing(*, acting_user: User | None, recording: Recording) -> None:
    """Stop the processing of a recording, if it is under way; the upload is kept."""
    job = jobs.latest_job(pipeline.KIND, recording.uuid)
    if job is not None and job.is_active:
        with contextlib.suppress(JobStateError):  # it ended at this very moment
            job_services.cancel(job=job, acting_user=acting_user)


@transaction.atomic
def delete_recording(*, acting_user: User | None, recording: Recording) -> None:
    """Delete a recording; its files go once that is committed.

    Raises RecordingInUseError where a page, lesson or record of learning refers to it.
    """
    uuid = recording.uuid
    log(recording, "wagtail.delete", user=acting_user, deleted=True)
    try:
        with transaction.atomic():
            recording.delete()
    except ProtectedError as error:
        names = sorted({f"{row._meta.verbose_name} “{row}”" for row in error.protected_objects})
        shown = get_text_list([*names[:3], *(["…"] if len(names) > 3 else [])], _("and"))
        raise RecordingInUseError(
            _("This recording is still used by %(names)s. Take it out there first.")
            % {"names": shown}
        ) from error
    job_services.forget(kind=pipeline.KIND, subject_id=uuid)


def _new_row(
    acting_user: User | None,
    uuid: UUID,
    title: str,
    audience: Audience,
    details: RecordingDetails | None,
    language: str,
) -> Recording:
    said = details or RecordingDetails()
    recording = Recording(
        uuid=uuid,
        title=title,
        audience=audience,  # type: ignore[misc]  # the stubs see a text column
        language=language or said.language,
        speaker=said.speaker,
        unit=said.unit,
        recorded_on=said.recorded_on,
        publish_page=said.publish_page,
        created_by=acting_user,
    )
    recording.collection = said.collection or Collection.get_first_root_node()
    recording.save()
    recording.topics.set(said.topics)
    return recording


def _facts_of(source: Path) -> MediaFacts:
    try:
        return media_work.probe(source)
    except (RefusedMediaError, media_work.MediaWorkError) as error:
        raise UploadRefusedError(
            str(RecordingProblem(error.code).label), code=error.code
        ) from error


def _take(upload: UploadedFile[Any], target: Path) -> int:
    """Move the upload into place, or copy it where it lies on another disk; its size in bytes."""
    if isinstance(upload, ArrivedFile) and storage.link(upload.path, target):
        return upload.path.stat().st_size
    temporary = getattr(upload, "temporary_file_path", None)
    if temporary is not None:
        with contextlib.suppress(_OtherDiskError):
            return _move(Path(temporary()), target)
    return storage.write_whole(target, _blocks(upload))


class _OtherDiskError(Exception):
    pass


def _move(temporary: Path, target: Path) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        temporary.rename(target)
    except OSError as error:
        if error.errno == errno.EXDEV:
            raise _OtherDiskError from error
        storage.remove_folder(target.parent)
        raise
    target.chmod(0o644)  # the web server may be the one that sends it
    storage.put_in_place(target, target)
    return target.stat().st_size


def _blocks(upload: UploadedFile[Any]) -> Iterator[bytes]:
    upload.seek(0)
    yield from upload.chunks(_COPY_BLOCK_BYTES)
