"""Files that mean harm, sent the way uploads come, with the worker's loop and the real ffmpeg.

Each is refused in words or made harmless; nothing else is opened, and the next job goes on.
"""

import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from content.core.audience import Audience
from content.jobs.models import Job, JobState
from content.jobs.worker import JobLoop
from content.recordings import services, storage
from content.recordings.enums import FileRole, RecordingProblem, RecordingState
from content.recordings.exceptions import UploadRefusedError
from content.recordings.models import Recording
from tests import hostile_files
from tests.media_files import make_media

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

CANARY = b"canary-0f1e2d3c4b5a"


@pytest.fixture(autouse=True)
def _root_collection(transactional_db: None) -> None:
    from wagtail.models import Collection

    if not Collection.objects.exists():
        Collection.add_root(name="Root")


@pytest.fixture(autouse=True)
def _own_media(tmp_path: Path, settings: Any) -> None:
    """Nothing but this test's files lies there."""
    settings.MEDIA_ROOT = tmp_path / "media"


def send(path: Path, name: str | None = None) -> Recording:
    return services.create_recording(
        acting_user=None,
        upload=SimpleUploadedFile(name or path.name, path.read_bytes()),
        title="Talk",
        audience=Audience.employees(),
    )


def work() -> None:
    JobLoop(threading.Event(), lane="media").drain()


def stored() -> set[str]:
    root = storage.path_of("recordings")
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def assert_says_why(problem: str) -> None:
    """In both languages, and not with the sentence for what nobody foresaw."""
    assert problem
    assert problem != RecordingProblem.INTERNAL
    label = RecordingProblem(problem).label
    with translation.override("en"):
        english = str(label)
    with translation.override("zh-hans"):
        assert str(label) != english


def assert_a_good_one_still_works(tmp_path: Path) -> None:
    good = send(make_media(tmp_path / "good.wav", picture=False, seconds=0.5))
    work()
    good.refresh_from_db()
    assert good.is_playable


class Listener:
    """Someone on this machine whom no upload may make us call."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                listener.calls.append(self.path)
                self.send_error(404)

            def log_message(self, *arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    thread = threading.Thread(target=listener.server.serve_forever)
    thread.start()
    yield listener
    listener.server.shutdown()
    listener.server.server_close()
    thread.join()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A media file of ours with words in it that must turn up nowhere."""
    notes = ("-metadata", f"service_name={CANARY.decode()}")
    return make_media(tmp_path / "secret.ts", options=notes)


NAMES = ("talk.mp4", "talk.m3u8", "talk.mkv")


@pytest.mark.parametrize("kind", sorted(hostile_files.references(Path("/x"), "http://x")))
def test_file_that_points_elsewhere_opens_nothing(
    tmp_path: Path, secret: Path, listener: Listener, kind: str
) -> None:
    data = hostile_files.references(secret, listener.address)[kind]
    for name in NAMES:
        hostile = tmp_path / name
        hostile.write_bytes(data)
        try:
            recording = send(hostile)
        except UploadRefusedError as refusal:
            assert_says_why(refusal.code or "")
        else:
            work()
            recording.refresh_from_db()
            assert recording.state == RecordingState.FAILED
            assert_says_why(recording.problem)
            job = Job.objects.get(subject_id=str(recording.uuid))
            assert job.attempts == 1
            assert CANARY.decode() not in job.problem_detail
        assert stored() == set()
    assert listener.calls == []


def test_reader_alone_does_not_follow_where_the_first_bytes_were_not_looked_at(
    tmp_path: Path, secret: Path, listener: Listener
) -> None:
    """The cage's second wall: ffmpeg itself, given each of them under each name."""
    from content.recordings import ffmpeg, media_work
    from content.recordings.probe import AudioFacts, MediaFacts

    facts = MediaFacts("mov", 1000, 0, None, AudioFacts(0, "aac", "LC", 2, 48000))
    for data in hostile_files.references(secret, listener.address).values():
        for name in NAMES:
            hostile = tmp_path / name
            hostile.write_bytes(data)
            target = tmp_path / "out.part"
            command = ffmpeg.sound(hostile, target, facts, copy=True, gain_db=0)
            answer = subprocess.run(command, capture_output=True, check=False)
            assert answer.returncode != 0
            assert not target.exists() or CANARY not in target.read_bytes()
            target.unlink(missing_ok=True)
            with pytest.raises(media_work.MediaWorkError):
                media_work.sound(hostile, target, facts, gain_db=0)
            target.unlink(missing_ok=True)
    assert listener.calls == []


def test_name_that_means_a_row_of_pictures_is_only_a_name(tmp_path: Path) -> None:
    for number in (1, 2):
        make_picture(tmp_path / f"frame{number}.png")
    for name in ("frame%d.png", "frame*.png", "frame%d.mp4"):
        with pytest.raises(UploadRefusedError) as refusal:
            send(tmp_path / "frame1.png", name)
        assert refusal.value.code == RecordingProblem.PICTURE
    assert stored() == set()


def make_picture(path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (64, 64), "red").save(path)


BOMBS = {
    hostile_files.no_length: {"no_length", "no_streams"},
    hostile_files.no_frames: {"no_length", "no_streams", "damaged"},
    hostile_files.huge_frame: {"too_large_picture", "no_streams"},
    hostile_files.million_frames_a_second: {"too_many_frames"},
    hostile_files.two_thousand_streams: {"too_many_streams"},
    hostile_files.endless_sound: {"too_long"},
    hostile_files.noise: {"not_media"},
}


