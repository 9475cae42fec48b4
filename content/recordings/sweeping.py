"""Files of recordings that no row knows, and rows whose file is gone.

A file is written before its row is committed, and rows go before their files: whatever dies in
between leaves a file without a row, never a row without its file.
"""

import logging
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from content.recordings import storage
from content.recordings.models import MediaFile, Recording

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 24 * 3600.0
_YOUNG_SECONDS = 24 * 3600
# Many folders that nobody knows mean that the database is not the one these files belong to.
_FEW = 10


class ForeignStorageError(Exception):
    """Most of what lies there belongs to no recording; nothing was removed."""


@dataclass
class Swept:
    """Names relative to MEDIA_ROOT: what was (or would be) removed, and what rows miss."""

    removed: list[str] = field(default_factory=list)
    freed_bytes: int = 0
    missing: list[str] = field(default_factory=list)


def sweep_recordings(
    *, dry_run: bool = False, force: bool = False, now: float | None = None
) -> Swept:
    """Remove what is older than a day and known to no row; list rows without their file.

    Raises ForeignStorageError, unless `force` says that it is meant.
    """
    sweep = _Sweep(dry_run=dry_run, before=(now or time.time()) - _YOUNG_SECONDS)
    folders = dict(_folders())
    # Asked after the folders were listed: a recording made meanwhile is not among them.
    known = set(Recording.objects.values_list("uuid", flat=True))
    strays = [path for uuid, path in folders.items() if uuid not in known]
    if len(strays) > max(_FEW, len(folders) // 2) and not force:
        raise ForeignStorageError(f"{len(strays)} of {len(folders)} folders belong to no recording")
    names = set(MediaFile.objects.values_list("name", flat=True))
    for path in folders.values():
        sweep.folder(path, names)
    sweep.found.missing = sorted(n for n in names if not storage.path_of(n).is_file())
    return sweep.found


def _folders() -> Iterator[tuple[UUID, Path]]:
    root = storage.path_of(storage.PREFIX)
    for path in sorted(root.iterdir()) if root.is_dir() else ():
        try:
            yield UUID(path.name), path
        except ValueError:
            continue  # not of our making


class _Sweep:
    """`before`, in seconds since the epoch, is what makes a file old enough."""

    def __init__(self, *, dry_run: bool, before: float) -> None:
        self._dry_run = dry_run
        self._before = before
        self._root = storage.path_of("")
        self.found = Swept()

    def folder(self, folder: Path, names: set[str]) -> None:
        """Deepest first; links are removed, never followed."""
        for home, below, files in os.walk(folder, topdown=False):
            links = [name for name in below if (Path(home) / name).is_symlink()]
            gone = [self._file(Path(home) / file, names) for file in (*files, *links)]
            path = Path(home)
            is_ours_to_remove = any(gone) or path.stat().st_mtime < self._before
            if not self._dry_run and is_ours_to_remove and not any(path.iterdir()):
                path.rmdir()

    def _file(self, path: Path, names: set[str]) -> bool:
        """Whether it was removed. Its age is that of its last change of any kind, for what was
        moved here keeps the time of its bytes.
        """
        name = str(path.relative_to(self._root))
        stat = path.lstat()
        if name in names or max(stat.st_mtime, stat.st_ctime) >= self._before:
            return False
        self.found.removed.append(name)
        self.found.freed_bytes += stat.st_size
        if not self._dry_run:
            path.unlink(missing_ok=True)
        return True


def sweep_and_log() -> None:
    """What the worker does once a day. Raises ForeignStorageError."""
    swept = sweep_recordings()
    if swept.removed:
        logger.info("recordings: %d files without a row were removed", len(swept.removed))
    if swept.missing:
        logger.warning("recordings: %d files are missing", len(swept.missing))
