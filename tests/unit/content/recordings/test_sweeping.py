"""Only what is old and known to nobody is removed; what is missing is named."""

import json
import time
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from content.core.audience import Audience
from content.recordings import storage
from content.recordings.enums import FileRole
from content.recordings.models import MediaFile, Recording
from content.recordings.sweeping import ForeignStorageError, sweep_recordings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(tmp_path: Path, settings: Any) -> None:
    """Nothing but this test's files lies there."""
    settings.MEDIA_ROOT = tmp_path / "media"


def in_two_days() -> float:
    return time.time() + 2 * 24 * 3600


def stored(name: str, data: bytes = b"bytes") -> Path:
    path = storage.path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.fixture
def recording() -> Recording:
    recording = Recording.objects.create(title="Talk", audience=Audience.public())
    for role, name in ((FileRole.SOURCE, "source"), (FileRole.VIDEO, "video-480.mp4")):
        stored(storage.name_of(recording.uuid, name))
        MediaFile.objects.create(
            recording=recording, role=role, name=storage.name_of(recording.uuid, name)
        )
    return recording


def test_what_no_row_knows_is_removed_once_it_is_old(recording: Recording) -> None:
    left = stored(storage.name_of(recording.uuid, "17-2.part"))
    sheet = stored(storage.name_of(recording.uuid, "17-2.parts/1.jpg"))
    stray = stored(f"recordings/{uuid4()}/source")
    foreign = stored("recordings/readme.txt")
    assert sweep_recordings().removed == []
    would = sweep_recordings(now=in_two_days(), dry_run=True)
    assert left.exists()
    swept = sweep_recordings(now=in_two_days())
    assert swept.removed == would.removed
    assert (len(swept.removed), swept.freed_bytes) == (3, 15)
    for path in (left, sheet.parent, stray.parent):
        assert not path.exists()
    assert foreign.exists()
    assert {path.name for path in storage.folder_of(recording.uuid).iterdir()} == {
        "source",
        "video-480.mp4",
    }


def test_missing_files_are_named(recording: Recording) -> None:
    name = storage.name_of(recording.uuid, "source")
    storage.path_of(name).unlink()
    assert sweep_recordings().missing == [name]
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("sweep_recordings", "--json", stdout=out)
    assert refusal.value.returncode == 2
    assert json.loads(out.getvalue())["missing"] == [name]


def test_links_are_removed_and_never_followed(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_bytes(b"ours")
    folder = storage.path_of(f"recordings/{uuid4()}")
    folder.mkdir(parents=True)
    (folder / "link").symlink_to(kept / "file")
    (folder / "folder").symlink_to(kept)
    sweep_recordings(now=in_two_days())
    assert (kept / "file").read_bytes() == b"ours"
    assert not folder.exists()


def test_storage_of_another_database_is_left_alone() -> None:
    strays = [stored(f"recordings/{uuid4()}/source") for _number in range(12)]
    with pytest.raises(ForeignStorageError):
        sweep_recordings(now=in_two_days())
    assert all(path.exists() for path in strays)
    assert len(sweep_recordings(now=in_two_days(), force=True).removed) == 12


def test_upload_whose_transaction_was_rolled_back_is_swept(tmp_path: Path) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from content.recordings.services import create_recording

    with transaction.atomic():
        recording = create_recording(
            acting_user=None,
            upload=SimpleUploadedFile("a.wav", b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(64)),
            title="Talk",
            audience=Audience.public(),
        )
        transaction.set_rollback(True)
    source = storage.folder_of(recording.uuid) / "source"
    assert source.exists()
    sweep_recordings(now=in_two_days())
    assert not source.parent.exists()
