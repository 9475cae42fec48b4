"""What is saved is found within two seconds, though a transcription takes every processor."""

import contextlib
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from content.core import ports
from content.core.audience import Viewer
from content.transcripts import pipeline
from search import backends
from search.services import search
from tests.integration.search_loop import eventually, looping
from tests.unit.search.library import Library, cues

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 2.0
PROCESSORS = os.cpu_count() or 1


def patience() -> float:
    """Two seconds of a machine that has nothing else to do; more where others wait for it too."""
    return SECONDS * max(1.0, os.getloadavg()[0] / PROCESSORS)


@contextlib.contextmanager
def every_processor_taken() -> Iterator[None]:
    """By as many processes as a transcription has threads, no more patient than its own."""
    busy = f"import os\nos.nice({pipeline._NICE})\nwhile True: pass"
    processes = [subprocess.Popen([sys.executable, "-c", busy]) for _each in range(PROCESSORS)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


@pytest.mark.parametrize("answering", [connection.vendor, "elasticsearch"])
def test_a_saved_cue_is_found_soon_while_a_transcription_runs(
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    settings: Any,
    answering: str,
) -> None:
    settings.LECTERN_SEARCH_FILE = tmp_path / "search.sqlite3"
    settings.LECTERN_SEARCH_INDEX = f"soon-{uuid.uuid4().hex[:8]}"
    if answering == "elasticsearch":
        settings.ELASTICSEARCH_URL = request.getfixturevalue("elasticsearch_url")
    backends.forget()
    library = Library()
    monkeypatch.setattr(ports, "_sources", {"recording": library})

    def found(words: str) -> bool:
        answer = search(text=words, viewer=Viewer.anonymous(), language="zh-hans")
        return answer.engine == answering and answer.total == 1

    try:
        with looping():
            library.add("talk", "讲座", moments=cues("先讲叠合板。", "再讲养护。"))
            eventually(lambda: found("叠合板"), 60)
            with every_processor_taken():
                began = time.monotonic()
                library.change("talk", moments=cues("先讲叠合板。", "再讲坍落度。"))
                eventually(lambda: found("坍落度"), 60)
                assert time.monotonic() - began < patience()
    finally:
        server = backends.elasticsearch_engine()
        if server is not None:
            server.drop()
            server.close()
        backends.database_engine().close()
        backends.forget()
