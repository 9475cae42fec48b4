"""Rebuilding an index while the site reads and writes, on every engine."""

import threading
import uuid

import pytest

from search.documents import Removal
from search.engines.base import EngineError, SearchEngine
from search.engines.elasticsearch import ElasticsearchEngine
from tests.contracts.search_documents import ask, groups, recording, spoken, store


def test_a_rebuild_replaces_everything_at_once(engine: SearchEngine) -> None:
    store(engine, recording("old"))
    engine.write_cursor(10)
    rebuild = engine.begin_rebuild()
    rebuild.put([recording("new")])
    rebuild.write_cursor(7)
    engine.refresh()
    assert groups(ask(engine, "装配式")) == ["recording:old"]
    rebuild.finish()
    assert groups(ask(engine, "装配式")) == ["recording:new"]
    assert engine.read_cursor() == 7
    assert engine.count() == 1


def test_writes_during_a_rebuild_reach_both_indexes(engine: SearchEngine) -> None:
    store(engine, recording("kept", version=1), recording("removed", version=1))
    rebuild = engine.begin_rebuild()
    store(engine, spoken("kept", "改讲叠合板", version=3))
    engine.remove([Removal("recording:removed", 3)])
    # What the rebuild read before those writes is older, and is passed over.
    rebuild.put([recording("kept", version=1), recording("removed", version=1)])
    engine.refresh()
    assert groups(ask(engine, "叠合板")) == ["recording:kept"]
    rebuild.finish()
    assert groups(ask(engine, "叠合板")) == ["recording:kept"]
    assert engine.count() == 1
    assert [version.version for version in engine.versions()] == [3]


def test_an_abandoned_rebuild_leaves_the_index_as_it_was(engine: SearchEngine) -> None:
    store(engine, recording("old"))
    rebuild = engine.begin_rebuild()
    rebuild.put([recording("new")])
    rebuild.abandon()
    assert groups(ask(engine, "装配式")) == ["recording:old"]
    with pytest.raises(EngineError):
        rebuild.finish()


def test_a_new_rebuild_takes_the_place_of_one_that_died(engine: SearchEngine) -> None:
    store(engine, recording("old"))
    dead = engine.begin_rebuild()
    dead.put([recording("half")])
    rebuild = engine.begin_rebuild()
    rebuild.put([recording("new")])
    with pytest.raises(EngineError):
        dead.put([recording("late")])
    rebuild.finish()
    assert groups(ask(engine, "装配式")) == ["recording:new"]


def test_a_fill_overtaken_by_a_newer_write_leaves_no_moment_behind(
    elasticsearch_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newer write falls between the look at the versions held and the bulk that follows it."""
    engine = ElasticsearchEngine(elasticsearch_url, f"overtaken-{uuid.uuid4().hex[:8]}")
    engine.prepare()
    try:
        store(engine, spoken("v", "只讲叠合板", version=5))
        monkeypatch.setattr(engine, "_headers", lambda _alias, _batch: {})
        assert store(engine, spoken("v", "讲旧的钢结构", "又讲钢结构", version=4)) == 0
        assert ask(engine, "钢结构").total == 0
        assert (ask(engine, "叠合板").total, engine.moment_count()) == (1, 1)
    finally:
        engine.drop()
        engine.close()


def test_a_rebuild_sets_shards_at_once_and_copies_at_its_end(elasticsearch_url: str) -> None:
    name = f"settings-{uuid.uuid4().hex[:8]}"
    engine = ElasticsearchEngine(elasticsearch_url, name, shards=3, replicas=0)
    engine.prepare()
    try:
        rebuild = engine.begin_rebuild()
        held = engine.client().indices.get_settings(index=engine.building)
        ((_name, filling),) = held.body.items()
        assert filling["settings"]["index"]["refresh_interval"] == "-1"
        assert filling["settings"]["index"]["number_of_replicas"] == "0"
        rebuild.put([recording("new")])
        rebuild.finish()
        ((_name, live),) = engine.client().indices.get_settings(index=engine.live).body.items()
        assert live["settings"]["index"]["number_of_shards"] == "3"
        assert live["settings"]["index"]["refresh_interval"] == "1s"
        assert groups(ask(engine, "装配式")) == ["recording:new"]
    finally:
        engine.drop()
        engine.close()


def test_no_search_fails_or_finds_nothing_while_rebuilds_swap(engine: SearchEngine) -> None:
    library = [recording(f"n{place}") for place in range(5)]
    store(engine, *library)
    totals: list[int] = []
    problems: list[Exception] = []
    done = threading.Event()

    def search_on() -> None:
        try:
            while not done.is_set():
                totals.append(ask(engine, "装配式").total)
        except Exception as problem:  # noqa: BLE001 - told to the test below
            problems.append(problem)
        finally:
            engine_connections_close(engine)

    searcher = threading.Thread(target=search_on)
    searcher.start()
    try:
        for _round in range(3):
            rebuild = engine.begin_rebuild()
            rebuild.put(library)
            rebuild.finish()
    finally:
        done.set()
        searcher.join()
    assert problems == []
    assert set(totals) <= {5}


def engine_connections_close(engine: SearchEngine) -> None:
    """A thread of a test lets go of what it opened."""
    from django.db import connections

    if engine.name == "sqlite":
        engine.close()
    elif engine.name == "postgresql":
        connections.close_all()
