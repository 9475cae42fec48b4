"""The files of a recording: putting one in its place, showing the next take, dropping others.

A take is one uploaded file and all that was made of it. Readers get the recording's own take; while
its file is being replaced the next one grows beside it, and one transaction makes the change.
"""

import contextlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from PIL import Image

from content.recordings import storage
from content.recordings.enums import FileRole, MediaKind, RecordingState
from content.recordings.models import MediaFile, Recording
from content.recordings.probe import MediaFacts
from content.recordings.signals import recording_playable, recording_replaced
from content.recordings.stills import Look, best_of

CONTENT_TYPES = {
    ".mp4": "video/mp4",
    ".m4a": "audio/mp4",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    "": "application/octet-stream",
}
_SUFFIXES = {
    FileRole.SOURCE: "",
    FileRole.VIDEO: ".mp4",
    FileRole.AUDIO: ".m4a",
    FileRole.POSTER: ".jpg",
    FileRole.CANDIDATE: ".jpg",
    FileRole.SPRITES: ".jpg",
    FileRole.WAVEFORM: ".json",
}
_SHOWN_FIELDS = (
    *("take", "timeline_since", "original_filename", "state", "problem"),
    *("media_kind", "duration_ms", "updated_at"),
)
# Recordings whose lengths differ by less are the same talk: other encoders cut the ends otherwise.
_SAME_MS = 1000
_SAME_SHARE = 0.002


@dataclass(frozen=True)
class Made:
    """What is known of a finished file besides its bytes."""

    role: FileRole
    variant: str = ""
    width: int | None = None
    height: int | None = None
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def filename(self) -> str:
        stem = f"{self.role.value}-{self.variant}" if self.variant else self.role.value
        return stem + _SUFFIXES[self.role]


def newest_take(recording: Recording) -> int:
    """The take whose source came last: the recording's own, or the one that is to replace it."""
    takes = recording.files.filter(role=FileRole.SOURCE).values_list("take", flat=True)
    return max([recording.take, *takes])


def store_file(recording: Recording, take: int, part: Path, made: Made) -> MediaFile:
    """Put a finished file in its place and write its row. Inside a transaction."""
    name = storage.name_of(recording.uuid, made.filename, take)
    storage.put_in_place(part, storage.path_of(name))
    row, _created = MediaFile.objects.update_or_create(
        recording=recording,
        take=take,
        role=made.role,
        variant=made.variant,
        defaults={
            "name": name,
            "content_type": CONTENT_TYPES[Path(made.filename).suffix],
            "size_bytes": storage.path_of(name).stat().st_size,
            "width": made.width,
            "height": made.height,
            "details": made.details,
        },
    )
    return row


def store_stills(
    recording: Recording, take: int, looks: Sequence[tuple[Path, Look]], part: Path
) -> None:
    """The candidates, and the best of them as poster, by way of `part`. Inside a transaction."""
    if not looks:
        return
    best = best_of([look for _path, look in looks])
    shutil.copyfile(looks[best][0], part)
    for number, (path, _look) in enumerate(looks, start=1):
        made = Made(FileRole.CANDIDATE, str(number), *picture_size(path))
        store_file(recording, take, path, made)
    store_poster(recording, take, part, chosen=str(best + 1))


def store_poster(recording: Recording, take: int, part: Path, *, chosen: str) -> MediaFile:
    """`chosen` is the variant of the candidate that it is a copy of. Inside a transaction."""
    made = Made(FileRole.POSTER, "", *picture_size(part), details={"candidate": chosen})
    return store_file(recording, take, part, made)


def picture_size(path: Path) -> tuple[int, int]:
    """Width and height of a picture that we made ourselves."""
    with Image.open(path) as picture:
        return picture.size


def show(recording: Recording, take: int, played: MediaFacts, *, tell: bool = True) -> None:
    """Make this take the one that readers get, and drop the others. Inside a transaction.

    The apps above are told in the same transaction, so that no crash comes between what is shown
    and what follows from it: `recording_playable` for a recording that could not be played before,
    else `recording_replaced`.
    """
    recording.refresh_from_db()
    before_ms = recording.duration_ms if recording.is_playable else None
    is_replaced = before_ms is not None and take != recording.take
    agrees = durations_agree(before_ms or 0, played.duration_ms)
    if is_replaced and not agrees:
        recording.timeline_since = timezone.now()
    source = recording.files.filter(role=FileRole.SOURCE, take=take).first()
    if source is not None and "filename" in source.details:
        recording.original_filename = source.details["filename"]
    recording.take = take
    recording.state = RecordingState.PLAYABLE
    recording.problem = ""
    recording.media_kind = MediaKind.VIDEO if played.video is not None else MediaKind.AUDIO
    recording.duration_ms = played.duration_ms
    recording.save(update_fields=_SHOWN_FIELDS)
    drop_takes(recording, keep=take)
    if is_replaced:
        recording_replaced.send(sender=Recording, recording=recording, duration_agrees=agrees)
    elif tell:
        recording_playable.send(sender=Recording, recording=recording)


def durations_agree(before_ms: int, after_ms: int) -> bool:
    """Whether times in the one still mean the same moment in the other."""
    return abs(before_ms - after_ms) <= max(_SAME_MS, before_ms * _SAME_SHARE)


def drop_refused(recording: Recording) -> None:
    """Keep nothing of an upload that is no recording. Inside a transaction.

    One that was to replace a file stays, for the page that says why it did not.
    """
    recording.refresh_from_db()
    if not recording.is_playable:
        _drop(recording.files.all())


def drop_takes(recording: Recording, *, keep: int) -> None:
    """Forget all takes but one; their files go once that is committed. Inside a transaction.

    A crash in between leaves files without rows, which the sweep removes.
    """
    _drop(recording.files.exclude(take=keep))


def _drop(rows: QuerySet[MediaFile]) -> None:
    names = list(rows.values_list("name", flat=True))
    rows.delete()
    transaction.on_commit(lambda: _remove(names))


def _remove(names: list[str]) -> None:
    for path in map(storage.path_of, names):
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # while there is more in it, or gone by now
            path.parent.rmdir()
