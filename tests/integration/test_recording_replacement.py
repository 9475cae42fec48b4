"""Another file takes the place of a recording's own: at once, whole, and never half."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from content.core.audience import Audience
from content.jobs.models import Job
from content.jobs.worker import JobLoop
from content.recordings import selectors, services, storage
from content.recordings.enums import RecordingState
from content.recordings.exceptions import UploadRefusedError
from content.recordings.models import Recording
from content.recordings.signals import recording_playable, recording_replaced
from tests.factories.people import make_user
from tests.media_files import make_media

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _root_collection(transactional_db: None) -> None:
    from wagtail.models import Collection

    if not Collection.objects.exists():
        Collection.add_root(name="Root")


@pytest.fixture
def told() -> Any:
    """What recordings told while the test ran: "playable", or whether the durations agreed."""
    heard: list[object] = []

    def playable(**kwargs: Any) -> None:
        heard.append("playable")

    def replaced(duration_agrees: bool, **kwargs: Any) -> None:
        heard.append(duration_agrees)

    recording_playable.connect(playable)
    recording_replaced.connect(replaced)
    yield heard
    recording_playable.disconnect(playable)
    recording_replaced.disconnect(replaced)


def file_like(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


def work() -> None:
    JobLoop(threading.Event(), lane="media").drain()


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    recording = services.create_recording(
        acting_user=None,
        upload=file_like(make_media(tmp_path / "first.avi", seconds=2)),
        title="Talk",
        audience=Audience.employees(),
    )
    work()
    recording.refresh_from_db()
    return recording


def on_disk(recording: Recording) -> set[str]:
    folder = storage.folder_of(recording.uuid)
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def in_rows(recording: Recording) -> set[str]:
    prefix = f"recordings/{recording.uuid}/"
    return {row.name.removeprefix(prefix) for row in recording.files.all()}


def played_name(recording: Recording) -> str:
    played = selectors.played_file(Recording.objects.get(pk=recording.pk))
    assert played is not None
    return played.name.rsplit(f"{recording.uuid}/", 1)[1]


def test_old_file_plays_until_the_new_one_does_and_is_gone_then(
    recording: Recording, tmp_path: Path, told: list[object]
) -> None:
    before = on_disk(recording)
    new = make_media(tmp_path / "second.avi", seconds=2, size="320x240")
    services.replace_file(acting_user=None, recording=recording, upload=file_like(new))
    assert recording.is_playable
    assert played_name(recording) == "video-120.mp4"
    assert on_disk(recording) == before | {"take-2/source"}
    replacement = selectors.replacement_of(recording)
    assert replacement is not None
    assert (replacement.filename, replacement.problem) == ("second.avi", "")
    work()
    recording.refresh_from_db()
    assert played_name(recording) == "take-2/video-240.mp4"
    assert on_disk(recording) == in_rows(recording)
    assert all(name.startswith("take-2/") for name in on_disk(recording))
    assert (recording.take, recording.original_filename) == (2, "second.avi")
    assert recording.timeline_since is None
    assert told == [True]
    assert selectors.replacement_of(recording) is None


@pytest.mark.parametrize(("seconds", "agrees"), [(2.8, True), (4, False), (0.5, False)])
def test_what_was_noted_stays_valid_only_where_the_durations_agree(
    recording: Recording, tmp_path: Path, told: list[object], seconds: float, agrees: bool
) -> None:
    new = make_media(tmp_path / "second.avi", seconds=seconds)
    services.replace_file(acting_user=None, recording=recording, upload=file_like(new))
    work()
    recording.refresh_from_db()
    assert told == [agrees]
    assert (recording.timeline_since is None) == agrees
    assert recording.duration_ms == pytest.approx(seconds * 1000, abs=150)


def test_file_that_cannot_be_played_changes_nothing_and_says_why(
    recording: Recording, tmp_path: Path, told: list[object]
) -> None:
    words = tmp_path / "words.mp4"
    words.write_bytes(b"only words, renamed\n" * 200)
    services.replace_file(acting_user=None, recording=recording, upload=file_like(words))
    work()
    recording.refresh_from_db()
    assert recording.is_playable
    assert played_name(recording) == "video-120.mp4"
    replacement = selectors.replacement_of(recording)
    assert replacement is not None
    assert "MP4" in replacement.problem
    services.discard_replacement(acting_user=None, recording=recording)
    assert selectors.replacement_of(recording) is None
    assert on_disk(recording) == in_rows(recording)
    assert told == []


def test_another_try_after_a_failed_one_has_the_place_to_itself(
    recording: Recording, tmp_path: Path
) -> None:
    words = tmp_path / "words.mp4"
    words.write_bytes(b"only words, renamed\n" * 200)
    services.replace_file(acting_user=None, recording=recording, upload=file_like(words))
    work()
    new = make_media(tmp_path / "third.avi", seconds=2)
    services.replace_file(acting_user=None, recording=recording, upload=file_like(new))
    work()
    recording.refresh_from_db()
    assert recording.take == 3
    assert on_disk(recording) == in_rows(recording)


def test_recording_that_never_played_gets_a_file_that_does(
    tmp_path: Path, told: list[object]
) -> None:
    words = tmp_path / "words.mp4"
    words.write_bytes(b"only words, renamed\n" * 200)
    recording = services.create_recording(
        acting_user=None, upload=file_like(words), title="Talk", audience=Audience.employees()
    )
    work()
    recording.refresh_from_db()
    assert recording.state == RecordingState.FAILED
    new = make_media(tmp_path / "good.wav", picture=False)
    services.replace_file(acting_user=None, recording=recording, upload=file_like(new))
    assert (recording.state, recording.problem) == (RecordingState.UPLOADED, "")
    work()
    recording.refresh_from_db()
    assert recording.is_playable
    assert told == ["playable"]


def test_second_file_waits_until_the_first_is_done(recording: Recording, tmp_path: Path) -> None:
    new = make_media(tmp_path / "second.avi")
    services.replace_file(acting_user=None, recording=recording, upload=file_like(new))
    before = on_disk(recording)
    with pytest.raises(UploadRefusedError) as refused:
        services.replace_file(acting_user=None, recording=recording, upload=file_like(new))
    assert refused.value.code == "busy"
    assert on_disk(recording) == before


def test_refused_file_leaves_nothing_behind(recording: Recording, tmp_path: Path) -> None:
    before = on_disk(recording)
    playlist = SimpleUploadedFile("x.mp4", b"#EXTM3U\nhttp://example.org/\n")
    with pytest.raises(UploadRefusedError):
        services.replace_file(acting_user=None, recording=recording, upload=playlist)
    assert on_disk(recording) == before


def test_staff_replace_the_file_and_choose_the_poster_on_their_pages(
    recording: Recording, tmp_path: Path
) -> None:
    client = Client()
    client.force_login(make_user("s1", is_superuser=True))
    url = reverse("recordings:replace", args=[recording.pk])
    assert client.get(url).status_code == 200
    new = make_media(tmp_path / "second.avi", seconds=2)
    answer = client.post(url, {"file": file_like(new)})
    assert (answer.status_code, answer["Location"]) == (302, url)
    assert "second.avi" in client.get(url).content.decode()
    work()
    assert "second.avi" not in client.get(url).content.decode()
    recording.refresh_from_db()
    poster_url = reverse("recordings:poster", args=[recording.pk])
    assert client.get(poster_url).content.decode().count('type="radio"') == 6
    assert client.post(poster_url, {"candidate": "5"}).status_code == 302
    poster = selectors.poster_file(recording)
    assert poster is not None
    assert poster.details["candidate"] == "5"
    fifth = selectors.poster_candidates_of(recording)[4]
    assert storage.path_of(poster.name).read_bytes() == storage.path_of(fifth.name).read_bytes()
    assert client.post(poster_url, {"candidate": "9"}).status_code == 404
    assert client.post(url, {}).status_code == 422


def test_strangers_can_neither_replace_nor_choose(recording: Recording) -> None:
    client = Client()
    client.force_login(make_user("e1"))
    for name in ("replace", "poster", "discard"):
        url = reverse(f"recordings:{name}", args=[recording.pk])
        assert client.post(url, {"candidate": "5"}).status_code in (302, 403)
    poster = selectors.poster_file(recording)
    assert poster is not None
    assert poster.details["candidate"] != "5"
    assert not Job.objects.filter(kind="process_recording", state="queued").exists()
