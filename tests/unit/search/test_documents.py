"""What is indexed, and what of it travels."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents import IndexDocument, Passage, build_document, simplify_audiences


def document(*texts: str, **values: object) -> IndexDocument:
    given_values = {
        "group": "recording:1",
        "language": "zh-hans",
        "version": 7,
        "audiences": [["public"]],
        "title": "建筑工业化专题讲座",
        "passages": [
            Passage(text, n * 10, n * 10 + 10, ((0, n * 10),)) for n, text in enumerate(texts)
        ],
    }
    return build_document(**{**given_values, **values})  # type: ignore[arg-type]


def test_a_document_survives_its_compact_form() -> None:
    made = document(
        "今天讲装配",
        "式建筑",
        audiences=[["unit:1", "unit:2"], ["employees"]],
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
        topics=["质量"],
    )
    assert IndexDocument.from_bytes(made.to_bytes()) == made


@given(st.lists(st.text(max_size=30), max_size=5), st.text(max_size=20))
def test_a_document_of_any_text_survives_its_compact_form(texts: list[str], title: str) -> None:
    made = document(*texts, title=title)
    assert IndexDocument.from_bytes(made.to_bytes()) == made
    assert [moment.number for moment in made.moments] == list(range(1, len(made.moments) + 1))


def test_empty_passages_are_no_moments() -> None:
    assert [moment.text for moment in document("一", "  ", "二").moments] == ["一", "二"]


def test_a_moment_knows_the_edge_of_its_neighbours() -> None:
    made = document("先讲叠合板", "再讲钢结构", "后讲混凝土")
    assert {"叠合", "混凝"} <= set(made.moments[1].context.split())
    assert "混凝" not in made.moments[0].context.split()


def test_the_gist_holds_what_comes_back() -> None:
    made = document(*["这里说到叠合板"] * 4, "说一次灌浆")
    assert made.gist_tokens.split().count("叠合") == 2
    assert "灌浆" not in made.gist_tokens.split()


def test_audiences_are_reduced_without_changing_the_rule() -> None:
    assert simplify_audiences([["public"], ["public"]]) == (frozenset({"public"}),)
    assert simplify_audiences([["public"], ["unit:1"]]) == (frozenset({"unit:1"}),)
    assert simplify_audiences([["unit:1", "unit:2"], ["unit:1"]]) == (frozenset({"unit:1"}),)
    assert simplify_audiences([[], ["unit:1"]]) == (frozenset(),)


tokens = st.frozensets(st.sampled_from(["public", "employees", "unit:1", "unit:2", "person:1"]))


@given(st.lists(tokens, max_size=4), tokens)
def test_the_reduced_rule_admits_the_same_viewers(
    audiences: list[frozenset[str]], viewer: frozenset[str]
) -> None:
    # Every viewer holds "public".
    held = viewer | {"public"}
    before = all(held & audience for audience in audiences)
    assert all(held & audience for audience in simplify_audiences(audiences)) == before


def test_more_audiences_than_an_index_has_fields_for_are_refused() -> None:
    with pytest.raises(ValueError, match="audiences"):
        document("一", audiences=[[f"unit:{n}"] for n in range(5)])