@pytest.mark.parametrize("build", list(BOMBS), ids=lambda build: build.__name__)
def test_bomb_is_refused_at_once_and_the_queue_goes_on(
    tmp_path: Path, build: hostile_files.Builder
) -> None:
    recording = send(build(tmp_path / "bomb"))
    work()
    recording.refresh_from_db()
    assert recording.state == RecordingState.FAILED
    assert recording.problem in BOMBS[build]
    assert_says_why(recording.problem)
    job = Job.objects.get(kind="process_recording")
    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert stored() == set()
    assert_a_good_one_still_works(tmp_path)


HARMLESS: list[hostile_files.Builder] = [
    hostile_files.hour_of_tiny_frames,
    hostile_files.chained_sound,
    hostile_files.half_of("talk.mkv"),
    hostile_files.half_of("talk.ts"),
    hostile_files.half_of("talk.mp4"),
    hostile_files.half_of("talk.mp3"),
]


@pytest.mark.parametrize("build", HARMLESS, ids=["hour", "chained", "mkv", "ts", "mp4", "mp3"])
def test_odd_or_broken_file_plays_as_far_as_it_goes_or_says_why(
    tmp_path: Path, build: hostile_files.Builder
) -> None:
    recording = send(build(tmp_path / "odd.mp3"))
    work()
    recording.refresh_from_db()
    if recording.is_playable:
        assert recording.duration_ms
    else:
        assert_says_why(recording.problem)
    assert Job.objects.get(kind="process_recording").attempts == 1
    assert_a_good_one_still_works(tmp_path)


@pytest.mark.parametrize(
    "build",
    [
        hostile_files.sound_with_a_page,
        hostile_files.video_with_an_archive,
        hostile_files.video_with_a_font,
    ],
    ids=lambda build: build.__name__,
)
def test_nothing_that_rode_along_in_a_file_is_given_to_readers(
    tmp_path: Path, build: hostile_files.Builder
) -> None:
    recording = send(build(tmp_path / "polyglot"))
    work()
    recording.refresh_from_db()
    assert recording.is_playable
    for row in recording.files.exclude(role=FileRole.SOURCE):
        assert hostile_files.MARK not in storage.path_of(row.name).read_bytes(), row.name
    source = recording.files.get(role=FileRole.SOURCE)
    assert source.content_type == "application/octet-stream"


@pytest.mark.parametrize(
    "name",
    [
        "-i",
        "--help",
        "-y.mp4",
        "two\nlines.wav",
        "nothing\x00.wav",
        "讲" * 300 + ".wav",
        "../../../etc/cron.d/talk.wav",
        "..\\..\\talk.wav",
        "| touch pwned.wav",
        "$(touch pwned).wav",
        "%n%s%d.wav",
        "file:secret.wav",
        "concat:a|b.wav",
        "CON.wav",
        "\u202evaw.exe",
    ],
)
def test_name_that_the_client_gave_is_only_ever_shown(tmp_path: Path, name: str) -> None:
    sound = make_media(tmp_path / "talk.wav", picture=False, seconds=0.3)
    upload = SimpleUploadedFile("talk.wav", sound.read_bytes())
    upload._name = name  # what a caller without Django's own cleaning might hand on
    recording = services.create_recording(
        acting_user=None, upload=upload, title="Talk", audience=Audience.employees()
    )
    work()
    recording.refresh_from_db()
    assert recording.is_playable
    expected = {f"{recording.uuid}/{name}" for name in ("source", "audio.m4a", "waveform.json")}
    assert stored() == expected
    assert recording.original_filename.isprintable()
    assert len(recording.original_filename) <= 255
    assert "/" not in recording.original_filename
    assert not Path("pwned").exists()


@pytest.fixture
def small_disk(_own_media: None, tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Media on a disk of eight MiB, which only root can make."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here")
    settings.MEDIA_ROOT = folder
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_disk_that_fills_up_while_converting_is_said_and_got_over(
    tmp_path: Path, small_disk: Path
) -> None:
    """Room for the upload and its sound, not for the picture; then there is room again."""
    film = tmp_path / "film.avi"
    noise = "-f lavfi -i nullsrc=size=640x360:rate=10:duration=4,geq=random(1)*255:128:128"
    tone = "-f lavfi -i sine=duration=4 -c:v libx264 -preset ultrafast -qp 40 -pix_fmt yuv420p"
    hostile_files.ffmpeg(*noise.split(), *tone.split(), "-c:a", "mp3", str(film))
    recording = send(film)
    ballast = small_disk / "ballast"
    disk = os.statvfs(small_disk)
    ballast.write_bytes(bytes(disk.f_bavail * disk.f_bsize - 2 * 65536))
    work()
    recording.refresh_from_db()
    job = Job.objects.get(kind="process_recording")
    assert (job.state, job.problem) == (JobState.QUEUED, RecordingProblem.DISK_FULL.message)
    assert not recording.is_playable
    folder = storage.folder_of(recording.uuid)
    rows = {row.name.rsplit("/", 1)[1] for row in recording.files.all()}
    assert {path.name for path in folder.iterdir()} == rows
    assert not [name for name in rows if name.startswith("video")]
    ballast.unlink()
    Job.objects.update(run_after=timezone.now())
    work()
    recording.refresh_from_db()
    assert recording.is_playable
    assert {path.name for path in folder.iterdir()} == {
        row.name.rsplit("/", 1)[1] for row in recording.files.all()
    }
