"""An index follows the journal through outages, swaps and losses."""

import threading
from collections.abc import Iterable
from dataclasses import replace

import pytest

from content.core.audience import Viewer
from search import journal
from search.documents import IndexDocument
from search.engines.base import DocumentsRefused, EngineUnavailable, Refused
from search.engines.sqlite import SQLiteEngine
from search.indexer import Backoff, EngineFeed, RebuildNeeded, drain
from search.models import IndexCursor, StoredDocument
from search.query import SearchQuery
from search.query_analysis import analyse
from search.rebuild import rebuild
from search.reconcile import compare, reconcile
from tests.unit.search.library import Library, cues, index

pytestmark = pytest.mark.django_db


def found(engine: SQLiteEngine, words: str) -> list[str]:
    query = SearchQuery(words, viewer=Viewer.anonymous())
    return [group.id for group in engine.search(analyse(query)).groups]


class Away(SQLiteEngine):
    """An engine whose server can be stopped and started."""

    is_away = True

    def read_cursor(self) -> int:
        if self.is_away:
            raise EngineUnavailable("refused")
        return super().read_cursor()


class Picky(SQLiteEngine):
    """An engine that will not take one of the documents."""

    def put(self, documents: Iterable[IndexDocument]) -> int:
        held = list(documents)
        written = super().put(document for document in held if document.title != "坏")
        if written < len(held):
            raise DocumentsRefused([Refused("recording:bad", "too strange")])
        return written


def test_what_is_saved_is_found_after_one_pass(library: Library, engine) -> None:
    library.add("1", "讲座", moments=cues("灌浆套筒的饱满度。"))
    index(engine)
    assert found(engine, "饱满度") == ["1"]
    library.change("1", moments=cues("模数协调。"))
    index(engine)
    assert (found(engine, "饱满度"), found(engine, "模数协调")) == ([], ["1"])
    library.remove("1")
    index(engine)
    assert found(engine, "模数协调") == []
    assert engine.read_cursor() == journal.head() == 3


def test_a_pass_with_nothing_new_writes_nothing(library: Library, engine) -> None:
    library.add("1", "讲座")
    index(engine)
    assert drain(engine) == 0


def test_a_new_index_and_one_from_another_past_ask_to_be_filled(library: Library, engine) -> None:
    library.add("1", "讲座")
    journal.absorb()
    with pytest.raises(RebuildNeeded):
        drain(engine)
    rebuild(engine)
    assert drain(engine) == 0
    engine.write_cursor(1_000)
    with pytest.raises(RebuildNeeded):
        drain(engine)


def test_a_refused_document_is_named_and_holds_up_no_other(
    library: Library, engine, caplog
) -> None:
    picky = Picky(engine.path)
    library.add("good", "好")
    index(picky)
    library.add("bad", "坏")
    library.add("late", "晚好")
    index(picky)
    assert found(picky, "晚好") == ["late"]
    assert "recording:bad" in caplog.text
    assert picky.read_cursor() == journal.head()
    picky.close()


def test_an_index_that_is_away_is_tried_again_and_catches_up(library: Library, engine) -> None:
    away = Away(engine.path)
    feed = EngineFeed(away, rebuild)
    stop = threading.Event()
    library.add("1", "讲座")
    journal.absorb()
    assert feed.run_once(stop) == 0
    state = IndexCursor.objects.get(index_name="sqlite")
    assert "refused" in state.problem
    assert state.failing_since is not None
    away.is_away = False
    assert feed.run_once(stop) == 0, "not before the pause is over"
    feed._backoff.due = 0.0
    feed.run_once(stop)
    assert found(away, "讲座") == ["1"]
    state.refresh_from_db()
    assert (state.problem, state.failing_since, state.position) == ("", None, journal.head())
    away.close()


def test_pauses_grow_to_half_a_minute() -> None:
    backoff = Backoff()
    pauses = []
    for _failure in range(8):
        backoff.failed(now=100.0)
        pauses.append(backoff.due - 100.0)
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]
    backoff.succeeded()
    assert backoff.is_due(0.0)


def test_a_rebuild_analyses_nothing_again(library: Library, engine, monkeypatch) -> None:
    library.add("1", "讲座", moments=cues("灌浆套筒。"))
    index(engine)
    monkeypatch.setattr(journal, "_analyse", None)
    seen: list[tuple[int, int]] = []
    assert rebuild(engine, lambda done, total: seen.append((done, total))) == 1
    assert seen == [(1, 1)]
    assert found(engine, "灌浆套筒") == ["1"]


def test_what_is_saved_during_a_rebuild_is_there_after_it(library: Library, engine) -> None:
    for number in range(5):
        library.add(str(number), f"讲座 {number}", body="旧的内容。")
    index(engine)

    def edit(_done: int, _total: int) -> None:
        library.change("1", body="新的写法。")
        library.remove("2")
        library.add("new", "新课", body="新的写法。")
        journal.absorb_all()
        drain(engine)

    rebuild(engine, edit)
    assert sorted(found(engine, "新的写法")) == ["1", "new"]
    assert "2" not in found(engine, "旧的内容")
    assert compare(engine).total == 0
    assert engine.read_cursor() == journal.head()


def test_a_rebuild_that_dies_leaves_the_old_index_answering(library: Library, engine) -> None:
    library.add("1", "讲座", body="灌浆套筒。")
    index(engine)

    def die(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(engine, die)
    assert found(engine, "灌浆套筒") == ["1"]
    assert rebuild(engine) == 1
    assert found(engine, "灌浆套筒") == ["1"]


def test_drift_is_found_and_put_right(library: Library, engine) -> None:
    for number in range(3):
        library.add(str(number), f"讲座 {number}")
    index(engine)
    kept = StoredDocument.objects.get(group="recording:0").document()
    engine.drop()
    engine.prepare()
    engine.write_cursor(journal.head())
    engine.put([kept, _renamed(kept, "recording:ghost")])
    drift = reconcile(engine, mend=False)
    assert {group for group, _language in drift.missing} == {"recording:1", "recording:2"}
    assert drift.surplus == (("recording:ghost", "zh"),)
    assert reconcile(engine).total == 3
    assert reconcile(engine).total == 0
    assert sorted(found(engine, "讲座")) == ["0", "1", "2"]


def test_an_index_with_versions_nobody_gave_is_filled_anew(library: Library, engine) -> None:

    library.add("1", "讲座")
    index(engine)
    engine.put([replace(StoredDocument.objects.get().document(), version=99)])
    assert reconcile(engine).outdated == (("recording:1", "zh"),)
    assert reconcile(engine).total == 0


def _renamed(document: IndexDocument, group: str) -> IndexDocument:

    return replace(document, group=group)
