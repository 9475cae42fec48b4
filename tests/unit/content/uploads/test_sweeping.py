"""Abandoned uploads go with their bytes; everything else stays."""

import os
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from content.uploads import part_file
from content.uploads.enums import UploadState
from content.uploads.models import Upload
from content.uploads.sweeping import sweep_uploads
from tests.unit.content.uploads.client import Tus

pytestmark = pytest.mark.django_db


def age(path: os.PathLike[str], hours: float) -> None:
    then = time.time() - hours * 3600
    os.utime(path, (then, then))


def test_expired_upload_goes_with_its_bytes_and_others_stay(tus: Tus) -> None:
    left, going_on = tus.new(4), tus.new(5)
    tus.patch(left, 0, b"12")
    tus.patch(going_on, 0, b"12")
    Upload.objects.filter(size_bytes=4).update(expires_at=timezone.now())
    assert sweep_uploads() == 1
    assert tus.head(left).status_code == 404
    assert tus.offset(going_on) == 2
    assert len(list(part_file.folder().iterdir())) == 1


def test_upload_that_is_being_received_is_left_alone(tus: Tus) -> None:
    tus.patch(tus.new(4), 0, b"12")
    upload = Upload.objects.get()
    Upload.objects.update(expires_at=timezone.now())
    with part_file.held(upload.uuid, 0):
        assert sweep_uploads() == 0
    assert sweep_uploads() == 1


def test_file_without_a_row_goes_when_it_is_old(tus: Tus) -> None:
    young, old = (part_file.path_of(uuid4()) for _ in range(2))
    stranger = part_file.folder() / "notes.txt"
    for path in (young, old, stranger):
        path.write_bytes(b"x")
    age(old, 2)
    age(stranger, 2)
    assert sweep_uploads() == 1
    assert young.exists()
    assert stranger.exists()
    assert not old.exists()


def test_bytes_left_after_a_handing_over_go_and_what_was_made_is_remembered(tus: Tus) -> None:
    tus.patch(tus.new(4), 0, b"1234")
    Upload.objects.update(state=UploadState.ADOPTED, result="made")
    path = part_file.path_of(Upload.objects.get().uuid)
    age(path, 2)
    assert sweep_uploads() == 1
    assert not path.exists()
    assert Upload.objects.get().result == "made"


def test_cancelled_upload_is_forgotten_after_its_day(tus: Tus) -> None:
    tus.delete(tus.new(4))
    sweep_uploads()
    assert Upload.objects.exists()
    Upload.objects.update(updated_at=timezone.now() - timedelta(days=3))
    sweep_uploads()
    assert not Upload.objects.exists()
