"""The file of one upload, under a lock that dies with the process that holds it.

Knows nothing of rows. The lock is the file's own (`flock`), so it holds between processes and, on
network file systems that support it (NFSv4 does), between machines.
"""

import contextlib
import errno
import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_POLL_SECONDS = 0.05


class HeldError(Exception):
    """Someone else holds the file."""


def folder() -> Path:
    """Where uploads lie: the disk of the recordings, so that they become theirs by a link."""
    place = Path(settings.MEDIA_ROOT) / "uploads"
    place.mkdir(parents=True, exist_ok=True)
    return place


def path_of(uuid: UUID) -> Path:
    return folder() / uuid.hex


def stored_bytes(uuid: UUID) -> int:
    try:
        return path_of(uuid).stat().st_size
    except FileNotFoundError:
        return 0


class PartFile:
    """An open, locked file. Offsets are bytes from its start."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    @property
    def size(self) -> int:
        return os.fstat(self._descriptor).st_size

    def cut_to(self, size: int) -> None:
        """Drop what a broken request left behind `size`."""
        if self.size > size:
            os.ftruncate(self._descriptor, size)

    def write(self, block: bytes, offset: int) -> int:
        """Bytes of the block that found room: fewer than all where the disk is full."""
        view, done = memoryview(block), 0
        while done < len(block):
            try:
                done += os.pwrite(self._descriptor, view[done:], offset + done)
            except OSError as error:
                if error.errno not in FULL:
                    raise
                break
        return done

    def sync(self) -> None:
        """On the disk for certain, or OSError."""
        os.fsync(self._descriptor)

    def head(self, size: int) -> bytes:
        return os.pread(self._descriptor, size, 0)

    def sha256(self) -> str:
        """Of the whole, in hexadecimal digits."""
        with open(self._descriptor, "rb", closefd=False) as file:
            file.seek(0)
            return hashlib.file_digest(file, "sha256").hexdigest()

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)


@contextlib.contextmanager
def held(uuid: UUID, wait_seconds: float) -> Iterator[PartFile]:
    """The file of this upload, made where it is missing, for this holder alone.

    Raises HeldError where another still holds it after `wait_seconds`.
    """
    path = path_of(uuid)
    deadline = time.monotonic() + wait_seconds
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if _lock(descriptor, deadline) and _is_at(path, descriptor):
                yield PartFile(path, descriptor)
                return
        finally:
            os.close(descriptor)


def _lock(descriptor: int, deadline: float) -> bool:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise HeldError from None
            time.sleep(_POLL_SECONDS)
        else:
            return True


def _is_at(path: Path, descriptor: int) -> bool:
    """Whether the locked file still has its name: its holder before us may have removed it."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
