"""Of an edited lecture only what differs is analysed and sent; an index is as if filled anew."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.core import ports
from content.core.audience import Audience, Viewer
from content.core.ports import SourceMoment
from search import documents, journal
from search.documents import IndexDocument
from search.engines.base import SearchEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.postgresql import PostgreSQLEngine
from search.engines.postings_tables import row_number
from search.engines.sqlite import SQLiteEngine
from search.indexer import drain
from search.models import StoredDocument
from search.query import SearchQuery
from search.query_analysis import analyse
from search.rebuild import rebuild
from search.reconcile import compare, reconcile
from tests.unit.search.library import Library, index

pytestmark = pytest.mark.django_db

WORDS = (
    "叠合板",
    "灌浆套筒",
    "坍落度",
    "模数协调",
    "precast",
    "quality",
    "养护",
    "验收。",
    "钢筋。",
)
ALL = Viewer(1, frozenset({"public", "employees"}), True)
MOST_MOMENTS = 90


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    shelf = Library()
    monkeypatch.setattr(ports, "_sources", {"recording": shelf, "article": shelf.articles})
    monkeypatch.setattr(ports, "_synonyms", [])
    return shelf


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of the moments that were analysed, in order."""
    seen: list[str] = []
    really = documents._analysed

    def counted(around: documents.Surroundings) -> tuple[str, str]:
        seen.append(around[1])
        return really(around)

    monkeypatch.setattr(documents, "_analysed", counted)
    return seen


def lecture(count: int) -> list[SourceMoment]:
    """Cues of four seconds, each of which ends a sentence now and then."""
    return [
        SourceMoment(at * 4_000, at * 4_000 + 4_000, f"{WORDS[at % 7]}第{at}项{WORDS[at % 9]}")
        for at in range(count)
    ]


def contents(engine: SearchEngine) -> tuple[Any, ...]:
    """All that an index holds, and the moments in which it finds each of the words."""
    engine.refresh()
    found = []
    for word in (*WORDS, "讲座", "第二讲"):
        query = SearchQuery(word, viewer=ALL, moments_per_group=MOST_MOMENTS)
        hits = engine.search(analyse(query))
        moments = {moment for group in hits.groups for moment in _scoreless(group.moments)}
        found.append((word, hits.total, hits.facets, moments))
    held = {(each.group, each.language, each.version, each.mark) for each in engine.versions()}
    return (held, engine.count(), engine.moment_count(), found)


def _scoreless(moments: Iterable[Any]) -> list[Any]:
    """A server counts deleted rows in its scores until it merges them away."""
    return [replace(moment, score=0.0) for moment in moments]


def is_as_if_filled_anew(engine: SearchEngine) -> bool:
    held = contents(engine)
    rebuild(engine)
    return held == contents(engine) and compare(engine).total == 0


@pytest.mark.parametrize("place", [0, 3, 4, 250, 251, 499])
def test_of_five_hundred_cues_one_edited_costs_four_moments(
    engine: SearchEngine, library: Library, analysed: list[str], place: int
) -> None:
    cues = lecture(500)
    library.add("long", "讲座", moments=tuple(cues))
    index(engine)
    assert len(analysed) == engine.moment_count() > 90
    analysed.clear()
    written = engine.moments_written
    for text in ("改讲饱满度", "改讲饱满度。抽检。"):
        cues[place] = replace(cues[place], text=text)
        library.change("long", moments=tuple(cues))
        index(engine)
        assert len(analysed) <= 4
        assert engine.moments_written - written <= 4
        assert engine.moments_written > written
        analysed.clear()
        written = engine.moments_written
    assert is_as_if_filled_anew(engine)


Change = Callable[[list[SourceMoment], int], None]


def _say(cues: list[SourceMoment], at: int) -> None:
    cues[at] = replace(cues[at], text=f"{WORDS[at % 9]}{cues[at].text[:20]}")


def _split(cues: list[SourceMoment], at: int) -> None:
    cue, middle = cues[at], (cues[at].start_ms + cues[at].end_ms) // 2
    cues[at : at + 1] = [replace(cue, end_ms=middle), replace(cue, start_ms=middle, text="钢筋。")]


def _merge(cues: list[SourceMoment], at: int) -> None:
    first, *rest = cues[at : at + 2]
    if rest:
        text = first.text + rest[0].text
        cues[at : at + 2] = [replace(first, end_ms=rest[0].end_ms, text=text[:60])]


def _delete(cues: list[SourceMoment], at: int) -> None:
    if len(cues) > 1:
        del cues[at]


