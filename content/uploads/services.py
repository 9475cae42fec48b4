"""Writes on uploads: begin, receive bytes, cancel, and hand the whole file over, once.

The order is always bytes, then the disk's word that they are there (fsync), then the row: what the
row says is on the disk, whatever dies in between.
"""

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.people.models import User
from content.uploads import gates, part_file, quotas
from content.uploads.arrived import ArrivedFile
from content.uploads.enums import OPEN_STATES, UploadState
from content.uploads.exceptions import (
    BusyError,
    GoneError,
    NoRoomError,
    NotCompleteError,
    OffsetConflictError,
    RefusedContentError,
    TooLargeError,
)
from content.uploads.models import Upload
from content.uploads.part_file import HeldError, PartFile

BLOCK_BYTES = 256 << 10
SYNC_BYTES = 4 << 20
"""After so many bytes, at the latest, what arrived is acknowledged."""
_WAIT_SECONDS = 3.0
_WAIT_FOR_HANDING_OVER_SECONDS = 60.0

Read = Callable[[int], bytes]
Make = Callable[[ArrivedFile, UUID], str]


def create_upload(
    *, acting_user: User | None, size_bytes: int, filename: str = "", fingerprint: str = ""
) -> Upload:
    """Let a file in, by its length. Nobody, which is a command of the operator, has no quota.

    A file that is open already is not let in beside itself: a client that did not hear the answer
    asks again. Raises UploadError with the reason where it is not let in.
    """
    quotas.check_file(size_bytes)
    with quotas.counting():
        again = Upload.objects.same_file(acting_user, fingerprint, size_bytes).first()
        if again is not None:
            return again
        if acting_user is not None:
            quotas.check_person(acting_user, size_bytes)
        quotas.check_disk(size_bytes)
        return Upload.objects.create(
            owner=acting_user,
            size_bytes=size_bytes,
            filename=filename,
            fingerprint=fingerprint,
            expires_at=_expiry(),
        )


def receive(*, upload: Upload, offset: int, length: int, read: Read) -> Upload:
    """Append up to `length` bytes that `read(most)` gives, beginning at `offset`.

    What was read is kept, also where `read` raises or ends early. Raises UploadError.
    """
    with _held(upload, _WAIT_SECONDS) as file:
        _begin(upload, file, offset, length)
        file.cut_to(offset)
        _pump(upload, file, length, read)
    return upload


def current_offset(upload: Upload) -> int:
    """Where to go on: never more than is on the disk, also if a file was lost."""
    if upload.state not in OPEN_STATES:
        return upload.offset_bytes
    return min(upload.offset_bytes, part_file.stored_bytes(upload.uuid))


def wait_until_free(upload: Upload) -> None:
    """Until a request that is ending has said how far it came. Raises BusyError, GoneError."""
    with _held(upload, _WAIT_SECONDS):
        pass


def cancel_upload(*, upload: Upload) -> None:
    """Drop it with its bytes. Raises BusyError while they are being received, GoneError after."""
    with _held(upload, _WAIT_SECONDS) as file:
        _drop(upload, file)


def adopt(*, acting_user: User | None, uuid: UUID, sha256: str, make: Make) -> str:
    """What `make` makes of the whole file, and once only: asked again, the same answer.

    `make(file, uuid)` runs in the transaction that marks the upload as taken over, and gives what
    to remember as its result. `sha256` is what the client computed over the file that it chose.
    Raises UploadError; RefusedContentError, with the bytes dropped, where the hashes differ.
    """
    upload = Upload.objects.filter(uuid=uuid, owner=acting_user).first()
    if upload is None:
        raise GoneError(_gone(), code="gone")
    if upload.state == UploadState.ADOPTED:
        return upload.result
    try:
        with _held(upload, _WAIT_FOR_HANDING_OVER_SECONDS) as file:
            _compare(upload, file, sha256)
            return _hand_over(upload, file, make)
    except GoneError:
        upload.refresh_from_db()
        if upload.state == UploadState.ADOPTED:
            return upload.result
        raise


@contextlib.contextmanager
def _held(upload: Upload, wait_seconds: float) -> Iterator[PartFile]:
    """The file under its lock and the row as it is now. Raises BusyError, GoneError."""
    try:
        with part_file.held(upload.uuid, wait_seconds) as file:
            try:
                upload.refresh_from_db()
                expired = upload.expires_at <= timezone.now()
            except Upload.DoesNotExist:
                expired = True
            if expired or upload.state not in OPEN_STATES:
                if file.size == 0:
                    file.remove()  # made by our own opening of it
                raise GoneError(_gone(), code="gone")
            yield file
    except HeldError as error:
        raise BusyError(
            _("This upload is being received in another window."), code="busy"
        ) from error


