"""A search server that answers and takes no writes, fails at everything, or lags behind."""

import http.server
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from content.core import ports
from content.core.audience import Audience, Viewer
from search import backends, journal, status
from search.answers import Answer
from search.engines.elasticsearch import ElasticsearchEngine
from search.models import IndexCursor
from search.services import search
from tests.integration.search_loop import eventually, looping
from tests.unit.search.library import Library, cues

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

PATIENCE = 120


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    shelf = Library()
    monkeypatch.setattr(ports, "_sources", {"recording": shelf})
    return shelf


@pytest.fixture
def site(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.LECTERN_SEARCH_FILE = tmp_path / "search.sqlite3"
    settings.LECTERN_SEARCH_INDEX = f"hindered-{uuid.uuid4().hex[:8]}"
    backends.forget()
    yield
    backends.forget()


@pytest.fixture
def server(site: None, elasticsearch_url: str, settings: Any) -> Iterator[ElasticsearchEngine]:
    """The site's Elasticsearch, with no index yet."""
    settings.ELASTICSEARCH_URL = elasticsearch_url
    engine = backends.elasticsearch_engine()
    assert isinstance(engine, ElasticsearchEngine)
    yield engine
    engine.drop()
    engine.close()


class Proxy:
    """Between us and a server: hands on what is asked, or answers 500 to everything."""

    def __init__(self, url: str) -> None:
        self.fails = False
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length) if length else None
                if proxy.fails:
                    self._answer(500, b'{"error": "broken", "status": 500}', "application/json")
                    return
                names = ("Content-Type", "Accept")
                headers = {name: self.headers[name] for name in names if self.headers[name]}
                request = urllib.request.Request(
                    url + self.path, data=body, headers=headers, method=self.command
                )
                try:
                    with urllib.request.urlopen(request, timeout=60) as answer:
                        self._answer(answer.status, answer.read(), answer.headers["Content-Type"])
                except urllib.error.HTTPError as error:
                    self._answer(error.code, error.read(), error.headers["Content-Type"])

            def _answer(self, code: int, body: bytes, content_type: str | None) -> None:
                self.send_response(code)
                self.send_header("X-Elastic-Product", "Elasticsearch")
                if content_type:
                    self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_any  # noqa: N815

            def log_message(self, *args: Any) -> None:
                """Says nothing."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def ask(words: str) -> Answer:
    return search(text=words, viewer=Viewer.anonymous(), language="zh-hans")


def ids(answer: Answer) -> list[str]:
    return sorted(result.id for result in answer.results)


def caught_up() -> bool:
    cursor = IndexCursor.objects.filter(index_name="elasticsearch").first()
    return cursor is not None and cursor.is_filled and cursor.position == journal.head()


def answered_by(name: str) -> bool:
    return ask("灌浆套筒").engine == name


@pytest.mark.timeout(600)
@pytest.mark.parametrize("block", ["write", "read_only_allow_delete"])
def test_an_index_that_takes_no_writes_is_not_asked_and_catches_up(
    library: Library, server: ElasticsearchEngine, block: str
) -> None:
    """Forbidden by an operator (403), and by the server itself on a full disk (429)."""
    with looping():
        library.add("old", "旧讲座", moments=cues("灌浆套筒的饱满度。"))
        library.add("gone", "将删去", moments=cues("灌浆套筒将删去。"))
        eventually(lambda: answered_by("elasticsearch"), PATIENCE)
        settings = {f"index.blocks.{block}": True}
        server.client().indices.put_settings(index=server.live, settings=settings)
        began = time.monotonic()
        library.add("new", "新讲座", moments=cues("灌浆套筒的新讲法。"))
        library.remove("gone")
        assert time.monotonic() - began < 2, "a save waits for no server"
        assert "gone" not in ids(ask("灌浆套筒"))
        eventually(lambda: ids(ask("灌浆套筒")) == ["new", "old"], PATIENCE)
        answer = ask("灌浆套筒")
        assert (answer.engine, answer.degraded, answer.total) == ("sqlite", True, 2)
        assert "elasticsearch is away" in status.health()
        settings = {f"index.blocks.{block}": None}
        server.client().indices.put_settings(index=server.live, settings=settings)
        eventually(caught_up, PATIENCE)
        eventually(lambda: answered_by("elasticsearch"), PATIENCE)
        assert ids(ask("灌浆套筒")) == ["new", "old"]
        assert status.health() == "ok"


@pytest.mark.timeout(600)
def test_a_server_that_fails_at_everything_is_gone_around(
    library: Library, site: None, elasticsearch_url: str, settings: Any
) -> None:
    proxy = Proxy(elasticsearch_url)
    settings.ELASTICSEARCH_URL = proxy.url
    try:
        with looping():
            library.add("old", "旧讲座", moments=cues("灌浆套筒的饱满度。"))
            eventually(lambda: answered_by("elasticsearch"), PATIENCE)
            proxy.fails = True
            library.add("new", "新讲座", moments=cues("灌浆套筒的新讲法。"))
            library.change("old", audiences=(Audience.employees(),))
            answer = ask("灌浆套筒")
            assert (answer.engine, answer.degraded) == ("sqlite", True)
            assert "old" not in ids(answer)
            eventually(lambda: ids(ask("灌浆套筒")) == ["new"], PATIENCE)
            proxy.fails = False
            eventually(caught_up, PATIENCE)
            eventually(lambda: answered_by("elasticsearch"), PATIENCE)
            assert ids(ask("灌浆套筒")) == ["new"]
    finally:
        proxy.fails = False
        engine = backends.elasticsearch_engine()
        assert engine is not None
        engine.drop()
        engine.close()
        proxy.stop()


@pytest.mark.timeout(600)
def test_an_index_that_refreshes_late_shows_nothing_that_was_withdrawn(
    library: Library, server: ElasticsearchEngine
) -> None:
    with looping():
        library.add("open", "公开讲座", moments=cues("灌浆套筒的饱满度。"))
        library.add("closing", "将关闭", moments=cues("灌浆套筒将关闭。"))
        eventually(lambda: answered_by("elasticsearch"), PATIENCE)
        eventually(lambda: ids(ask("灌浆套筒")) == ["closing", "open"], PATIENCE)
    # No loop runs: the index stays as it is, and the database alone knows better.
    library.change("closing", audiences=(Audience.employees(),))
    answer = ask("灌浆套筒")
    assert (ids(answer), answer.total) == (["open"], 1)
    assert sum(answer.facets["kind"].values()) == 1