def _later(cues: list[SourceMoment], at: int) -> None:
    cues[at:] = [
        replace(cue, start_ms=cue.start_ms + 7_000, end_ms=cue.end_ms + 7_000) for cue in cues[at:]
    ]


edits = st.lists(
    st.tuples(
        st.sampled_from([_say, _say, _split, _merge, _delete, _later, "title", "audience"]),
        st.integers(0, 200),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(edits)
def test_after_any_edits_an_index_is_as_if_filled_anew(
    engine: SearchEngine, library: Library, changes: list[tuple[Any, int]]
) -> None:
    cues = lecture(60)
    library.add("any", "讲座", moments=tuple(cues))
    index(engine)
    for number, (change, place) in enumerate(changes):
        if change == "title":
            library.change("any", title=f"第二讲{number}")
        elif change == "audience":
            library.change("any", audiences=(Audience.of_units([place + 1]),))
        else:
            change(cues, place % len(cues))
            library.change("any", moments=tuple(cues))
        index(engine)
    stored = StoredDocument.objects.get(group="recording:any")
    fresh = journal._analyse(library.things["any", "zh-hans"], {})
    held = stored.document()
    assert [(each.text, each.tokens, each.context) for each in held.moments] == [
        (each.text, each.tokens, each.context) for each in fresh.moments
    ]
    assert sorted(each.number for each in held.moments) == list(range(1, len(held.moments) + 1))
    assert is_as_if_filled_anew(engine)


def test_a_pass_that_died_before_its_cursor_is_made_good(
    engine: SearchEngine, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    cues = lecture(60)
    library.add("died", "讲座", moments=tuple(cues))
    index(engine)
    _say(cues, 20)
    library.change("died", moments=tuple(cues))
    journal.absorb_all()
    with monkeypatch.context() as dying:
        dying.setattr(engine, "write_cursor", lambda _value: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            drain(engine)
    _delete(cues, 40)
    library.change("died", moments=tuple(cues))
    index(engine)
    assert engine.read_cursor() == journal.head()
    assert is_as_if_filled_anew(engine)


def test_an_index_that_missed_some_versions_is_given_all_of_their_moments(
    engine: SearchEngine, library: Library
) -> None:
    cues = lecture(60)
    library.add("away", "讲座", moments=tuple(cues))
    index(engine)
    for place in (5, 25, 45):
        _split(cues, place)
        library.change("away", moments=tuple(cues))
        journal.absorb_all()
    library.change("away", title="第二讲")
    index(engine)
    assert is_as_if_filled_anew(engine)


def test_what_is_edited_during_a_fill_is_whole_in_the_new_index(
    engine: SearchEngine, library: Library
) -> None:
    cues = lecture(60)
    for name in ("a", "b", "c"):
        library.add(name, "讲座", moments=tuple(cues))
    index(engine)

    def edit(_done: int, _total: int) -> None:
        _say(cues, 30)
        library.change("b", moments=tuple(cues))
        library.remove("c")
        journal.absorb_all()
        drain(engine)

    rebuild(engine, edit)
    assert is_as_if_filled_anew(engine)
    library.add("c", "第二讲", moments=tuple(cues))
    index(engine)
    assert is_as_if_filled_anew(engine)


def test_a_moment_that_is_wrong_in_the_index_is_noticed_and_put_right(
    engine: SearchEngine, library: Library
) -> None:
    library.add("wrong", "讲座", moments=tuple(lecture(30)))
    library.add("right", "讲座", moments=tuple(lecture(30)))
    index(engine)
    before = contents(engine)
    _spoil(engine, StoredDocument.objects.get(group="recording:wrong").document())
    assert reconcile(engine, mend=False).wrong == (("recording:wrong", "zh"),)
    assert reconcile(engine).total == 1
    assert reconcile(engine).total == 0
    assert contents(engine) == before


def _spoil(engine: SearchEngine, document: IndexDocument) -> None:
    """Writes other words into the second moment of the first document, behind the engine's back."""
    if isinstance(engine, ElasticsearchEngine):
        changed = {"shown": "坏"}
        engine.client().update(
            index=engine.live, id=document.moment_id(2), doc=changed, refresh=True
        )
        return
    assert isinstance(engine, SQLiteEngine | PostgreSQLEngine)
    row = row_number(1, 2)
    with engine.writing() as tables:
        table = f"moment_{tables.live()}"
        if isinstance(engine, SQLiteEngine):
            engine._connection().execute(f"UPDATE {table} SET text = '坏' WHERE id = ?", [row])  # noqa: S608
        else:
            engine._execute(f"UPDATE {{p}}_{table} SET text = '坏' WHERE id = %s", [row])  # noqa: S608
