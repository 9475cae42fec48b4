"""What every search engine promises of filters, facets, order and pages."""

from datetime import UTC, datetime

from search.documents import Passage
from search.engines.base import SearchEngine
from search.query import GroupFilter
from tests.contracts.search_documents import (
    article,
    ask,
    english_recording,
    groups,
    recording,
    spoken,
    store,
)


def test_a_facet_counts_groups_under_all_filters_but_its_own(engine: SearchEngine) -> None:
    store(
        engine,
        spoken("one", "讲装配式", "再讲装配式", facets=[("topic", "quality")]),
        spoken("two", "讲装配式", facets=[("topic", "safety")]),
        article("three", facets=[("topic", "quality")], passages=[Passage("装配式")]),
    )
    hits = ask(engine, "装配式", filters={"kind": ("recording",)})
    assert sorted(groups(hits)) == ["recording:one", "recording:two"]
    assert hits.total == 2
    assert hits.facets["kind"] == {"recording": 2, "article": 1}
    assert hits.facets["topic"] == {"quality": 1, "safety": 1}
    both = ask(engine, "装配式", filters={"kind": ("recording",), "topic": ("quality",)})
    assert groups(both) == ["recording:one"]
    assert both.facets["kind"] == {"recording": 1, "article": 1}
    assert ask(engine, "装配式", filters={"language": ("en",)}).total == 0


def test_every_facet_narrows_by_any_of_its_chosen_keys(engine: SearchEngine) -> None:
    store(
        engine,
        spoken("a", "讲装配式", facets=[("unit", "1"), ("speaker", "5"), ("year", "2025")]),
        spoken("b", "讲装配式", facets=[("unit", "2"), ("speaker", "5"), ("year", "2026")]),
        spoken("c", "讲装配式", facets=[("unit", "3"), ("year", "2026"), ("topic", "x")]),
        spoken("d", "讲装配式"),
    )
    hits = ask(engine, "装配式", filters={"unit": ("1", "2")})
    assert sorted(groups(hits)) == ["recording:a", "recording:b"]
    assert hits.facets["unit"] == {"1": 1, "2": 1, "3": 1}
    assert hits.facets["speaker"] == {"5": 2}
    assert hits.facets["year"] == {"2025": 1, "2026": 1}
    assert hits.facets["topic"] == {}
    newer = ask(
        engine, "装配式", filters={"unit": ("1", "2"), "year": ("2026",), "speaker": ("5",)}
    )
    assert groups(newer) == ["recording:b"]
    assert newer.facets["unit"] == {"2": 1}
    assert newer.facets["year"] == {"2025": 1, "2026": 1}


def test_a_thing_in_two_languages_counts_once_under_each_of_its_keys(engine: SearchEngine) -> None:
    store(engine, recording("both"), english_recording("both"))
    hits = ask(engine, "装配式 prefabricated Haining 工厂")
    assert hits.facets["unit"] == {"1": 1}
    assert hits.facets["kind"] == {"recording": 1}


def test_a_list_of_things_narrows_the_answer_and_every_count(engine: SearchEngine) -> None:
    store(
        engine,
        *(spoken(name, "讲装配式", facets=[("unit", "1")]) for name in ("a", "b", "c")),
        article("d", passages=[Passage("装配式")]),
    )
    seen = frozenset({"recording:a", "recording:gone"})
    inside = ask(engine, "装配式", within=GroupFilter("recording", seen, wanted=True))
    assert (groups(inside), inside.total) == (["recording:a"], 1)
    assert inside.facets["kind"] == {"recording": 1}
    outside = ask(engine, "装配式", within=GroupFilter("recording", seen, wanted=False))
    assert sorted(groups(outside)) == ["recording:b", "recording:c"]
    assert outside.facets["unit"] == {"1": 2}
    none = GroupFilter("recording", frozenset(), wanted=True)
    assert ask(engine, "装配式", within=none).total == 0


def test_the_newest_may_come_first(engine: SearchEngine) -> None:
    days = {"old": 1, "new": 20, "middle": 10}
    store(
        engine,
        *(
            spoken(name, "讲装配式", published_at=datetime(2026, 3, day, tzinfo=UTC))
            for name, day in days.items()
        ),
        spoken("undated", "讲装配式装配式", "再讲装配式建筑", published_at=None),
    )
    hits = ask(engine, "装配式", newest_first=True)
    assert [hit.id for hit in hits.groups] == ["new", "middle", "old", "undated"]
    assert len(hits.groups[3].moments) == 2


def test_pages_follow_each_other_without_gap_or_repetition(engine: SearchEngine) -> None:
    store(engine, *(spoken(f"n{place:02}", "讲到装配式建筑") for place in range(25)))
    pages = [ask(engine, "装配式", page=page, page_size=10) for page in (1, 2, 3, 4)]
    assert [len(page.groups) for page in pages] == [10, 10, 5, 0]
    assert [page.total for page in pages] == [25] * 4
    assert len({group for page in pages for group in groups(page)}) == 25
