"""Killed, stopped and filled in the middle of a transcription: the same words, none twice."""

import contextlib
import os
import random
import signal
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import pytest
from django.conf import settings
from django.utils import timezone
from wagtail.models import Locale, Page

from content.jobs import services as jobs
from content.jobs.models import Job, JobState
from content.lectures.models import LecturePage
from content.recordings.models import MediaFile, Recording
from content.transcripts.models import TranscribedBatch, Transcript, TranscriptionPlan
from content.transcripts.services import KIND, request_transcription
from search.models import StoredDocument
from search.status import search_status
from tests import worker_process
from tests.factories.courses import make_recording
from tests.factories.lectures import make_lecture_index, make_lecture_page
from tests.servers import cache_folder
from tests.worker_process import wait_until

pytestmark = [
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(1800),
]

TALK = Path(__file__).parents[1] / "media" / "talk.opus"
TALKS = 4
KILLS = 10
MOMENTS = random.Random(20261122)

Words = list[tuple[int, int, str, Any]]


@pytest.fixture
def recording(transactional_db: None) -> Recording:
    """The talk several times over: a chunk each time, and by the setting below a batch each."""
    from wagtail.models import Collection

    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    recording = make_recording("Talk", language="en", duration_ms=27_000 * TALKS)
    name = f"recordings/{recording.uuid}/audio.m4a"
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True)
    program = imageio_ffmpeg.get_ffmpeg_exe()
    repeat = ["-stream_loop", str(TALKS - 1), "-i", str(TALK)]
    subprocess.run([program, "-loglevel", "error", *repeat, str(path)], check=True)
    MediaFile.objects.create(
        recording=recording,
        role="audio",
        name=name,
        content_type="audio/mp4",
        size_bytes=path.stat().st_size,
    )
    return recording


@pytest.fixture
def page(recording: Recording) -> LecturePage:
    """Where the recording is shown: without one, search has nothing of it to keep."""
    locale, _created = Locale.objects.get_or_create(language_code="zh-hans")
    root = Page.objects.filter(depth=1).first() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=locale)
    )
    if not root.get_children().exists():
        root.add_child(instance=Page(title="Home", slug="home", locale=locale))
    return make_lecture_page(make_lecture_index(), recording)


SETTINGS = {"LECTERN_SPEECH_BATCH": "1", "LECTERN_CACHE_DIR": str(cache_folder())}


def worker(*arguments: str) -> "contextlib.AbstractContextManager[subprocess.Popen[str]]":
    return worker_process.running(*arguments, **SETTINGS)


def once() -> str:
    return worker_process.once(**SETTINGS)


def ask(recording: Recording, *, max_attempts: int = 3) -> Job:
    request_transcription(acting_user=None, recording=recording)
    Job.objects.update(max_attempts=max_attempts)
    return Job.objects.get(kind=KIND, state=JobState.QUEUED)


def words_of(recording: Recording) -> Words:
    cues = Transcript.objects.get(recording=recording).cues.all()
    return [(cue.start_ms, cue.end_ms, cue.text, cue.words) for cue in cues]


def let_the_lease_run_out() -> None:
    """As if its minute had passed."""
    Job.objects.filter(state=JobState.RUNNING).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )


def kept() -> dict[int, int]:
    """The batches that are stored, each with its row's own number."""
    return dict(TranscribedBatch.objects.values_list("number", "pk"))


