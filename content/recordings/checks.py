"""System checks: ffmpeg runs, the media folder can be written, the disk has room."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from content.recordings import ffmpeg, storage


def check_ffmpeg(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """E001 where the program that converts recordings does not start."""
    try:
        binary = ffmpeg.binary()
        answer = subprocess.run([binary, "-version"], capture_output=True, timeout=20, check=False)
    except (OSError, RuntimeError, subprocess.TimeoutExpired) as error:
        return [_no_ffmpeg(str(error))]
    if answer.returncode != 0:
        return [_no_ffmpeg(f"{binary} ended with status {answer.returncode}")]
    return []


def _no_ffmpeg(why: str) -> CheckMessage:
    return Error(
        f"ffmpeg does not run: {why}",
        hint="Install imageio-ffmpeg again, or set FFMPEG_BINARY to a working ffmpeg.",
        id="recordings.E001",
    )


def check_media_folder(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """E002 where uploads cannot be written, W001 where the disk is nearly full."""
    folder = Path(settings.MEDIA_ROOT)
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if not os.access(existing, os.W_OK):
        return [
            Error(
                f"The media folder cannot be written: {folder}",
                hint="Give the user that runs Lectern the right to write there.",
                id="recordings.E002",
            )
        ]
    free = storage.free_bytes_of(existing)
    if free < settings.LECTERN_MIN_FREE_BYTES:
        return [
            Warning(
                f"Only {free >> 20} MiB are free where recordings are stored; uploads are refused.",
                hint="Make room, or lower LECTERN_MIN_FREE_BYTES.",
                id="recordings.W001",
            )
        ]
    return []
