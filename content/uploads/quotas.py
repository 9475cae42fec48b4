"""How much may be uploaded: one file, one person's open uploads, one day, and the disk's reserve.

An open upload counts with its full length from the moment it is created. Whoever creates one holds
the lock of this module meanwhile, so that two at once cannot both take the last room.
"""

import contextlib
import shutil
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from content.people.models import User
from content.uploads import part_file
from content.uploads.exceptions import NoRoomError, TooLargeError, UploadError
from content.uploads.models import Upload

_LOCK_NUMBER = 0x4C656374  # any number that nothing else in this database locks
_LARGEST_RESERVE_BYTES = 20 << 30
DAY = timedelta(hours=24)


@contextlib.contextmanager
def counting() -> Iterator[None]:
    """A transaction in which nobody else creates an upload.

    On SQLite every transaction is alone from its begin (IMMEDIATE).
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_NUMBER])
        yield


def check_file(size: int) -> None:
    """Raises UploadError for a file that is empty or too large, whoever sends it."""
    if size <= 0:
        raise UploadError(_("The file is empty. Choose it again, or export it anew."), code="empty")
    limit = settings.LECTERN_MAX_UPLOAD_BYTES
    if size > limit:
        raise TooLargeError(
            _("The file is %(size)s large; at most %(limit)s are accepted.")
            % _sizes(size=size, limit=limit),
            code="too_large",
        )


def check_person(owner: User, size: int) -> None:
    """Raises TooLargeError where this person's open uploads, or their day, would be too much."""
    mine = Upload.objects.filter(owner=owner)
    limit = settings.LECTERN_UPLOAD_OPEN_BYTES
    taken = mine.open().total_bytes()
    if taken + size > limit:
        raise TooLargeError(
            _(
                "Your unfinished uploads hold %(taken)s of the %(limit)s you may have at once, and "
                "this file is %(size)s large. Finish or cancel one of them first."
            )
            % _sizes(taken=taken, limit=limit, size=size),
            code="open_quota",
        )
    limit = settings.LECTERN_UPLOAD_DAY_BYTES
    taken = mine.taken_since(timezone.now() - DAY)
    if taken + size > limit:
        raise TooLargeError(
            _(
                "Within 24 hours you have uploaded %(taken)s of the %(limit)s allowed, and this "
                "file is %(size)s large. Go on tomorrow, or ask the administrator."
            )
            % _sizes(taken=taken, limit=limit, size=size),
            code="day_quota",
        )


def check_disk(size: int) -> None:
    """Raises NoRoomError where `size` more, beside what is still to come, would touch the
    reserve."""
    room = room_bytes() - Upload.objects.open().missing_bytes()
    if size > room:
        raise NoRoomError(
            _(
                "The server has room for %(room)s more, and the file is %(size)s large. "
                "Ask the administrator to make room."
            )
            % _sizes(room=max(0, room), size=size),
            code="disk_full",
        )


def check_reserve(size: int) -> None:
    """The same for bytes of an upload that was let in: others may have filled the disk since."""
    if size > room_bytes():
        raise NoRoomError(disk_full_words(), code="disk_full")


def room_bytes() -> int:
    """Free space beyond the reserve; less than none where the reserve is touched."""
    disk = shutil.disk_usage(part_file.folder())
    share = disk.total * settings.LECTERN_DISK_RESERVE_PERCENT // 100
    return disk.free - max(settings.LECTERN_MIN_FREE_BYTES, min(share, _LARGEST_RESERVE_BYTES))


def disk_full_words() -> str:
    return _(
        "The server's disk is full. What has arrived is kept; the upload goes on by itself once "
        "the administrator has made room."
    )


def _sizes(**sizes: int) -> dict[str, str]:
    return {name: filesizeformat(size) for name, size in sizes.items()}