def children_of(pid: int) -> list[int]:
    found = subprocess.run(
        ["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    return [int(child) for child in found.split()]


def engine_of(process: "subprocess.Popen[str]") -> int | None:
    for pid in children_of(process.pid):
        with contextlib.suppress(OSError):
            if b"engine_process" in Path(f"/proc/{pid}/cmdline").read_bytes():
                return pid
    return None


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


def at(stage: str) -> Callable[[], bool]:
    return lambda: Job.objects.filter(kind=KIND, stage=stage, state=JobState.RUNNING).exists()


def after_a_batch() -> bool:
    return TranscribedBatch.objects.exists()


def kill(process: "subprocess.Popen[str]") -> None:
    """The worker alone: its child must notice by itself."""
    engine = engine_of(process)
    process.kill()
    process.wait()
    if engine is not None:
        wait_until(lambda: is_gone(engine), "the engine outlived its worker")


@pytest.fixture
def unbroken(recording: Recording) -> Words:
    ask(recording)
    once()
    words = words_of(recording)
    assert "prefabricated concrete panels" in " ".join(text for _s, _e, text, _w in words)
    assert not list((cache_folder() / "scratch").iterdir())
    Transcript.objects.all().delete()
    Job.objects.all().delete()
    return words


def test_ten_kills_end_with_the_same_words(recording: Recording, unbroken: Words) -> None:
    job = ask(recording, max_attempts=KILLS + 2)
    before: dict[int, int] = {}
    for attempt in range(1, KILLS + 1):
        stage = MOMENTS.choice(("listen", "load", "transcribe", "transcribe"))
        with worker() as process:
            # Past the stage already, or at its end, is as good a moment as any.
            wait_until(
                lambda attempt=attempt, stage=stage: (
                    Job.objects.filter(pk=job.pk, attempts__gte=attempt, stage=stage).exists()
                    or Job.objects.get(pk=job.pk).state == JobState.SUCCEEDED
                ),
                stage,
            )
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(MOMENTS.uniform(0, 0.8))
            kill(process)
        if Job.objects.get(pk=job.pk).state == JobState.SUCCEEDED:
            break
        now = kept()
        # What was stored stays as it was: only the batch in hand is decoded again.
        assert before.items() <= now.items()
        before = now
        let_the_lease_run_out()
    once()
    job.refresh_from_db()
    assert (job.state, job.problem) == (JobState.SUCCEEDED, "")
    assert job.attempts > 1
    assert words_of(recording) == unbroken
    assert not TranscriptionPlan.objects.exists()
    assert not list((cache_folder() / "scratch").iterdir())


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize("stage", ["listen", "load", "transcribe", "finish"])
def test_worker_killed_in_a_stage_is_resumed(recording: Recording, stage: str) -> None:
    job = ask(recording)
    with worker() as process:
        wait_until(
            after_a_batch if stage == "transcribe" else at(stage) if stage != "finish" else done,
            f"the stage {stage} never came",
        )
        kill(process)
    before = kept()
    let_the_lease_run_out()
    once()
    job.refresh_from_db()
    # The last stage is one transaction: it happened, or it did not.
    assert (job.state, job.attempts) == (JobState.SUCCEEDED, 2) or stage == "finish"
    assert job.state == JobState.SUCCEEDED
    assert Transcript.objects.get(recording=recording).cues.count() >= TALKS
    assert bool(before) == (stage in ("transcribe", "finish")) or stage == "finish"
    # Index: whatever the first worker left undone, the second has taken in.
    assert search_status().waiting == 0
    stored = StoredDocument.objects.filter(group__endswith=str(recording.uuid))
    assert stored.exists()


def done() -> bool:
    """All batches are stored, or all is done."""
    plan = TranscriptionPlan.objects.first()
    whole = plan is not None and plan.done_batches.count() == len(plan.batches)
    return whole or Job.objects.filter(kind=KIND, state=JobState.SUCCEEDED).exists()


def test_worker_told_to_end_keeps_its_batches_and_its_attempt(recording: Recording) -> None:
    job = ask(recording)
    with worker() as process:
        wait_until(after_a_batch, "no batch was stored")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    job.refresh_from_db()
    assert (job.state, job.attempts, job.lease_until) == (JobState.QUEUED, 0, None)
    before = kept()
    assert before
    once()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.SUCCEEDED, 1)


def test_sleeper_writes_nothing_when_it_wakes(
    recording: Recording,
) -> None:
    job = ask(recording)
    with worker() as sleeper:
        wait_until(after_a_batch, "no batch was stored")
        engine = engine_of(sleeper)
        sleeper.send_signal(signal.SIGSTOP)
        let_the_lease_run_out()
        once()
        before = words_of(recording), list(Transcript.objects.values_list("updated_at", flat=True))
        job.refresh_from_db()
        assert (job.state, job.attempts) == (JobState.SUCCEEDED, 2)
        sleeper.send_signal(signal.SIGCONT)
        assert engine is not None
        wait_until(lambda: is_gone(engine), "the sleeper's engine went on")
        sleeper.send_signal(signal.SIGTERM)
        assert sleeper.wait(timeout=60) == 0
    job.refresh_from_db()
    assert (job.state, job.attempts, job.fence) == (JobState.SUCCEEDED, 2, 2)
    after = words_of(recording), list(Transcript.objects.values_list("updated_at", flat=True))
    assert after == before


def test_killing_the_engine_alone_costs_one_attempt_and_one_batch(recording: Recording) -> None:
    job = ask(recording)
    with worker() as process:
        wait_until(after_a_batch, "no batch was stored")
        engine = engine_of(process)
        assert engine is not None
        os.kill(engine, signal.SIGKILL)
        wait_until(
            lambda: Job.objects.exclude(problem="").filter(state=JobState.QUEUED).exists(),
            "the job was not put back",
        )
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    before = kept()
    assert before
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now())
    once()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.SUCCEEDED, 2)


