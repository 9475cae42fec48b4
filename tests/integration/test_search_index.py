"""The index loop, rebuilds and reconciling with real engines, threads and transactions."""

import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from content.core import ports
from content.core.audience import Viewer
from search import backends, journal
from search.answers import Answer
from search.engines.base import EngineError, SearchEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.sqlite import SQLiteEngine
from search.models import IndexCursor, OutboxEntry
from search.query import SearchQuery
from search.query_analysis import analyse
from search.rebuild import rebuild
from search.reconcile import compare, reconcile
from search.services import search
from tests.integration.search_loop import eventually, looping
from tests.unit.search.library import Library, cues, index

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    shelf = Library()
    monkeypatch.setattr(ports, "_sources", {"recording": shelf})
    return shelf


@pytest.fixture(params=["sqlite", "elasticsearch"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    if request.param == "sqlite":
        made: SearchEngine = SQLiteEngine(tmp_path / "search.sqlite3")
    else:
        url = request.getfixturevalue("elasticsearch_url")
        made = ElasticsearchEngine(url, f"loop-{uuid.uuid4().hex[:8]}", search_seconds=10)
    made.prepare()
    yield made
    made.drop()
    made.close()


def found(engine: SearchEngine, words: str) -> list[str]:
    query = analyse(SearchQuery(words, viewer=Viewer.anonymous(), page_size=50))
    return sorted(group.id for group in engine.search(query).groups)


def test_what_is_saved_is_found_and_what_is_removed_is_not(library: Library, engine) -> None:
    with looping(engine):
        library.add("1", "讲座", moments=cues("灌浆套筒的饱满度。"))
        eventually(lambda: found(engine, "饱满度") == ["1"])
        library.change("1", moments=cues("模数协调。"))
        eventually(lambda: found(engine, "模数协调") == ["1"] and not found(engine, "饱满度"))
        library.remove("1")
        eventually(lambda: found(engine, "模数协调") == [])
    assert OutboxEntry.objects.count() == 0


def test_a_save_rolled_back_is_never_found(library: Library, engine) -> None:
    with looping(engine):
        with pytest.raises(RuntimeError), transaction.atomic():
            library.add("1", "撤回")
            raise RuntimeError
        library.add("2", "保留撤回")
        eventually(lambda: "2" in found(engine, "保留"))
    # The row was rolled back with the save; the library in memory keeps the thing itself.
    assert found(engine, "撤回") == ["2"]


def test_an_index_that_lost_everything_is_filled_again_by_itself(library: Library, engine) -> None:
    for number in range(3):
        library.add(str(number), f"讲座 {number}")
    index(engine)
    engine.drop()
    with looping(engine):
        eventually(lambda: _count(engine) == 3)


def test_a_rebuild_under_live_edits_loses_nothing_and_never_answers_empty(
    library: Library, engine
) -> None:
    for number in range(60):
        library.add(str(number), f"讲座 {number}", body="共同的词。" + "内容。" * 50)
    index(engine)
    engine.refresh()
    edited, over = threading.Event(), threading.Event()
    gaps: list[str] = []
    threads = [
        threading.Thread(target=_edit, args=(library, edited)),
        threading.Thread(target=_ask, args=(engine, over, gaps)),
    ]
    with looping(engine):
        for thread in threads:
            thread.start()
        try:
            while not edited.is_set():
                rebuild(engine)
        finally:
            threads[0].join()
            eventually(lambda: engine.read_cursor() == journal.head() and not _waiting(), 60)
            over.set()
            threads[1].join()
    engine.refresh()
    assert gaps == []
    assert compare(engine).total == 0
    assert journal.survey() == 0
    assert len(found(engine, "共同的词")) == 50  # sixty things, fifty a page


def test_two_workers_on_one_index_neither_lose_nor_undo(library: Library, engine) -> None:
    with looping(engine), looping(engine):
        for turn in range(40):
            library.add(str(turn % 15), f"讲座 {turn}", body=f"共同的词，第 {turn} 次。")
        eventually(lambda: not _waiting() and engine.read_cursor() == journal.head(), 60)
    engine.refresh()
    assert len(found(engine, "共同的词")) == 15
    assert journal.survey() == 0
    assert compare(engine).total == 0


def test_a_rebuild_that_was_killed_leaves_no_trace_after_the_next(library, engine) -> None:
    library.add("1", "讲座")
    index(engine)
    handle = engine.begin_rebuild()
    handle.put([])
    assert found(engine, "讲座") == ["1"]
    rebuild(engine)
    assert found(engine, "讲座") == ["1"]
    if isinstance(engine, ElasticsearchEngine):
        assert len(engine.indices()) == 1


def test_reconciling_a_tampered_index_puts_it_right(library: Library, engine) -> None:
    for number in range(5):
        library.add(str(number), f"讲座 {number}")
    index(engine)
    ghost = engine.begin_rebuild()
    ghost.write_cursor(journal.head())
    ghost.finish()
    engine.refresh()
    assert len(reconcile(engine).missing) == 5
    assert compare(engine).total == 0
    assert len(found(engine, "讲座")) == 5


def test_a_new_elasticsearch_answers_only_when_it_is_filled(
    library: Library, elasticsearch_url: str, tmp_path: Path, settings
) -> None:
    settings.LECTERN_SEARCH_FILE = tmp_path / "search.sqlite3"
    settings.LECTERN_SEARCH_INDEX = f"new-{uuid.uuid4().hex[:8]}"
    for number in range(3):
        library.add(str(number), f"讲座 {number}")
    index(backends.database_engine())
    settings.ELASTICSEARCH_URL = elasticsearch_url
    server = backends.elasticsearch_engine()
    assert server is not None
    server.prepare()
    try:
        before = search(text="讲座", viewer=Viewer.anonymous(), language="zh-hans")
        assert (before.engine, before.degraded, before.total) == (connection.vendor, True, 3)
        with looping():
            eventually(
                lambda: IndexCursor.objects.filter(
                    index_name="elasticsearch", is_filled=True
                ).exists()
            )
        eventually(lambda: _ask_server().engine == "elasticsearch")
        assert (_ask_server().degraded, _ask_server().total) == (False, 3)
    finally:
        server.drop()
        server.close()
        backends.database_engine().close()


def _edit(library: Library, edited: threading.Event) -> None:
    """A hundred edits, ten things gone and ten new, as fast as they can be saved."""
    try:
        for turn in range(100):
            library.change(str(turn % 50), body=f"共同的词，第 {turn} 次修改。")
            if turn % 10 == 0:
                library.remove(str(59 - turn // 10))
                library.add(f"new-{turn}", f"新课 {turn}", body="共同的词。")
    finally:
        edited.set()
        connections.close_all()


def _ask(engine: SearchEngine, over: threading.Event, gaps: list[str]) -> None:
    """Searches until told to stop, and writes down each answer that is not one."""
    try:
        while not over.is_set():
            if len(found(engine, "共同的词")) < 40:
                gaps.append("a search found too little")
    except EngineError as error:
        gaps.append(repr(error))
    finally:
        if isinstance(engine, SQLiteEngine):
            engine.close()
        connections.close_all()


def _ask_server() -> Answer:
    return search(text="讲座", viewer=Viewer.anonymous(), language="zh-hans")


def _waiting() -> bool:
    return OutboxEntry.objects.exists()


def _count(engine: SearchEngine) -> int:
    try:
        engine.refresh()
        return engine.count()
    except EngineError:
        return 0
