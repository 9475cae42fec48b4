"""The second look: most of a question answers where all of it cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.core.audience import Viewer
from search.engines.sqlite import SQLiteEngine
from search.query import SearchQuery
from search.query_analysis import analyse
from search.relaxed import relaxed
from search.services import search
from tests.unit.search.library import Library, cues, index


def minimum(words: str) -> list[int]:
    return [clause.minimum for clause in relaxed(analyse(SearchQuery(words))).clauses]


@pytest.mark.parametrize("words", ["海宁装配式讲座", "灌浆 台州", "crane Shanghai"])
def test_one_word_of_several_is_enough(words: str) -> None:
    assert minimum(words)[0] in {1, 2}


@pytest.mark.parametrize("words", ["装配式", "双T板", "灌浆", "crane", "zhuangpeishi", ""])
def test_a_single_word_is_never_taken_apart(words: str) -> None:
    assert minimum(words) == []


@given(st.text(max_size=60))
def test_a_relaxed_reading_asks_for_less_and_only_for_what_was_written(words: str) -> None:
    analysed = analyse(SearchQuery(words))
    loose = relaxed(analysed)
    assert loose.tokens <= analysed.tokens
    most = max((clause.minimum for clause in analysed.clauses), default=0)
    for clause in loose.clauses:
        assert 1 <= clause.minimum < most


@pytest.mark.django_db
def test_a_word_nobody_said_does_not_hide_the_other(library: Library, engine: SQLiteEngine) -> None:
    library.add("a", "录像", moments=cues("套筒灌浆要一次灌完。"))
    library.add("b", "录像", moments=cues("防护门要装好。"))
    index(engine)
    answer = search(text="灌浆 台州", viewer=Viewer.anonymous(), language="zh-hans", engine=engine)
    assert [result.id for result in answer.results] == ["a"]
    assert answer.is_relaxed
    exact = search(text="灌浆", viewer=Viewer.anonymous(), language="zh-hans", engine=engine)
    assert not exact.is_relaxed


@pytest.mark.django_db
def test_filters_do_not_relax_what_is_found_without_them(
    library: Library, engine: SQLiteEngine
) -> None:
    library.add("a", "录像", moments=cues("套筒灌浆的饱满度。"))
    library.articles.add("b", "灌浆", body="灌浆料。")
    index(engine)
    answer = search(
        text="套筒灌浆 饱满度",
        viewer=Viewer.anonymous(),
        language="zh-hans",
        filters={"kind": ("article",)},
        engine=engine,
    )
    assert answer.results == ()
