"""Several workers at one queue: every job is done once, whoever dies on the way."""

import contextlib
import wave
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from content.jobs import services as jobs
from content.jobs.models import Job, JobState, WorkerLoop
from content.recordings.models import MediaFile, Recording
from content.transcripts.models import Transcript
from content.transcripts.services import KIND
from tests import worker_process
from tests.factories.courses import make_recording
from tests.servers import cache_folder
from tests.worker_process import wait_until

pytestmark = [
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(1800),
]

MANY = 20
SETTINGS = {"LECTERN_CACHE_DIR": str(cache_folder())}


@pytest.fixture
def silences(transactional_db: None) -> list[Recording]:
    """Recordings of a second in which nobody speaks: each is one short, real transcription."""
    from wagtail.models import Collection

    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    return [_silence(number) for number in range(MANY)]


def _silence(number: int) -> Recording:
    recording = make_recording(f"Silence {number}", language="en", duration_ms=1_000)
    name = f"recordings/{recording.uuid}/audio.wav"
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(bytes(32_000))
    MediaFile.objects.create(
        recording=recording,
        role="audio",
        name=name,
        content_type="audio/wav",
        size_bytes=path.stat().st_size,
    )
    jobs.enqueue(kind=KIND, subject_id=recording.uuid)
    return recording


def is_done() -> bool:
    return not Job.objects.exclude(state=JobState.SUCCEEDED).exists()


def test_two_workers_share_one_queue_and_do_each_job_once(silences: list[Recording]) -> None:
    with worker_process.running(**SETTINGS) as one, worker_process.running(**SETTINGS) as two:
        wait_until(is_done, "the queue was not emptied")
        assert {loop.pid for loop in WorkerLoop.objects.all()} == {one.pid, two.pid}
    by_worker = list(Job.objects.values_list("worker", flat=True))
    assert len(set(by_worker)) == 2
    assert min(by_worker.count(name) for name in set(by_worker)) >= 3
    assert set(Job.objects.values_list("attempts", "fence")) == {(1, 1)}
    assert Transcript.objects.count() == MANY


def test_queue_outlives_a_worker_that_is_killed(silences: list[Recording]) -> None:
    with worker_process.running(**SETTINGS) as one, contextlib.ExitStack() as later:
        wait_until(
            lambda: Job.objects.filter(state=JobState.SUCCEEDED).exists(), "nothing was done"
        )
        later.enter_context(worker_process.running(**SETTINGS))
        one.kill()
        one.wait()
        Job.objects.filter(state=JobState.RUNNING, worker__contains=f":{one.pid}:").update(
            lease_until=timezone.now() - timedelta(seconds=1)
        )
        wait_until(is_done, "the queue was not emptied")
    twice = Job.objects.filter(attempts=2)
    assert twice.count() <= 1
    assert Transcript.objects.count() == MANY
    # The dead leaves its row behind, for administrators to read: it did not say goodbye.
    assert one.pid in {loop.pid for loop in WorkerLoop.objects.all()}
