"""Three hours of lecture need hardly more memory than ten minutes."""

import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest
from django.conf import settings

from content.jobs.models import Job, JobState
from content.recordings.models import MediaFile
from content.transcripts.models import Transcript
from content.transcripts.services import request_transcription
from lectern.bench.speech_sample import make_sample
from lectern.bench.transcription import family, resident_mib
from tests import worker_process
from tests.factories.courses import make_recording
from tests.servers import cache_folder

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True), pytest.mark.timeout(7200)]

MINUTES = 10
TIMES = 18
MOST_GROWTH = 1.3
# The engine's peaks last no longer than a moment.
LOOK_EVERY_SECONDS = 0.1


@pytest.fixture(scope="module")
def ten_minutes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sample(tmp_path_factory.mktemp("speech"), "en", MINUTES).path


def peak_mib(sound: Path, times: int) -> float:
    """The most that a worker and its engine hold while they transcribe the sound so many times."""
    recording = make_recording("Long", language="en", duration_ms=times * MINUTES * 60_000)
    name = f"recordings/{recording.uuid}/audio.m4a"
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True)
    repeat = ["-stream_loop", str(times - 1), "-i", str(sound), "-ac", "1", "-b:a", "48k"]
    program = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([program, "-loglevel", "error", *repeat, str(path)], check=True)
    MediaFile.objects.create(
        recording=recording,
        role="audio",
        name=name,
        content_type="audio/mp4",
        size_bytes=path.stat().st_size,
    )
    request_transcription(acting_user=None, recording=recording)
    peak = 0.0
    with worker_process.running("--once", LECTERN_CACHE_DIR=str(cache_folder())) as worker:
        while worker.poll() is None:
            peak = max(peak, sum(map(resident_mib, family(worker.pid))))
            try:
                worker.wait(LOOK_EVERY_SECONDS)
            except subprocess.TimeoutExpired:
                continue
    assert Job.objects.latest("pk").state == JobState.SUCCEEDED
    cues = Transcript.objects.get(recording=recording).cues.order_by("-end_ms")
    last = cues.first()
    assert last is not None
    assert last.end_ms > (times - 0.2) * MINUTES * 60_000
    return peak


def test_memory_is_flat_with_length(ten_minutes: Path) -> None:
    short, long = peak_mib(ten_minutes, 1), peak_mib(ten_minutes, TIMES)
    print(f"ten minutes: {short:.0f} MiB; three hours: {long:.0f} MiB")
    assert long <= MOST_GROWTH * short
