"""An upload's way to a playable file, with the real ffmpeg and the real loop of the worker."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from content.core.audience import Audience
from content.jobs.models import Job, JobState
from content.jobs.worker import JobLoop
from content.recordings import selectors, services, storage
from content.recordings.enums import MediaKind, RecordingProblem, RecordingState
from content.recordings.models import Recording
from content.recordings.signals import recording_playable
from tests.media_files import ffmpeg, make_media

pytestmark = pytest.mark.django_db(transaction=True)

CANDIDATES = {f"candidate-{number}.jpg" for number in range(1, 7)}
ALONG = {"waveform.json", "sprites-1.jpg"}
WHOLE_VIDEO = {"source", "audio.m4a", "video-120.mp4", "poster.jpg"} | CANDIDATES | ALONG


@pytest.fixture(autouse=True)
def _root_collection(transactional_db: None) -> None:
    from wagtail.models import Collection

    if not Collection.objects.exists():
        Collection.add_root(name="Root")


@pytest.fixture
def played() -> Any:
    """Recordings that were told to be playable, in order."""
    told: list[Recording] = []

    def listen(recording: Recording, **kwargs: Any) -> None:
        told.append(recording)

    recording_playable.connect(listen, weak=False)
    yield told
    recording_playable.disconnect(listen)


def upload(path: Path, name: str | None = None) -> Recording:
    return services.create_recording(
        acting_user=None,
        upload=SimpleUploadedFile(name or path.name, path.read_bytes()),
        title=path.stem,
        audience=Audience.employees(),
    )


def work() -> int:
    return JobLoop(threading.Event(), lane="media").drain()


def files_of(recording: Recording) -> set[str]:
    return {path.name for path in storage.folder_of(recording.uuid).glob("*")}


@pytest.mark.parametrize("name", ["talk.mp4", "talk.mkv", "talk.avi", "talk.webm", "talk.ts"])
def test_video_of_any_common_kind_becomes_playable(
    tmp_path: Path, played: list[Recording], name: str
) -> None:
    recording = upload(make_media(tmp_path / name))
    assert recording.state == RecordingState.UPLOADED
    work()
    recording.refresh_from_db()
    assert (recording.state, recording.problem) == (RecordingState.PLAYABLE, "")
    assert recording.media_kind == MediaKind.VIDEO
    assert recording.duration_ms == pytest.approx(1000, abs=120)
    assert files_of(recording) == WHOLE_VIDEO
    video = selectors.played_file(recording)
    assert video is not None
    assert (video.content_type, video.width, video.height) == ("video/mp4", 160, 120)
    assert played == [recording]


@pytest.mark.parametrize("name", ["talk.wav", "talk.mp3", "talk.ogg", "talk.flac", "talk.m4a"])
def test_sound_of_any_common_kind_becomes_playable(tmp_path: Path, name: str) -> None:
    recording = upload(make_media(tmp_path / name, picture=False))
    work()
    recording.refresh_from_db()
    assert recording.state == RecordingState.PLAYABLE
    assert recording.media_kind == MediaKind.AUDIO
    assert recording.duration_ms == pytest.approx(1000, abs=120)
    assert files_of(recording) == {"source", "audio.m4a", "waveform.json"}


def test_video_without_sound_is_processed(tmp_path: Path) -> None:
    recording = upload(make_media(tmp_path / "silent.mp4", sound=False))
    work()
    recording.refresh_from_db()
    assert recording.state == RecordingState.PLAYABLE


def test_sound_with_a_cover_picture_is_sound(tmp_path: Path) -> None:
    sound = make_media(tmp_path / "talk.mp3", picture=False)
    cover = tmp_path / "cover.png"
    ffmpeg("-f", "lavfi", "-i", "testsrc=size=64x64", "-frames:v", "1", str(cover))
    both = tmp_path / "covered.mp3"
    streams = ("-map", "0", "-map", "1", "-c", "copy", "-disposition:v:0", "attached_pic")
    ffmpeg("-i", str(sound), "-i", str(cover), *streams, str(both))
    recording = upload(both)
    work()
    recording.refresh_from_db()
    assert recording.media_kind == MediaKind.AUDIO


def test_large_picture_is_made_smaller_and_keeps_its_shape(tmp_path: Path) -> None:
    recording = upload(make_media(tmp_path / "big.mp4", size="2560x1080", seconds=0.3))
    work()
    video = selectors.played_file(recording)
    assert video is not None
    assert (video.width, video.height) == (1920, 810)


def test_text_renamed_to_mp4_is_refused_in_words_and_the_queue_goes_on(tmp_path: Path) -> None:
    words = tmp_path / "words.mp4"
    words.write_bytes(b"only words, renamed\n" * 200)
    refused = upload(words)
    good = upload(make_media(tmp_path / "good.wav", picture=False))
    work()
    refused.refresh_from_db()
    good.refresh_from_db()
    assert (refused.state, refused.problem) == (RecordingState.FAILED, RecordingProblem.NOT_MEDIA)
    assert good.state == RecordingState.PLAYABLE
    with translation.override("en"):
        assert selectors.progress_of(refused).problem == (
            "This is not a video or sound file that we can read. Export it as MP4 or MP3."
        )
    job = Job.objects.get(subject_id=str(refused.uuid))
    assert (job.state, job.attempts) == (JobState.FAILED, 1)


def test_half_a_file_is_refused_in_words(tmp_path: Path) -> None:
    whole = make_media(tmp_path / "whole.mp4").read_bytes()
    half = tmp_path / "half.mp4"
    half.write_bytes(whole[: len(whole) // 2])
    recording = upload(half)
    work()
    recording.refresh_from_db()
    assert recording.state == RecordingState.FAILED
    assert recording.problem in (RecordingProblem.NOT_MEDIA, RecordingProblem.DAMAGED)
    assert files_of(recording) == set()


def test_sound_without_a_single_sample_is_refused_in_words(tmp_path: Path) -> None:
    whole = make_media(tmp_path / "whole.wav", picture=False).read_bytes()
    header = whole[: whole.index(b"data")] + b"data" + bytes(4)
    (tmp_path / "nothing.wav").write_bytes(header)
    recording = upload(tmp_path / "nothing.wav")
    work()
    recording.refresh_from_db()
    assert recording.state == RecordingState.FAILED
    assert recording.problem in (RecordingProblem.NO_LENGTH, RecordingProblem.NO_STREAMS)
    assert files_of(recording) == set()


def test_disk_that_is_nearly_full_makes_the_job_wait_and_try_again(
    tmp_path: Path, settings: Any
) -> None:
    recording = upload(make_media(tmp_path / "talk.wav", picture=False))
    settings.LECTERN_MIN_FREE_BYTES = 1 << 60
    work()
    job = Job.objects.get()
    assert (job.state, job.problem) == (JobState.QUEUED, RecordingProblem.DISK_FULL.message)
    settings.LECTERN_MIN_FREE_BYTES = 0
    Job.objects.update(run_after=job.created_at)
    work()
    recording.refresh_from_db()
    assert recording.state == RecordingState.PLAYABLE


def test_playlist_hidden_behind_media_bytes_reads_nothing_of_ours(tmp_path: Path) -> None:
    """A playlist the signatures miss (a comment first) is still read by no demuxer of ours."""
    secret = make_media(tmp_path / "secret.ts")
    playlist = tmp_path / "innocent.mp4"
    playlist.write_text(f"\n\n \x01#EXTM3U\n#EXTINF:1,\n{secret}\n#EXT-X-ENDLIST\n")
    recording = upload(playlist)
    work()
    recording.refresh_from_db()
    assert recording.problem == RecordingProblem.NOT_MEDIA


def test_recording_that_failed_can_be_tried_again(tmp_path: Path) -> None:
    recording = upload(make_media(tmp_path / "talk.wav", picture=False))
    source = storage.folder_of(recording.uuid) / "source"
    hidden = source.rename(source.with_name("hidden"))
    work()
    recording.refresh_from_db()
    assert recording.problem == RecordingProblem.SOURCE_MISSING
    hidden.rename(source)
    services.retry_processing(acting_user=None, recording=recording)
    assert (recording.state, recording.problem) == (RecordingState.UPLOADED, "")
    work()
    recording.refresh_from_db()
    assert recording.state == RecordingState.PLAYABLE


def test_deleting_a_recording_removes_its_files_and_its_job(tmp_path: Path) -> None:
    recording = upload(make_media(tmp_path / "talk.wav", picture=False))
    folder = storage.folder_of(recording.uuid)
    services.delete_recording(acting_user=None, recording=recording)
    assert not folder.exists()
    assert not Job.objects.exists()
    assert work() == 0


def test_adopted_file_is_playable_at_once(tmp_path: Path, played: list[Recording]) -> None:
    ready = make_media(
        tmp_path / "ready.mp4",
        options=("-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "1"),
    )
    recording = services.adopt_recording(
        acting_user=None, source=ready, title="Ready", audience=Audience.public()
    )
    assert recording.is_playable
    assert recording.duration_ms == pytest.approx(1000, abs=120)
    assert files_of(recording) == {"video-120.mp4", "poster.jpg"} | CANDIDATES
    assert ready.exists()
    assert played == [recording]
    assert not Job.objects.filter(kind="process_recording").exists()
