"""Removes what nobody comes back for: expired uploads with their bytes, and files without a row."""

import logging
import time
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from content.uploads import part_file
from content.uploads.models import Upload
from content.uploads.part_file import HeldError

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 600.0
_ORPHAN_SECONDS = 3600
"""A file is made before its row is looked up, so a young file without one may be in use."""


def sweep_uploads() -> int:
    """How many uploads and files were removed. One that is being received is left for later."""
    now = timezone.now()
    removed = sum(_remove(upload) for upload in Upload.objects.expired(now))
    Upload.objects.forgotten(now).delete()
    return removed + sum(_remove_orphan(path) for path in part_file.folder().iterdir())


def _remove(upload: Upload) -> int:
    try:
        with part_file.held(upload.uuid, 0) as file:
            count, _rows = Upload.objects.filter(pk=upload.pk).expired(timezone.now()).delete()
            if count:
                file.remove()
            return count
    except HeldError:
        return 0


def _remove_orphan(path: Path) -> int:
    try:
        uuid = UUID(hex=path.name)
        if time.time() - path.stat().st_mtime < _ORPHAN_SECONDS:
            return 0
        with part_file.held(uuid, 0) as file:
            if Upload.objects.open().filter(uuid=uuid).exists():
                return 0
            file.remove()
    except (ValueError, FileNotFoundError, HeldError):
        return 0
    return 1


def sweep_and_log() -> None:
    """What the worker does every ten minutes."""
    count = sweep_uploads()
    if count:
        logger.info("uploads: %d abandoned ones were removed", count)
