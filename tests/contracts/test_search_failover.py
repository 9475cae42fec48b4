"""Search while Elasticsearch is away, hangs, and comes back."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines.base import EngineUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.failover import FailoverSearch
from search.engines.sqlite import SQLiteEngine
from search.query import SearchQuery
from search.query_analysis import analyse
from search.results import EngineHits
from tests.contracts.search_documents import recording


class Clock:
    """Time that goes on when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def second(tmp_path: Path) -> Iterator[SQLiteEngine]:
    engine = SQLiteEngine(tmp_path / "search.sqlite3")
    engine.prepare()
    engine.put([recording()])
    yield engine
    engine.drop()


@pytest.fixture
def silent_url() -> Iterator[str]:
    """A server that takes connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def refusing_url() -> str:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


def ask(search: FailoverSearch) -> EngineHits:
    return search.search(analyse(SearchQuery("装配式")))


def test_the_second_engine_answers_while_the_first_refuses(
    second: SQLiteEngine, refusing_url: str
) -> None:
    first = ElasticsearchEngine(refusing_url, "away")
    hits = ask(FailoverSearch(first, second))
    assert (hits.engine, hits.degraded, hits.total) == ("sqlite", True, 1)
    first.close()


def test_a_first_engine_that_hangs_is_waited_for_once_a_while(
    second: SQLiteEngine, silent_url: str
) -> None:
    clock = Clock()
    first = ElasticsearchEngine(silent_url, "hangs", search_seconds=0.2)
    asked: list[float] = []
    ask_first = first.search

    def counted(query: object) -> EngineHits:
        asked.append(clock.now)
        return ask_first(query)  # type: ignore[arg-type]

    first.search = counted  # type: ignore[method-assign]
    search = FailoverSearch(first, second, retry_seconds=1.0, clock=clock)
    for now in (0.0, 0.1, 0.5, 0.9, 1.1, 1.2):
        clock.now = now
        assert ask(search).degraded
    assert asked == [0.0, 1.1]
    assert search.is_degraded
    first.close()


def test_search_returns_to_the_first_engine_by_itself(
    second: SQLiteEngine, elasticsearch_url: str
) -> None:
    clock = Clock()
    first = ElasticsearchEngine(elasticsearch_url, "contract-failover", search_seconds=10)
    first.drop()
    search = FailoverSearch(first, second, clock=clock)
    # There is no index yet: it has been dropped, or never filled.
    assert ask(search).degraded
    first.prepare()
    first.put([recording()])
    first.refresh()
    assert ask(search).degraded
    clock.now = 2.0
    hits = ask(search)
    assert (hits.engine, hits.degraded, hits.total) == ("elasticsearch", False, 1)
    assert not search.is_degraded
    first.drop()
    first.close()


def test_both_engines_away_is_said_so(tmp_path: Path, refusing_url: str) -> None:
    first = ElasticsearchEngine(refusing_url, "away")
    search = FailoverSearch(first, SQLiteEngine(tmp_path / "none.sqlite3"))
    with pytest.raises(EngineUnavailable):
        ask(search)
    first.close()
