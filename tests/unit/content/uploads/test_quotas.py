"""What a person, a day and the disk hold, with open uploads counted at their full length."""

import shutil
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from content.uploads import quotas, services
from content.uploads.exceptions import NoRoomError, UploadError
from content.uploads.models import Upload
from tests.unit.content.uploads.client import Tus
from tests.unit.content.uploads.conftest import make_uploader

pytestmark = pytest.mark.django_db

MEGABYTE = 1 << 20


def test_file_above_the_limit_is_refused_before_a_byte_is_sent(tus: Tus, settings: Any) -> None:
    settings.LECTERN_MAX_UPLOAD_BYTES = 10 * MEGABYTE
    assert tus.create(10 * MEGABYTE).status_code == 201
    answer = tus.create(10 * MEGABYTE + 1)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "10.0" in answer.json()["message"]


def test_open_uploads_of_a_person_count_with_their_full_length(tus: Tus, settings: Any) -> None:
    settings.LECTERN_UPLOAD_OPEN_BYTES = 10 * MEGABYTE
    url = tus.new(6 * MEGABYTE)
    answer = tus.create(5 * MEGABYTE)
    assert (answer.status_code, answer.json()["code"]) == (413, "open_quota")
    tus.patch(url, 0, b"\x00" * 10)
    assert tus.offset(url) == 10  # what was begun goes on
    tus.delete(url)
    assert tus.create(5 * MEGABYTE).status_code == 201


def test_quota_of_one_person_is_not_that_of_another(tus: Tus, settings: Any) -> None:
    settings.LECTERN_UPLOAD_OPEN_BYTES = 10 * MEGABYTE
    tus.new(10 * MEGABYTE)
    tus.client.force_login(make_uploader())
    assert tus.create(10 * MEGABYTE).status_code == 201


def test_day_counts_what_was_finished_and_of_what_was_cancelled_the_bytes_that_came(
    tus: Tus, settings: Any
) -> None:
    settings.LECTERN_UPLOAD_DAY_BYTES = 1000
    finished, cancelled = tus.new(600), tus.new(390)
    tus.patch(finished, 0, b"\x00" * 600)
    Upload.objects.filter(size_bytes=600).update(state="adopted")
    tus.patch(cancelled, 0, b"\x00" * 100)
    tus.delete(cancelled)
    answer = tus.create(301)
    assert (answer.status_code, answer.json()["code"]) == (413, "day_quota")
    assert tus.create(300).status_code == 201
    Upload.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert tus.create(1000).status_code == 201


def test_disk_reserve_counts_what_open_uploads_have_still_to_bring(tus: Tus, settings: Any) -> None:
    free = shutil.disk_usage(settings.MEDIA_ROOT.parent).free
    settings.LECTERN_MAX_UPLOAD_BYTES = settings.LECTERN_UPLOAD_OPEN_BYTES = free * 2
    settings.LECTERN_UPLOAD_DAY_BYTES = free * 2
    tus.new(free // 2)
    answer = tus.create(free // 2 + (1 << 30))
    assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")
    assert tus.create(free // 4).status_code == 201


def test_reserve_is_a_share_of_the_disk_or_what_was_set(settings: Any) -> None:
    disk = shutil.disk_usage(settings.MEDIA_ROOT.parent)
    settings.LECTERN_DISK_RESERVE_PERCENT, settings.LECTERN_MIN_FREE_BYTES = 10, 0
    reserve = min(disk.total // 10, 20 << 30)
    assert quotas.room_bytes() == pytest.approx(disk.free - reserve, abs=1 << 30)
    settings.LECTERN_MIN_FREE_BYTES = disk.total
    assert quotas.room_bytes() < 0


def test_bytes_stop_at_the_reserve_and_go_on_when_there_is_room(tus: Tus, settings: Any) -> None:
    url = tus.new(8)
    tus.patch(url, 0, b"1234")
    settings.LECTERN_MIN_FREE_BYTES = 1 << 60
    answer = tus.patch(url, 4, b"5678")
    assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")
    assert tus.offset(url) == 4
    settings.LECTERN_MIN_FREE_BYTES = 0
    assert tus.patch(url, 4, b"5678").status_code == 204


@pytest.mark.parametrize("size", [0, -5])
def test_no_file_is_smaller_than_a_byte(size: int) -> None:
    with pytest.raises(UploadError):
        services.create_upload(acting_user=make_uploader(), size_bytes=size)


def test_words_for_a_full_disk_name_what_to_do(settings: Any) -> None:
    settings.LECTERN_MIN_FREE_BYTES = 1 << 60
    with pytest.raises(NoRoomError) as refused:
        services.create_upload(acting_user=make_uploader(), size_bytes=5)
    assert refused.value.status == 507
