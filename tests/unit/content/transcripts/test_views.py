"""Staff see what the machine wrote, beside the player, and say when it is right."""

import pytest
from django.test import Client

from content.jobs.models import Job
from content.transcripts.models import Transcript
from tests.factories.courses import make_recording
from tests.factories.people import make_user
from tests.unit.content.transcripts.test_services import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Client:
    client = Client()
    user = make_user(is_superuser=True)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def transcript() -> Transcript:
    return written(make_recording("质量讲座", language="zh"), "质量第一", "安全第一")


def test_list_shows_recordings_with_their_transcripts(
    staff: Client, transcript: Transcript
) -> None:
    page = staff.get("/admin/transcripts/").content.decode()
    assert "质量讲座" in page
    assert f"/admin/transcripts/{transcript.uuid}/" in page


def test_list_costs_the_same_however_long_it_is(
    staff: Client, transcript: Transcript, django_assert_max_num_queries: object
) -> None:
    for _ in range(10):
        written(make_recording(language="zh"), "质量")
    staff.get("/admin/transcripts/")
    with django_assert_max_num_queries(16):
        staff.get("/admin/transcripts/")


def test_transcript_is_read_beside_the_player(staff: Client, transcript: Transcript) -> None:
    page = staff.get(f"/admin/transcripts/{transcript.uuid}/?t=1.5").content.decode()
    assert "质量第一" in page
    assert "?t=1.0#player" in page
    assert f"/media/captions/{transcript.uuid}.srt" in page


def test_review_and_publication_are_one_button_each(staff: Client, transcript: Transcript) -> None:
    address = f"/admin/transcripts/{transcript.uuid}/state/"
    for state in ("reviewed", "published", "draft"):
        staff.post(address, {"state": state})
        transcript.refresh_from_db()
        assert transcript.state == state


@pytest.mark.parametrize("state", ["published", "nonsense", ""])
def test_step_that_is_not_the_next_changes_nothing(
    staff: Client, transcript: Transcript, state: str
) -> None:
    response = staff.post(f"/admin/transcripts/{transcript.uuid}/state/", {"state": state})
    transcript.refresh_from_db()
    assert (response.status_code, transcript.state) == (302, "draft")


def test_button_puts_the_recording_into_the_queue(staff: Client, transcript: Transcript) -> None:
    staff.post(f"/admin/transcripts/recordings/{transcript.recording.pk}/transcribe/")
    assert Job.objects.get().subject_id == str(transcript.recording.uuid)
    assert staff.get("/admin/transcripts/").status_code == 200


def test_employee_without_rights_is_kept_out(transcript: Transcript) -> None:
    client = Client()
    client.force_login(make_user(), "django.contrib.auth.backends.ModelBackend")
    for address in ("/admin/transcripts/", f"/admin/transcripts/{transcript.uuid}/"):
        assert client.get(address).status_code in (302, 403)
    client.post(f"/admin/transcripts/{transcript.uuid}/state/", {"state": "reviewed"})
    transcript.refresh_from_db()
    assert transcript.state == "draft"
