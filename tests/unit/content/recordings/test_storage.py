"""An upload is there whole, or not at all."""

import errno
import os
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from content.recordings import storage
from content.recordings.exceptions import UploadRefusedError
from content.recordings.uploads import sweep_incoming


def blocks_until(error: OSError) -> Iterator[bytes]:
    """As a disk does that fills up in the middle."""
    yield b"x" * 1000
    raise error


def test_disk_that_fills_up_leaves_nothing_and_is_told_in_words() -> None:
    target = storage.folder_of(uuid4()) / "source"
    with pytest.raises(UploadRefusedError) as caught:
        storage.write_whole(target, blocks_until(OSError(errno.ENOSPC, "No space left on device")))
    assert caught.value.code == "disk_full"
    assert not target.parent.exists()


def test_any_other_failure_leaves_nothing_either() -> None:
    target = storage.folder_of(uuid4()) / "source"
    with pytest.raises(OSError, match="broken"):
        storage.write_whole(target, blocks_until(OSError(errno.EIO, "broken")))
    assert not target.parent.exists()


@pytest.mark.parametrize(
    ("size", "limits", "code"),
    [
        (0, {}, "empty"),
        (101, {"LECTERN_MAX_UPLOAD_BYTES": 100}, "too_large"),
        (100, {"LECTERN_MIN_FREE_BYTES": 1 << 60}, "disk_full"),
    ],
)
def test_size_without_room_is_refused(
    settings: Any, size: int, limits: dict[str, int], code: str
) -> None:
    for name, value in limits.items():
        setattr(settings, name, value)
    with pytest.raises(UploadRefusedError) as caught:
        storage.refuse_by_size(size)
    assert caught.value.code == code


def test_leftovers_of_a_day_ago_are_swept_and_younger_ones_kept() -> None:
    folder = storage.path_of("incoming")
    folder.mkdir(parents=True, exist_ok=True)
    old, young = folder / "old.upload", folder / "young.upload"
    old.touch()
    young.touch()
    a_day_ago = young.stat().st_mtime - 25 * 3600
    os.utime(old, (a_day_ago, a_day_ago))
    assert sweep_incoming() == 1
    assert not old.exists()
    assert young.exists()
    young.unlink()