def test_poisoned_sound_needs_attention_while_the_queue_goes_on(
    recording: Recording, tmp_path: Path
) -> None:
    """An engine that aborts outright on one recording, again and again."""
    job = ask(recording)
    quiet = make_recording("Quiet", language="en")
    jobs.enqueue(kind=KIND, subject_id=quiet.uuid)
    for attempt in range(1, job.max_attempts + 1):
        Job.objects.filter(state=JobState.QUEUED).update(run_after=timezone.now())
        worker_process.once(**SETTINGS, **poisoned(tmp_path, recording))
        job.refresh_from_db()
        assert job.attempts == attempt
    assert job.state == JobState.FAILED
    assert "broke off" in job.problem
    assert "-6" in job.problem_detail
    assert Job.objects.get(subject_id=str(quiet.uuid)).state == JobState.SUCCEEDED
    assert not list((cache_folder() / "scratch").iterdir())
    jobs.retry(job=job, acting_user=None)
    once()
    job.refresh_from_db()
    assert (job.state, job.problem, job.attempts) == (JobState.SUCCEEDED, "", 1)
    assert words_of(recording)


def poisoned(folder: Path, recording: Recording) -> dict[str, str]:
    """Makes every Python under it abort when it is to read this recording's sound."""
    (folder / "sitecustomize.py").write_text(
        "import os, sys\n"
        "if any('engine_process' in word for word in sys.orig_argv):\n"
        "    import av\n"
        "    opened = av.open\n"
        "    def poisoned(path, *rest, **named):\n"
        f"        if {str(recording.uuid)!r} in str(path):\n"
        "            os.abort()\n"
        "        return opened(path, *rest, **named)\n"
        "    av.open = poisoned\n"
    )
    return {"PYTHONPATH": str(folder)}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes, where this user may make one."""
    folder = tmp_path / "small"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if made.returncode != 0:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_full_disk_is_told_and_nothing_is_lost(recording: Recording, small_disk: Path) -> None:
    """The sound of a recording is written out before it is decoded; here it finds no room."""
    job = ask(recording, max_attempts=1)
    (small_disk / "models").symlink_to(cache_folder() / "models")
    worker_process.once(LECTERN_SPEECH_BATCH="1", LECTERN_CACHE_DIR=str(small_disk))
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "disk is full" in job.problem
    assert not list((small_disk / "scratch").iterdir())
    jobs.retry(job=job, acting_user=None)
    once()
    job.refresh_from_db()
    assert job.state == JobState.SUCCEEDED
    assert words_of(recording)
