"""Killed and stopped in the middle of a recording: what was done stays, nothing is doubled."""

import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from content.core.audience import Audience
from content.jobs.models import Job, JobState
from content.recordings import services, storage
from content.recordings.enums import RecordingState
from content.recordings.models import MediaFile, Recording
from tests import worker_process
from tests.media_files import make_media
from tests.worker_process import Gate, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

CONVERT, POSTER = "libx264", "-frames:v"
CANDIDATES = {f"candidate-{number}.jpg" for number in range(1, 7)}
ALONG = {"waveform.json", "sprites-1.jpg"}
WHOLE = {"source", "audio.m4a", "video-120.mp4", "poster.jpg"} | CANDIDATES | ALONG


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    folder = tmp_path / "gate"
    folder.mkdir()
    return Gate(folder)


@pytest.fixture
def recording(tmp_path: Path, transactional_db: None) -> Recording:
    from wagtail.models import Collection

    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    media = make_media(tmp_path / "talk.avi", seconds=2)
    return services.create_recording(
        acting_user=None,
        upload=SimpleUploadedFile("talk.avi", media.read_bytes()),
        title="Talk",
        audience=Audience.employees(),
    )


def let_the_lease_run_out() -> None:
    """As if its minute had passed."""
    Job.objects.filter(state=JobState.RUNNING).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )


def files_of(recording: Recording) -> set[str]:
    return {path.name for path in storage.folder_of(recording.uuid).iterdir()}


def assert_is_whole(recording: Recording, attempts: int) -> None:
    recording.refresh_from_db()
    job = Job.objects.get(kind="process_recording")
    assert (job.state, job.attempts) == (JobState.SUCCEEDED, attempts)
    assert recording.state == RecordingState.PLAYABLE
    assert recording.duration_ms == pytest.approx(2000, abs=150)
    assert files_of(recording) == WHOLE
    assert MediaFile.objects.filter(recording=recording).count() == len(WHOLE)


def no_process_of(recording: Recording) -> bool:
    return not worker_process.processes_about(str(recording.uuid))


def test_worker_killed_while_it_reads_the_file_is_resumed(recording: Recording, gate: Gate) -> None:
    with worker_process.running() as worker:
        wait_until(lambda: Job.objects.filter(stage="probe").exists(), "nothing was claimed")
        worker.kill()
        worker.wait()
    wait_until(lambda: no_process_of(recording), "a child outlived its parent")
    let_the_lease_run_out()
    worker_process.once()
    assert_is_whole(recording, attempts=2)


@pytest.mark.parametrize("stage", [CONVERT, POSTER], ids=["convert", "poster"])
def test_worker_killed_in_a_stage_is_resumed_and_leaves_no_child(
    recording: Recording, gate: Gate, stage: str
) -> None:
    gate.shut(stage)
    with worker_process.running(FFMPEG_BINARY=str(gate.binary)) as worker:
        gate.wait_for_someone()
        worker.kill()
        worker.wait()
    wait_until(lambda: no_process_of(recording), "a child outlived its parent")
    gate.open()
    job = Job.objects.get(kind="process_recording")
    assert job.state == JobState.RUNNING
    assert ("played" in job.checkpoint) == (stage == POSTER)
    done_before = storage.folder_of(recording.uuid) / "video-120.mp4"
    first = done_before.stat().st_ino if stage == POSTER else None
    let_the_lease_run_out()
    worker_process.once()
    assert_is_whole(recording, attempts=2)
    if first is not None:
        assert done_before.stat().st_ino == first  # converted once


def test_worker_told_to_end_gives_its_job_back_at_once(recording: Recording, gate: Gate) -> None:
    gate.shut(CONVERT)
    with worker_process.running(FFMPEG_BINARY=str(gate.binary)) as worker:
        gate.wait_for_someone()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=30) == 0
    gate.open()
    job = Job.objects.get(kind="process_recording")
    assert (job.state, job.attempts, job.lease_until) == (JobState.QUEUED, 0, None)
    assert "facts" in job.checkpoint
    assert no_process_of(recording)
    worker_process.once()
    assert_is_whole(recording, attempts=1)


def test_worker_that_slept_past_its_lease_changes_nothing_when_it_wakes(
    recording: Recording, gate: Gate
) -> None:
    gate.shut(CONVERT)
    with worker_process.running("--once", FFMPEG_BINARY=str(gate.binary)) as sleeper:
        gate.wait_for_someone()
        sleeper.send_signal(signal.SIGSTOP)
        let_the_lease_run_out()
        worker_process.once()
        video = storage.folder_of(recording.uuid) / "video-120.mp4"
        before = (video.stat().st_ino, video.stat().st_mtime_ns)
        gate.open()
        sleeper.send_signal(signal.SIGCONT)
        output, _errors = sleeper.communicate(timeout=60)
    assert sleeper.returncode == 0, output
    assert (video.stat().st_ino, video.stat().st_mtime_ns) == before
    assert_is_whole(recording, attempts=2)


def test_killing_the_child_alone_costs_one_attempt(recording: Recording, gate: Gate) -> None:
    gate.shut(CONVERT)
    with worker_process.running(FFMPEG_BINARY=str(gate.binary)) as worker:
        gate.wait_for_someone()
        for pid in worker_process.processes_about(str(recording.uuid)):
            os.kill(pid, signal.SIGKILL)
        gate.open()
        wait_until(
            lambda: Job.objects.exclude(problem="").filter(state=JobState.QUEUED).exists(),
            "the job was not put back",
        )
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=30) == 0
    Job.objects.update(run_after=timezone.now())
    worker_process.once()
    assert_is_whole(recording, attempts=2)
