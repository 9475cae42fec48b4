"""A search server that stops, hangs or comes back: saves and answers go on, the index follows."""

import socket
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.core import ports
from content.core.audience import Audience, Viewer
from search import backends, journal, status
from search.answers import Answer
from search.models import IndexCursor, OutboxEntry
from search.services import search
from tests.integration.search_loop import eventually, looping
from tests.servers import ServerMissing, missing
from tests.servers.elasticsearch import Elasticsearch
from tests.unit.search.library import Library, cues

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    shelf = Library()
    monkeypatch.setattr(ports, "_sources", {"recording": shelf})
    return shelf


class OwnServer:
    """A server of a test's own, to be ended and started anew."""

    def __init__(self) -> None:
        self._server = Elasticsearch()
        self._running = self._server.start()
        self.url = self._running.url

    def halt(self) -> None:
        self._server.halt(self._running)

    def resume(self) -> None:
        self._running = self._server.resume(self._running)

    def stop(self) -> None:
        self._server.stop(self._running)


@pytest.fixture
def own_server() -> Iterator[OwnServer]:
    try:
        server = OwnServer()
    except ServerMissing as problem:
        missing("elasticsearch", str(problem))
    yield server
    server.stop()


@pytest.fixture
def site(tmp_path: Path, settings) -> Iterator[None]:
    """Settings as of a site of its own: nothing is shared with other tests."""
    settings.LECTERN_SEARCH_FILE = tmp_path / "search.sqlite3"
    settings.LECTERN_SEARCH_INDEX = f"away-{uuid.uuid4().hex[:8]}"
    backends.forget()
    yield
    backends.forget()


@pytest.fixture
def silent_server() -> Iterator[str]:
    """An address that takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def ask(words: str) -> Answer:
    return search(text=words, viewer=Viewer.anonymous(), language="zh-hans")


def ids(answer: Answer) -> list[str]:
    return sorted(result.id for result in answer.results)


@pytest.mark.timeout(900)
def test_a_server_that_stops_and_starts_again_is_missed_by_nobody(
    library: Library, own_server: OwnServer, site: None, settings
) -> None:
    settings.ELASTICSEARCH_URL = own_server.url
    with looping():
        library.add("old", "旧讲座", moments=cues("灌浆套筒的饱满度。"))
        library.add("gone", "将删去", moments=cues("灌浆套筒将删去。"))
        library.add("closed", "将关闭", moments=cues("灌浆套筒将关闭。"))
        eventually(lambda: ask("灌浆套筒").engine == "elasticsearch", 60)
        eventually(lambda: ids(ask("灌浆套筒")) == ["closed", "gone", "old"])

        own_server.halt()
        began = time.monotonic()
        library.add("new", "新讲座", moments=cues("灌浆套筒的新讲法。"))
        library.remove("gone")
        library.change("closed", audiences=(Audience.employees(),))
        assert time.monotonic() - began < 1, "a save waits for no server"
        answer = ask("灌浆套筒")
        assert (answer.engine, answer.degraded) == ("sqlite", True)
        assert "gone" not in ids(answer) and "closed" not in ids(answer)
        eventually(lambda: ids(ask("灌浆套筒")) == ["new", "old"])
        eventually(lambda: "elasticsearch is away" in status.health())
        assert not OutboxEntry.objects.exists(), "what changed is analysed all the same"

        own_server.resume()
        eventually(lambda: _position("elasticsearch") == journal.head(), 180)
        eventually(lambda: ask("灌浆套筒").engine == "elasticsearch", 60)
        answer = ask("灌浆套筒")
        assert (answer.degraded, ids(answer), answer.total) == (False, ["new", "old"], 2)
        assert status.health() == "ok"


def test_a_server_that_hangs_delays_neither_saves_nor_the_other_index(
    library: Library, silent_server: str, site: None, settings
) -> None:
    settings.ELASTICSEARCH_URL = silent_server
    IndexCursor.objects.create(index_name="elasticsearch", is_filled=True)
    database = backends.database_engine()
    with looping(database):
        began = time.monotonic()
        library.add("1", "讲座", moments=cues("灌浆套筒。"))
        assert time.monotonic() - began < 1
        eventually(lambda: ids(ask("灌浆套筒")) == ["1"], 10)
        began = time.monotonic()
        answer = ask("灌浆套筒")
        assert (answer.engine, answer.degraded) == ("sqlite", True)
        assert time.monotonic() - began < 3


def _position(name: str) -> int:
    return IndexCursor.objects.values_list("position", flat=True).get(index_name=name)
