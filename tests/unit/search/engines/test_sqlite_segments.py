"""The SQLite engine's segments: many small writes stay few segments, and what is gone is gone."""

from pathlib import Path

import pytest

from search.documents import Removal
from search.engines.sqlite import SQLiteEngine
from search.engines.sqlite_segments import JOINED
from tests.contracts.search_documents import ask, groups, spoken


@pytest.fixture
def engine(tmp_path: Path):
    made = SQLiteEngine(tmp_path / "search.sqlite3")
    made.prepare()
    yield made
    made.close()


def segments(engine: SQLiteEngine) -> int:
    with engine.reading() as generation:
        counted = engine._connection().execute(f"SELECT count(*) FROM segment_{generation}")  # noqa: S608
        count: int = counted.fetchone()[0]
    return count


def test_many_saves_are_few_segments_and_all_are_found(engine: SQLiteEngine) -> None:
    for number in range(3 * JOINED):
        engine.put([spoken(f"n{number}", "都讲叠合板", f"只讲第{number + 100}项")])
    assert segments(engine) <= 2 * JOINED
    assert ask(engine, "叠合板").total == 3 * JOINED
    for number in (0, JOINED, 3 * JOINED - 1):
        assert groups(ask(engine, f"第{number + 100}项"))[0] == f"recording:n{number}"


def test_a_thing_saved_again_and_again_leaves_nothing_behind(engine: SQLiteEngine) -> None:
    engine.put([spoken("kept", "一直讲双T板")])
    for version in range(1, 4 * JOINED):
        engine.put([spoken("edited", f"这里讲第{version + 100}稿", version=version)])
    assert segments(engine) <= JOINED
    assert ask(engine, "双T板").total == 1
    assert groups(ask(engine, f"第{4 * JOINED + 99}稿")) == ["recording:edited"]
    assert ask(engine, "101").total == 0


def test_what_was_removed_is_left_out_when_segments_are_joined(engine: SQLiteEngine) -> None:
    engine.put([spoken(f"n{number}", "都讲叠合板") for number in range(5)])
    engine.remove([Removal(f"recording:n{number}", 2) for number in range(3)])
    for number in range(10, 10 + JOINED):
        engine.put([spoken(f"n{number}", "都讲叠合板")])
    hits = ask(engine, "叠合板", page_size=50)
    assert hits.total == 2 + JOINED
    assert not {f"recording:n{number}" for number in range(3)} & set(groups(hits))
