"""The words go to those whom the recording admits, to nobody else."""

import pytest
from django.test import Client

from content.core.audience import Audience
from content.transcripts.models import Transcript
from tests.factories.courses import make_recording
from tests.factories.people import make_unit, make_user
from tests.unit.content.transcripts.test_services import written

pytestmark = pytest.mark.django_db


def address(transcript: Transcript, language: str = "") -> str:
    query = f"?language={language}" if language else ""
    return f"/api/v1/recordings/{transcript.recording.uuid}/transcript{query}"


def captions(transcript: Transcript, form: str = "vtt") -> str:
    return f"/media/captions/{transcript.uuid}.{form}"


@pytest.fixture
def public() -> Transcript:
    recording = make_recording("质量讲座", language="zh", audience=Audience.public())
    return written(recording, "质量第一", "a < b & c")


@pytest.fixture
def internal() -> Transcript:
    return written(make_recording(language="zh"), "内部资料")


def test_public_words_are_read_by_anyone(client: Client, public: Transcript) -> None:
    assert client.get(address(public)).json() == {
        "language": "zh",
        "state": "draft",
        "source": "machine",
        "cues": [
            {"number": 1, "start": 0.0, "end": 0.9, "text": "质量第一"},
            {"number": 2, "start": 1.0, "end": 1.9, "text": "a < b & c"},
        ],
    }


@pytest.mark.parametrize("language", ["zh", "zh-hans", ""])
def test_language_may_be_named_as_pages_name_it(
    client: Client, public: Transcript, language: str
) -> None:
    assert client.get(address(public, language)).json()["language"] == "zh"


def test_language_that_is_missing_is_not_found(client: Client, public: Transcript) -> None:
    assert client.get(address(public, "en")).status_code == 404


def test_spoken_language_comes_first_where_none_is_named(
    client: Client, public: Transcript
) -> None:
    written(public.recording, "Quality first", language="en")
    assert client.get(address(public)).json()["language"] == "zh"


def test_internal_words_do_not_exist_for_strangers(client: Client, internal: Transcript) -> None:
    missing = f"/api/v1/recordings/{internal.uuid}/transcript"
    refused, unknown = client.get(address(internal)), client.get(missing)
    assert refused.status_code == unknown.status_code == 404
    assert refused.content == unknown.content
    assert client.get(captions(internal)).status_code == 404


def test_internal_words_are_read_by_employees(client: Client, internal: Transcript) -> None:
    client.force_login(make_user(unit=make_unit()), "django.contrib.auth.backends.ModelBackend")
    assert client.get(address(internal)).status_code == 200
    response = client.get(captions(internal))
    assert "内部资料" in b"".join(response.streaming_content).decode()
    assert "no-store" in response["Cache-Control"]


def test_captions_are_webvtt(client: Client, public: Transcript) -> None:
    response = client.get(captions(public))
    text = b"".join(response.streaming_content).decode()
    assert response["Content-Type"] == "text/vtt; charset=utf-8"
    assert text.startswith("WEBVTT\n\n1\n00:00:00.000 --> 00:00:00.900\n质量第一\n")
    assert "a &lt; b &amp; c" in text


@pytest.mark.parametrize("form", ["srt", "txt", "json"])
def test_other_formats_are_downloads_named_after_the_recording(
    client: Client, public: Transcript, form: str
) -> None:
    response = client.get(captions(public, form))
    assert response["Content-Disposition"].startswith("attachment")
    assert "质量第一" in b"".join(response.streaming_content).decode()


def test_captions_follow_every_change_and_old_files_go(
    client: Client, public: Transcript, settings: object
) -> None:
    b"".join(client.get(captions(public)).streaming_content)
    written(public.recording, "改过的话")
    text = b"".join(client.get(captions(public)).streaming_content).decode()
    assert "改过的话" in text
    folder = settings.MEDIA_ROOT / "captions" / str(public.uuid)
    assert len(list(folder.iterdir())) == 1
    public.delete()
    assert not folder.exists()


@pytest.mark.parametrize("name", ["nothing.vtt", "{uuid}.exe", "{uuid}", "{uuid}/../x.vtt"])
def test_other_names_are_not_found(client: Client, public: Transcript, name: str) -> None:
    path = f"/media/captions/{name.format(uuid=public.uuid)}"
    assert client.get(path).status_code == 404


def test_one_transcript_costs_few_queries(
    client: Client, public: Transcript, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(3):
        client.get(address(public))
