"""Recordings in the administration: list, upload, progress, retry, delete, and who may."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.models import Collection, GroupCollectionPermission

from content.core.audience import Audience
from content.jobs.models import Job, JobState
from content.people.models import User
from content.recordings import services, storage
from content.recordings.enums import RecordingProblem, RecordingState
from content.recordings.models import Recording
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db

WAV_HEAD = b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 64


@pytest.fixture
def editor() -> User:
    """Someone who may upload recordings and edit their own."""
    return make_editor("1001", "add_recording")


def make_editor(number: str, *codenames: str) -> User:
    group = Group.objects.create(name=f"group of {number}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in codenames:
        GroupCollectionPermission.objects.create(
            group=group,
            collection=Collection.get_first_root_node(),
            permission=Permission.objects.get(codename=codename),
        )
    user = User.objects.create_user(number, "x", full_name=f"Editor {number}", is_staff=True)
    user.groups.add(group)
    return user


@pytest.fixture
def staff(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def make_recording(user: User | None, title: str = "专题讲座", **fields: Any) -> Recording:
    recording = services.create_recording(
        acting_user=user,
        upload=SimpleUploadedFile("talk.wav", WAV_HEAD),
        title=title,
        audience=Audience.employees(),
    )
    Recording.objects.filter(pk=recording.pk).update(**fields) if fields else None
    recording.refresh_from_db()
    return recording


def form_data(**values: Any) -> dict[str, Any]:
    return {
        "file": SimpleUploadedFile("talk.wav", WAV_HEAD),
        "title": "建筑工业化专题讲座",
        "language": "zh",
        "audience_0": "employees",
        "publish_page": "on",
        **values,
    }


def test_upload_stores_the_recording_and_leads_to_its_progress(staff: Client) -> None:
    answer = staff.post(reverse("recordings:add"), form_data())
    recording = Recording.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("recordings:progress", args=[recording.pk])
    assert recording.title == "建筑工业化专题讲座"
    assert recording.publish_page
    assert recording.original_filename == "talk.wav"
    assert (storage.folder_of(recording.uuid) / "source").read_bytes() == WAV_HEAD
    assert Job.objects.get().subject_id == str(recording.uuid)
    assert list(storage.path_of("incoming").iterdir()) == []


def test_list_and_edit_form_lead_to_uploading_and_replacing(staff: Client, editor: User) -> None:
    recording = make_recording(editor)
    replace = reverse("recordings:replace", args=[recording.pk])
    listed = staff.get(reverse("recordings:index")).content.decode()
    with override("zh-hans"):
        assert gettext("Upload recordings") in listed
    assert reverse("recordings:add") in listed
    assert replace in listed
    assert replace in staff.get(reverse("recordings:edit", args=[recording.pk])).content.decode()


def test_refused_upload_keeps_what_was_typed_and_says_why(staff: Client) -> None:
    picture = SimpleUploadedFile("talk.mp4", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64)
    answer = staff.post(reverse("recordings:add"), form_data(file=picture))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "建筑工业化专题讲座" in page
    assert str(RecordingProblem.PICTURE.label) in page
    assert not Recording.objects.exists()


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"LECTERN_MAX_UPLOAD_BYTES": 50}, "too_large"),
        ({"LECTERN_MIN_FREE_BYTES": 1 << 60}, "disk_full"),
    ],
)
def test_file_without_room_is_turned_away_and_the_form_kept(
    staff: Client, settings: Any, limits: dict[str, int], code: str
) -> None:
    for name, value in limits.items():
        setattr(settings, name, value)
    answer = staff.post(reverse("recordings:add"), form_data())
    form = answer.context["form"]
    assert [error.code for error in form.errors.as_data()["file"]] == [code]
    assert form.data["title"] == "建筑工业化专题讲座"
    assert not Recording.objects.exists()


def test_script_gets_errors_and_the_address_as_json(staff: Client) -> None:
    url = reverse("recordings:add")
    refused = staff.post(
        url, form_data(file=SimpleUploadedFile("talk.mp4", b"")), HTTP_ACCEPT="application/json"
    )
    assert refused.status_code == 422
    assert "file" in refused.json()["errors"]
    taken = staff.post(url, form_data(), HTTP_ACCEPT="application/json")
    assert taken.json() == {
        "url": reverse("recordings:progress", args=[Recording.objects.get().pk])
    }


def test_upload_without_a_token_is_refused(editor: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(reverse("recordings:add"), form_data()).status_code == 403
    page = strict.get(reverse("recordings:add")).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    data = form_data(csrfmiddlewaretoken=token.group(1))
    assert strict.post(reverse("recordings:add"), data).status_code == 302


def test_list_finds_two_characters_of_chinese(staff: Client, editor: User) -> None:
    make_recording(editor, "建筑工业化专题讲座")
    make_recording(editor, "安全生产培训")
    page = staff.get(reverse("recordings:index"), {"q": "工业"}).content.decode()
    assert "建筑工业化专题讲座" in page
    assert "安全生产培训" not in page


def test_list_takes_as_many_queries_for_many_rows_as_for_one(staff: Client, editor: User) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = reverse("recordings:index_results")
    make_recording(editor, "0")
    staff.get(url)
    with CaptureQueriesContext(connection) as one:
        staff.get(url)
    for number in range(1, 8):
        make_recording(editor, str(number))
    with CaptureQueriesContext(connection) as many:
        staff.get(url)
    assert len(many) == len(one)
    assert len(many) <= 20


def test_progress_page_shows_the_problem_and_offers_to_try_again(
    staff: Client, editor: User
) -> None:
    recording = make_recording(
        editor, state=RecordingState.FAILED, problem=RecordingProblem.DAMAGED
    )
    Job.objects.update(state=JobState.FAILED, problem=RecordingProblem.DAMAGED.message)
    page = staff.get(reverse("recordings:progress", args=[recording.pk])).content.decode()
    assert str(RecordingProblem.DAMAGED.label) in page
    assert reverse("recordings:retry", args=[recording.pk]) in page
    staff.post(reverse("recordings:retry", args=[recording.pk]))
    recording.refresh_from_db()
    assert recording.state == RecordingState.UPLOADED
    assert Job.objects.get().state == JobState.QUEUED


def test_progress_json_tells_stage_share_and_time_left(staff: Client, editor: User) -> None:
    recording = make_recording(editor, state=RecordingState.PROCESSING)
    Job.objects.update(state=JobState.RUNNING, stage="convert", progress_done=30, progress_total=60)
    data = staff.get(reverse("recordings:progress_json", args=[recording.pk])).json()
    assert (data["settled"], data["percent"]) == (False, 50)
    assert data["stage"]


def test_cancelled_processing_keeps_the_upload(staff: Client, editor: User) -> None:
    recording = make_recording(editor)
    staff.post(reverse("recordings:cancel", args=[recording.pk]))
    recording.refresh_from_db()
    assert (recording.state, recording.problem) == (
        RecordingState.FAILED,
        RecordingProblem.CANCELLED,
    )
    assert (storage.folder_of(recording.uuid) / "source").exists()


def test_edit_changes_title_and_audience(staff: Client, editor: User) -> None:
    recording = make_recording(editor)
    data = {"title": "New title", "language": "en", "audience_0": "public"}
    answer = staff.post(reverse("recordings:edit", args=[recording.pk]), data)
    assert answer.status_code == 302
    recording.refresh_from_db()
    assert (recording.title, recording.audience) == ("New title", Audience.public())


def test_delete_removes_the_recording(staff: Client, editor: User) -> None:
    recording = make_recording(editor)
    url = reverse("recordings:delete", args=[recording.pk])
    assert staff.get(url).status_code == 200
    assert staff.post(url).status_code == 302
    assert not Recording.objects.exists()


def test_recording_that_a_lesson_shows_is_kept_and_the_lesson_named(
    staff: Client, editor: User
) -> None:
    recording = make_recording(editor)
    make_course("quality-class", recordings=[recording])
    answer = staff.post(reverse("recordings:delete", args=[recording.pk]), follow=True)
    said = " ".join(str(message) for message in answer.context["messages"])
    assert answer.status_code == 200
    assert "专题讲座" in said
    assert Recording.objects.filter(pk=recording.pk).exists()
    assert (storage.folder_of(recording.uuid) / "source").exists()
    assert Job.objects.filter(subject_id=str(recording.uuid)).exists()


def test_editor_reaches_no_recording_of_another(staff: Client) -> None:
    foreign = make_recording(make_editor("2002", "add_recording"))
    for name in ("progress", "progress_json", "edit", "delete", "history", "usage"):
        assert staff.get(reverse(f"recordings:{name}", args=[foreign.pk])).status_code == 302
    assert staff.post(reverse("recordings:retry", args=[foreign.pk])).status_code == 302
    page = staff.get(reverse("recordings:index")).content.decode()
    assert foreign.title not in page


def test_staff_without_rights_on_recordings_see_no_menu_item(client: Client) -> None:
    client.force_login(make_editor("3003"))
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("recordings:index") not in page
    assert client.get(reverse("recordings:index")).status_code == 302


def test_api_shows_a_recording_to_whom_it_admits_alone(client: Client, editor: User) -> None:
    recording = make_recording(None)
    url = f"/api/v1/recordings/{recording.uuid}"
    assert client.get(url).status_code == 404
    client.force_login(User.objects.create_user("5005", "x", full_name="Reader"))
    data = client.get(url).json()
    assert (data["title"], data["sources"], data["duration_seconds"]) == ("专题讲座", [], None)
    assert client.get(f"{url}/progress").status_code == 404


def test_api_tells_staff_the_progress(staff: Client, editor: User) -> None:
    recording = make_recording(editor)
    data = staff.get(f"/api/v1/recordings/{recording.uuid}/progress").json()
    assert data == {
        "state": "uploaded",
        "stage": "",
        "done": 0,
        "total": 0,
        "unit": "",
        "percent": None,
        "seconds_left": None,
        "problem": "",
    }


def test_group_form_offers_rights_on_recordings_by_collection(admin_client: Client) -> None:
    page = admin_client.get(reverse("wagtailusers_groups:add")).content.decode()
    assert "add_recording" in page or "recording_permissions" in page
