"""A recording's way to its transcript, with a real engine, a real child process and real kills."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import imageio_ffmpeg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from content.jobs.models import Job, JobState
from content.jobs.worker import JobLoop
from content.recordings.models import MediaFile, Recording
from content.transcripts import messages
from content.transcripts.captions import captions_text
from content.transcripts.chunk_plan import Chunk
from content.transcripts.engine_client import EngineChoice, EngineClient, EngineFailedError
from content.transcripts.engines.base import AudioChunk
from content.transcripts.models import TranscribedBatch, Transcript, TranscriptionPlan
from content.transcripts.services import request_transcription
from tests.factories.courses import make_recording
from tests.servers import cache_folder

ROOT = Path(__file__).parents[2]
TALK = ROOT / "tests" / "media" / "talk.opus"


@pytest.fixture
def choice() -> EngineChoice:
    return EngineChoice("faster-whisper", "base", cache_folder(), threads=2, beam_size=1)


@pytest.fixture
def in_tests_cache(settings: object) -> None:
    settings.LECTERN_CACHE_DIR = cache_folder()


def ffmpeg(target: Path, *arguments: str) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    program = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([program, "-y", "-loglevel", "error", *arguments, str(target)], check=True)
    return target


def recorded(name: str, *arguments: str, language: str = "en") -> Recording:
    """A playable recording whose file ffmpeg makes by these arguments."""
    recording = make_recording(language=language, duration_ms=27_000)
    stored = f"recordings/{recording.uuid}/{name}"
    path = ffmpeg(Path(settings.MEDIA_ROOT) / stored, *arguments)
    MediaFile.objects.create(
        recording=recording,
        role="video" if name.endswith("mp4") else "audio",
        name=stored,
        content_type="audio/mp4",
        size_bytes=path.stat().st_size,
    )
    return recording


def work(stop: threading.Event | None = None) -> Job:
    loop = JobLoop(stop or threading.Event(), lane="speech")
    job = loop.run_once()
    assert job is not None
    job.refresh_from_db()
    return job


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("in_tests_cache")
def test_recording_gets_its_transcript_in_the_language_spoken() -> None:
    recording = recorded("audio.m4a", "-i", str(TALK), language="")
    request_transcription(acting_user=None, recording=recording)
    job = work()
    assert (job.state, job.problem) == (JobState.SUCCEEDED, "")
    transcript = Transcript.objects.get(recording=recording)
    assert (transcript.language, transcript.state, transcript.engine) == (
        "en",
        "draft",
        "faster-whisper",
    )
    cues = list(transcript.cues.all())
    text = " ".join(cue.text for cue in cues)
    assert "prefabricated concrete panels" in text
    assert all(0 <= cue.start_ms < cue.end_ms <= 27_200 for cue in cues)
    assert not any(14_500 < cue.start_ms < 16_500 for cue in cues)
    assert captions_text(transcript, "vtt").startswith("WEBVTT\n")
    assert not TranscriptionPlan.objects.exists()
    assert job.progress_unit in ("seconds", "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("in_tests_cache")
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("audio.m4a", ["-f", "lavfi", "-t", "5", "-i", "anullsrc"]),
        ("video.mp4", ["-f", "lavfi", "-t", "2", "-i", "color=size=64x64"]),
    ],
)
def test_recording_in_which_nobody_speaks_succeeds_with_a_note(
    name: str, arguments: list[str]
) -> None:
    recording = recorded(name, *arguments)
    request_transcription(acting_user=None, recording=recording)
    assert work().state == JobState.SUCCEEDED
    transcript = Transcript.objects.get(recording=recording)
    assert (transcript.note, transcript.cues.count()) == ("no_speech", 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("in_tests_cache")
def test_stopped_worker_leaves_its_batches_and_the_next_ends_with_the_same_words(
    monkeypatch: pytest.MonkeyPatch, settings
) -> None:
    monkeypatch.setattr("content.transcripts.chunk_plan.LONGEST_CHUNK_MS", 10_000)
    settings.LECTERN_SPEECH_BATCH = 1
    recording = recorded("audio.m4a", "-i", str(TALK))
    request_transcription(acting_user=None, recording=recording)
    assert work().state == JobState.SUCCEEDED
    unbroken = captions_text(Transcript.objects.get(recording=recording), "vtt")

    request_transcription(acting_user=None, recording=recording)
    stop = threading.Event()
    watcher = threading.Thread(target=_stop_after_a_batch, args=(stop,))
    watcher.start()
    assert work(stop).state == JobState.QUEUED
    watcher.join()
    kept = list(TranscribedBatch.objects.values_list("pk", flat=True))
    assert kept
    assert len(kept) < len(TranscriptionPlan.objects.get().batches)

    loop_job = work()
    assert loop_job.state == JobState.SUCCEEDED
    assert captions_text(Transcript.objects.get(recording=recording), "vtt") == unbroken


def _stop_after_a_batch(stop: threading.Event) -> None:
    from django.db import connection

    deadline = time.monotonic() + 120
    while not TranscribedBatch.objects.exists() and time.monotonic() < deadline:
        stop.wait(0.02)
    stop.set()
    connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("in_tests_cache")
def test_missing_weights_are_a_problem_for_people_not_a_crash(settings: object) -> None:
    settings.LECTERN_SPEECH_MODEL = "/nowhere/at/all"
    recording = recorded("audio.m4a", "-i", str(TALK))
    request_transcription(acting_user=None, recording=recording)
    job = work()
    assert job.state == JobState.FAILED
    assert "speech engine" in job.problem
    assert "/nowhere/at/all" in job.problem_detail


def test_killed_child_is_a_failure_that_is_told(choice: EngineChoice) -> None:
    with EngineClient(choice) as client:
        client.listen(TALK)
        os.kill(client.pid, signal.SIGKILL)
        with pytest.raises(EngineFailedError, match="ended with -9") as caught:
            client.load()
    assert caught.value.kind == messages.BROKEN


def test_cancelling_ends_the_child_at_once(choice: EngineChoice) -> None:
    class CancelledError(Exception):
        pass

    cancelled = threading.Event()

    def check() -> None:
        if cancelled.is_set():
            raise CancelledError

    with pytest.raises(CancelledError), EngineClient(choice, check=check) as client:
        client.listen(TALK)
        client.load()
        pid = client.pid
        cancelled.set()
        client.decode([Chunk((AudioChunk(0, 14_000),))], language="en", prompt="")
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_child_dies_with_a_parent_that_is_killed(choice: EngineChoice) -> None:
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from content.transcripts.engine_client import EngineChoice, EngineClient\n"
        f"choice = EngineChoice('faster-whisper', 'base', Path({str(choice.cache)!r}))\n"
        "with EngineClient(choice) as c:\n"
        f"    c.listen(Path({str(TALK)!r}))\n"
        "    print(c.pid, flush=True)\n"
        "    time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        os.kill(child, 0)
        parent.kill()
        parent.wait()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{child}").exists() and _is_running(child):
        assert time.monotonic() < deadline, "the child outlived its parent"


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as an operator runs it, with a database that does not exist."""
    environment = {
        **os.environ,
        "LECTERN_CACHE_DIR": str(cache_folder()),
        "DATABASE_URL": "sqlite:////nonexistent/lectern.sqlite3",
    }
    return subprocess.run(
        [sys.executable, "manage.py", "transcribe", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_command_writes_captions_of_a_bare_file(tmp_path: Path) -> None:
    out = tmp_path / "talk.vtt"
    done = command(str(TALK), "--language", "en", "-o", str(out))
    assert (done.returncode, done.stdout) == (0, "")
    assert "The first rule of quality is simple." in out.read_text()


@pytest.mark.parametrize(
    ("make", "code", "message"),
    [
        (lambda folder: folder / "none.mp4", 2, "no such file"),
        (lambda folder: folder, 2, "not a media file"),
        (lambda folder: _text(folder / "notes.mp4"), 2, "not a media file"),
        (
            lambda folder: ffmpeg(folder / "mute.mp4", "-f", "lavfi", "-t", "1", "-i", "color"),
            0,
            "no sound",
        ),
    ],
    ids=["missing", "folder", "text", "mute"],
)
def test_command_says_what_is_wrong(tmp_path: Path, make: object, code: int, message: str) -> None:
    out, told = io.StringIO(), io.StringIO()
    try:
        call_command("transcribe", str(make(tmp_path)), format="txt", stdout=out, stderr=told)
        ended, words = 0, told.getvalue()
    except CommandError as error:
        ended, words = error.returncode, str(error)
    assert (ended, out.getvalue()) == (code, "")
    assert message in words


def _text(path: Path) -> Path:
    path.write_text("质量第一")
    return path