def _begin(upload: Upload, file: PartFile, offset: int, length: int) -> None:
    """Raises UploadError unless these bytes are the next ones, and have room."""
    here = min(upload.offset_bytes, file.size)
    if offset != here:
        raise OffsetConflictError(
            _("%(offset)d bytes have arrived. Go on from there.") % {"offset": here}, code="offset"
        )
    if offset + length > upload.size_bytes:
        raise TooLargeError(
            _("These are more bytes than the file was said to have."), code="length"
        )
    quotas.check_reserve(length)


def _pump(upload: Upload, file: PartFile, length: int, read: Read) -> None:
    """From the network to the disk by blocks, acknowledged every few megabytes."""
    start = at = upload.offset_bytes = min(upload.offset_bytes, file.size)
    full = False
    try:
        while at - start < length and not full:
            block = read(min(BLOCK_BYTES, length - (at - start)))
            if not block:
                break
            written = file.write(block, at)
            at, full = at + written, written < len(block)
            if at - upload.offset_bytes >= SYNC_BYTES:
                _acknowledge(upload, file, at)
    finally:
        if at > upload.offset_bytes:  # not what was refused when it was acknowledged
            _acknowledge(upload, file, at)
    if full:
        raise NoRoomError(quotas.disk_full_words(), code="disk_full")


def _acknowledge(upload: Upload, file: PartFile, offset: int) -> None:
    """The bytes are on the disk, then the row says so. Raises NoRoomError, RefusedContentError."""
    before = upload.offset_bytes
    try:
        file.sync()
    except OSError as error:
        if error.errno not in part_file.FULL:
            raise
        raise NoRoomError(quotas.disk_full_words(), code="disk_full") from error
    upload.offset_bytes = offset
    upload.expires_at = _expiry()
    if upload.is_whole:
        upload.state = UploadState.COMPLETE
    upload.save(update_fields=["offset_bytes", "expires_at", "state", "updated_at"])
    known = min(gates.HEAD_BYTES, upload.size_bytes)
    if before < known <= offset:
        _look_at_head(upload, file)


def _look_at_head(upload: Upload, file: PartFile) -> None:
    """Raises RefusedContentError, before gigabytes of it have come."""
    words = gates.refusal_of(file.head(gates.HEAD_BYTES))
    if words:
        _drop(upload, file)
        raise RefusedContentError(words, code="content")


def _compare(upload: Upload, file: PartFile, sha256: str) -> None:
    """Raises NotCompleteError, RefusedContentError."""
    file.cut_to(upload.size_bytes)
    if not upload.is_whole or file.size != upload.size_bytes:
        raise NotCompleteError(_("The file has not arrived as a whole yet."), code="not_complete")
    if not upload.sha256:
        upload.sha256 = file.sha256()
        upload.save(update_fields=["sha256", "updated_at"])
    if upload.sha256 != sha256.lower():
        _drop(upload, file)
        raise RefusedContentError(
            _(
                "What arrived is not the file as it lies on your computer: it was changed "
                "meanwhile, or damaged on its way. Choose it again."
            ),
            code="hash",
        )


def _hand_over(upload: Upload, file: PartFile, make: Make) -> str:
    arrived = ArrivedFile(file.path, upload.filename)
    with contextlib.closing(arrived), transaction.atomic():
        row = Upload.objects.select_for_update().get(pk=upload.pk)
        if row.state == UploadState.ADOPTED:
            return row.result
        row.result = make(arrived, upload.uuid)
        row.state = UploadState.ADOPTED
        row.save(update_fields=["result", "state", "updated_at"])
        transaction.on_commit(file.remove)
    return row.result


def _drop(upload: Upload, file: PartFile) -> None:
    upload.state = UploadState.CANCELLED
    upload.save(update_fields=["state", "updated_at"])
    file.remove()


def _expiry() -> datetime:
    return timezone.now() + timedelta(hours=settings.LECTERN_UPLOAD_KEEP_HOURS)


def _gone() -> str:
    return _("This upload is no longer there: it was cancelled, or not continued for too long.")
