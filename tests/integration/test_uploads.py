"""Uploads by several at once, on a real database: one recording, bytes and quotas kept."""

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission

from content.jobs.models import Job
from content.people.models import User
from content.recordings import storage
from content.recordings.models import Recording
from content.uploads import part_file
from content.uploads.models import Upload
from tests.factories.people import make_user
from tests.unit.content.uploads.client import Tus

pytestmark = pytest.mark.django_db(transaction=True)

WHOLE = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(range(256)) * 400


@pytest.fixture
def staff(settings: Any, tmp_path: Path) -> User:
    settings.MEDIA_ROOT = tmp_path / "media"
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    return make_user("S0001", is_staff=True, is_superuser=True)


def tus_of(user: User) -> Tus:
    client = Client()
    client.force_login(user)
    return Tus(client)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run all in threads of their own, begun together; what each gave."""
    gate, results = threading.Barrier(len(works)), [None] * len(works)

    def run(number: int, work: Callable[[], Any]) -> None:
        try:
            gate.wait(30)
            results[number] = work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert None not in results
    return results


def form_data(url: str, **values: str) -> dict[str, str]:
    return {
        "upload": url.rpartition("/")[2],
        "sha256": hashlib.sha256(WHOLE).hexdigest(),
        "title": "建筑工业化专题讲座",
        "language": "zh",
        "audience_0": "employees",
        "publish_page": "on",
        **values,
    }


def arrived(tus: Tus) -> str:
    url = tus.new(len(WHOLE), filename="talk.wav")
    assert tus.patch(url, 0, WHOLE).status_code == 204
    return url


def make(tus: Tus, url: str, **values: str) -> Any:
    return tus.client.post(reverse("recordings:make"), form_data(url, **values))


def replace(tus: Tus, recording: Recording, url: str) -> Any:
    data = {"upload": url.rpartition("/")[2], "sha256": hashlib.sha256(WHOLE).hexdigest()}
    return tus.client.post(reverse("recordings:take_arrived", args=[recording.pk]), data)


def test_upload_takes_the_place_of_a_file_once_and_without_being_copied(staff: User) -> None:
    tus = tus_of(staff)
    make(tus, arrived(tus))
    recording = Recording.objects.get()
    Job.objects.all().delete()
    url = arrived(tus)
    inode = part_file.path_of(Upload.objects.open().get().uuid).stat().st_ino
    first, again = replace(tus, recording, url), replace(tus, recording, url)
    assert first.json() == again.json()
    assert first.json()["url"] == reverse("recordings:replace", args=[recording.pk])
    assert (storage.folder_of(recording.uuid) / "take-2/source").stat().st_ino == inode
    assert Job.objects.count() == Recording.objects.count() == 1
    assert list(part_file.folder().iterdir()) == []


def test_file_that_has_to_wait_for_another_is_kept(staff: User) -> None:
    tus = tus_of(staff)
    make(tus, arrived(tus))
    recording = Recording.objects.get()
    url = arrived(tus)
    answer = replace(tus, recording, url)
    assert (answer.status_code, answer.json()["code"]) == (422, "busy")
    assert list(answer.json()["errors"]) == ["__all__"]  # no fault of the file: the page keeps it
    Job.objects.all().delete()
    assert replace(tus, recording, url).status_code == 200


def test_upload_that_became_a_recording_replaces_no_other(staff: User) -> None:
    tus = tus_of(staff)
    url = arrived(tus)
    make(tus, url)
    make(tus, arrived(tus), title="Another talk")
    other = Recording.objects.get(title="Another talk")
    Job.objects.all().delete()
    assert replace(tus, other, url).status_code == 422
    assert not Job.objects.exists()


def test_who_may_only_change_recordings_may_send_another_file(staff: User) -> None:
    make(tus_of(staff), arrived(tus_of(staff)))
    Job.objects.all().delete()
    group = Group.objects.create(name="Revisers")
    may = Permission.objects.get(codename="change_recording")
    GroupCollectionPermission.objects.create(
        group=group, collection=Collection.get_first_root_node(), permission=may
    )
    reviser = make_user("S0002", is_staff=True)
    reviser.groups.add(group)
    reviser.user_permissions.add(Permission.objects.get(codename="access_admin"))
    tus = tus_of(reviser)
    assert replace(tus, Recording.objects.get(), arrived(tus)).status_code == 200
    assert make(tus, arrived(tus)).status_code in (302, 403)
    stranger = tus_of(make_user("E0001"))
    assert replace(stranger, Recording.objects.get(), "/x").status_code in (302, 403)


def test_upload_becomes_a_recording_without_being_copied(staff: User) -> None:
    tus = tus_of(staff)
    url = arrived(tus)
    inode = part_file.path_of(Upload.objects.get().uuid).stat().st_ino
    answer = make(tus, url)
    recording = Recording.objects.get()
    assert answer.json()["url"] == reverse("recordings:progress", args=[recording.pk])
    source = storage.folder_of(recording.uuid) / "source"
    assert source.read_bytes() == WHOLE
    assert source.stat().st_ino == inode
    assert list(part_file.folder().iterdir()) == []
    assert (recording.title, recording.original_filename) == ("建筑工业化专题讲座", "talk.wav")
    assert recording.publish_page
    upload = Upload.objects.get()
    assert upload.sha256 == hashlib.sha256(WHOLE).hexdigest()
    assert upload.result == str(recording.uuid)


def test_finishing_twice_and_after_a_lost_answer_makes_one_recording(staff: User) -> None:
    tus = tus_of(staff)
    url = arrived(tus)
    first, again = make(tus, url), make(tus, url, title="Another title")
    assert first.json() == again.json()
    assert Recording.objects.count() == Job.objects.count() == 1
    assert tus.offset(url) == len(WHOLE)  # the retry of a client that did not hear the answer
    assert tus.patch(url, len(WHOLE), b"").status_code == 204


def test_two_that_send_the_last_bytes_at_once_do_not_mix_them(staff: User) -> None:
    one, other = tus_of(staff), tus_of(staff)
    url = one.new(len(WHOLE))
    half = len(WHOLE) // 2
    one.patch(url, 0, WHOLE[:half])
    answers = at_once(
        lambda: one.patch(url, half, WHOLE[half:]).status_code,
        lambda: other.patch(url, half, WHOLE[half:]).status_code,
    )
    assert sorted(answers)[0] == 204
    assert sorted(answers)[1] in (409, 423)
    path = part_file.path_of(Upload.objects.get().uuid)
    assert path.read_bytes() == WHOLE


def test_two_that_finish_at_once_get_the_same_recording(staff: User) -> None:
    clients = [tus_of(staff) for _ in range(4)]
    url = arrived(clients[0])
    answers = at_once(*(lambda tus=tus: make(tus, url) for tus in clients))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["url"] for answer in answers}) == 1
    assert Recording.objects.count() == Job.objects.count() == 1
    source = storage.folder_of(Recording.objects.get().uuid) / "source"
    assert source.read_bytes() == WHOLE


def test_creations_at_once_do_not_pass_the_quota(staff: User, settings: Any) -> None:
    settings.LECTERN_UPLOAD_OPEN_BYTES = 1000
    clients = [tus_of(staff) for _ in range(6)]
    answers = at_once(*(lambda tus=tus: tus.create(300).status_code for tus in clients))
    assert sorted(answers) == [201, 201, 201, 413, 413, 413]
    assert Upload.objects.open().total_bytes() == 900


def test_other_file_than_the_one_chosen_is_not_taken(staff: User) -> None:
    tus = tus_of(staff)
    answer = make(tus, arrived(tus), sha256="0" * 64)
    assert (answer.status_code, answer.json()["code"]) == (422, "hash")
    assert not Recording.objects.exists()
    assert list(part_file.folder().iterdir()) == []


def test_form_with_a_mistake_keeps_the_bytes(staff: User) -> None:
    tus = tus_of(staff)
    url = arrived(tus)
    answer = make(tus, url, title="")
    assert answer.status_code == 422
    assert "title" in answer.json()["errors"]
    assert make(tus, url).status_code == 200


def test_upload_that_is_not_whole_makes_nothing(staff: User) -> None:
    tus = tus_of(staff)
    url = tus.new(len(WHOLE))
    tus.patch(url, 0, WHOLE[:-1])
    assert make(tus, url).status_code == 409
    assert not Recording.objects.exists()
    tus.patch(url, len(WHOLE) - 1, WHOLE[-1:])
    assert make(tus, url).status_code == 200


def test_failure_while_the_recording_is_made_loses_no_byte(
    staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    tus = tus_of(staff)
    url = arrived(tus)

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the database went away")

    with monkeypatch.context() as broken:
        broken.setattr("content.recordings.services.job_services.enqueue", fail)
        with pytest.raises(RuntimeError):
            make(tus, url)
    uuid = UUID(url.rpartition("/")[2])
    assert not Recording.objects.exists()
    assert not storage.folder_of(uuid).exists()
    assert part_file.path_of(uuid).read_bytes() == WHOLE
    assert make(tus, url).status_code == 200


def test_upload_of_another_person_cannot_be_finished(staff: User) -> None:
    url = arrived(tus_of(staff))
    other = make_user("S0002", is_staff=True, is_superuser=True)
    assert make(tus_of(other), url).status_code == 410
    assert not Recording.objects.exists()


def test_recording_deleted_since_is_not_made_again(staff: User) -> None:
    tus = tus_of(staff)
    url = arrived(tus)
    make(tus, url)
    Recording.objects.all().delete()
    assert make(tus, url).status_code == 422
    assert not Recording.objects.exists()
