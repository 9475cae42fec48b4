"""A cue saved in the editor is found at its second, while the worker transcribes for real."""

import os
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import pytest
from django.conf import settings as present
from django.db import connection
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from content.core.audience import Audience
from content.jobs.models import Job, JobState
from content.recordings.models import MediaFile
from content.transcripts.models import Transcript
from content.transcripts.services import request_transcription
from lectern.bench.base import BenchImpossibleError
from lectern.bench.speech_sample import make_sample
from search import backends
from search.engines.base import EngineError
from tests import worker_process
from tests.factories.courses import make_recording
from tests.factories.lectures import make_files, make_lecture_index, make_lecture_page
from tests.factories.pages import make_site
from tests.integration.search_loop import eventually
from tests.integration.test_search_soon import patience
from tests.journeys.browser import DESKTOP
from tests.journeys.test_transcript_editor import (
    MEDIA,
    open_editor,
    saved,
    sign_in,
    ten_minutes,
)
from tests.servers import cache_folder, missing

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

MINUTES, TIMES = 3, 4
LINE = 74


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve minutes of English speech; long enough that the worker is at it to the end."""
    folder = tmp_path_factory.mktemp("speech")
    try:
        sound = make_sample(folder, "en", MINUTES).path
    except BenchImpossibleError as reason:
        missing("espeak-ng", str(reason))
    path = folder / "audio.m4a"
    repeat = ["-stream_loop", str(TIMES - 1), "-i", str(sound), "-ac", "1", "-b:a", "48k"]
    program = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([program, "-loglevel", "error", *repeat, str(path)], check=True)
    return path


@pytest.fixture
def lecture(transactional_db: None) -> Transcript:
    """A public lecture of ten minutes with words a machine wrote."""
    make_site()
    recording = make_recording(
        "双T板的一天", duration_ms=600_000, language="zh", audience=Audience.public()
    )
    make_files(recording)
    folder = Path(present.MEDIA_ROOT) / "recordings" / str(recording.uuid)
    folder.mkdir(parents=True)
    shutil.copy(MEDIA, folder / "video.mp4")
    make_lecture_page(make_lecture_index(), recording)
    return ten_minutes(recording)


@pytest.fixture(params=[connection.vendor, "elasticsearch"])
def engine(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[str]:
    """The engine that answers; nobody else's index."""
    settings.LECTERN_SEARCH_INDEX = f"saved-{uuid.uuid4().hex[:8]}"
    if request.param == "elasticsearch":
        settings.ELASTICSEARCH_URL = request.getfixturevalue("elasticsearch_url")
    backends.forget()
    yield request.param
    for index in backends.indexed_engines():
        try:
            index.drop()
        except EngineError:
            continue
        finally:
            index.close()
    backends.forget()


def be_transcribed(sound: Path) -> Job:
    """A recording of this sound is in the queue."""
    recording = make_recording("Long talk", language="en", duration_ms=TIMES * MINUTES * 60_000)
    name = f"recordings/{recording.uuid}/audio.m4a"
    path = Path(present.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True)
    shutil.copy(sound, path)
    MediaFile.objects.create(
        recording=recording,
        role="audio",
        name=name,
        content_type="audio/mp4",
        size_bytes=path.stat().st_size,
    )
    return request_transcription(acting_user=None, recording=recording)


def is_decoding(job: Job) -> bool:
    """Whether Whisper has been through one batch and is not at the end."""
    job.refresh_from_db()
    assert job.state in {JobState.QUEUED, JobState.RUNNING}, job.problem
    return job.state == JobState.RUNNING and 0 < job.progress_done < job.progress_total


def search_for(page: Page, server: LiveServer, words: str) -> bool:
    page.goto(f"{server.url}/zh-hans/search/?q={words}")
    return page.locator("[data-moment] mark").count() > 0


def test_a_saved_cue_is_found_at_its_second_while_the_worker_transcribes(
    page: Page,
    browser: Browser,
    live_server: LiveServer,
    lecture: Transcript,
    engine: str,
    speech: Path,
    settings: Any,
) -> None:
    visitor = browser.new_context(viewport=DESKTOP, locale="zh-CN").new_page()
    for each in (page, visitor):
        each.set_default_timeout(60_000)
    job = be_transcribed(speech)
    told = {
        "LECTERN_CACHE_DIR": str(cache_folder()),
        "LECTERN_SEARCH_INDEX": settings.LECTERN_SEARCH_INDEX,
        "ELASTICSEARCH_URL": settings.ELASTICSEARCH_URL,
    }
    with worker_process.running(**told):
        sign_in(page, live_server)
        open_editor(page, live_server, lecture)
        eventually(lambda: search_for(visitor, live_server, "叠合板"), 120)
        assert not search_for(visitor, live_server, "坍落度试验")
        eventually(lambda: is_decoding(job), 240)
        page.locator(".line__text").nth(LINE).fill("现在开始做坍落度试验。")
        saved(page)
        began = time.monotonic()
        eventually(lambda: search_for(visitor, live_server, "坍落度试验"), 120)
        taken = time.monotonic() - began
        assert is_decoding(job), "the worker was to be transcribing all the while"
    load = os.getloadavg()[0]
    print(f"{engine}: found {taken:.2f} s after it was saved, load {load:.1f}")
    assert taken < patience()
    moment = visitor.locator("[data-moment]").first
    expect(moment.locator("mark").first).to_have_text("坍落度试验")
    assert float(moment.get_attribute("data-seconds") or 0) == pytest.approx(LINE * 4, abs=5)
    visitor.context.close()
    # The editor's heartbeat ends with its page.
    page.goto("about:blank")
