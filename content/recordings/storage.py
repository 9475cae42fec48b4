"""Where the files of a recording lie, and how an upload gets there whole or not at all.

The paths are ours alone: `recordings/<uuid>/<role>.<ext>`, the upload itself `…/source` without an
extension, for programs choose their reader by it.
"""

import errno
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from content.recordings.enums import RecordingProblem
from content.recordings.exceptions import UploadRefusedError

PREFIX = "recordings/"
TAKE_PREFIX = "take-"
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def name_of(uuid: UUID, filename: str, take: int = 1) -> str:
    """The storage name, relative to MEDIA_ROOT. Later takes have a folder of their own."""
    return f"{PREFIX}{uuid}/{f'{TAKE_PREFIX}{take}/' if take > 1 else ''}{filename}"


def path_of(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name


def folder_of(uuid: UUID) -> Path:
    return path_of(f"{PREFIX}{uuid}")


def free_bytes() -> int:
    """Free space where recordings lie."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    return free_bytes_of(root)


def free_bytes_of(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def refuse_by_size(size: int, *, is_stored: bool = False) -> None:
    """Raises UploadRefusedError for a file that is empty, too large, or would fill the disk; the
    last is not asked where it is stored on this disk already.
    """
    if size <= 0:
        raise UploadRefusedError(str(RecordingProblem.EMPTY.label), code="empty")
    if size > settings.LECTERN_MAX_UPLOAD_BYTES:
        raise UploadRefusedError(
            _("The file is %(size)s large; at most %(limit)s are accepted.")
            % {
                "size": filesizeformat(size),
                "limit": filesizeformat(settings.LECTERN_MAX_UPLOAD_BYTES),
            },
            code="too_large",
        )
    free = free_bytes()
    if not is_stored and free - size < settings.LECTERN_MIN_FREE_BYTES:
        raise UploadRefusedError(
            _(
                "The server has room for %(room)s more, and the file is %(size)s large. "
                "Ask the administrator to make room."
            )
            % {
                "room": filesizeformat(max(0, free - settings.LECTERN_MIN_FREE_BYTES)),
                "size": filesizeformat(size),
            },
            code="disk_full",
        )


def write_whole(target: Path, blocks: Iterable[bytes]) -> int:
    """Write the blocks, flushed to the disk, and give their number of bytes.

    Raises UploadRefusedError when the disk is full, having removed what was written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    try:
        with target.open("wb") as file:
            for block in blocks:
                size += file.write(block)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        remove_folder(target.parent)
        if error.errno in FULL:
            raise UploadRefusedError(
                str(RecordingProblem.DISK_FULL.label), code="disk_full"
            ) from error
        raise
    except BaseException:
        remove_folder(target.parent)
        raise
    sync_folder(target.parent)
    return size


def link(stored: Path, target: Path) -> bool:
    """Give a stored file a second name, in no time; false where the two lie on different disks."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(stored)
    except OSError as error:
        if error.errno in (errno.EXDEV, errno.EPERM, errno.EOPNOTSUPP):
            return False
        raise
    target.chmod(0o644)  # the web server may be the one that sends it
    sync_folder(target.parent)
    return True


def put_in_place(temporary: Path, target: Path) -> None:
    """Give a finished file its name: it is there whole, or not there, also after a power cut."""
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_folder(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
