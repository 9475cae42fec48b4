"""What every search engine promises, tried on each of them."""

from collections.abc import Sequence

import pytest

from content.core.audience import Viewer
from search.documents import Passage, Removal
from search.engines.base import EngineUnavailable, SearchEngine
from search.results import EngineHits, MomentHit
from tests.contracts.search_documents import (
    PUBLIC,
    article,
    ask,
    english_recording,
    groups,
    passages,
    recording,
    spoken,
    store,
)


def first_moment(hits: EngineHits) -> MomentHit:
    return hits.groups[0].moments[0]


def marked(moment: MomentHit) -> list[str]:
    return [moment.text[start:end] for start, end in moment.highlights]


@pytest.fixture
def library(engine: SearchEngine) -> SearchEngine:
    store(engine, recording(), english_recording(), article())
    return engine


# What is found.


@pytest.mark.parametrize(
    ("words", "group", "start_ms", "mark"),
    [
        ("装配式", "recording:r1", 12_000, "装配式"),
        ("裝配式", "recording:r1", 12_000, "装配式"),
        ("zhuangpeishi", "recording:r1", 12_000, "装配式"),
        ("zhuang pei shi", "recording:r1", 12_000, "装配式"),
        ("双T板", "recording:r1", 30_000, "双T板"),
        ("双t板", "recording:r1", 30_000, "双T板"),
        ("雙T板", "recording:r1", 30_000, "双T板"),
        ("ｓｈｕａｎｇ 双Ｔ板", "recording:r1", 30_000, "双T板"),
        ("prefabrication", "recording:r2", 15_000, "prefabricated"),
        ("混凝土养护", "recording:r1", 66_000, "混凝土"),
        ("安装", "recording:r1", 12_000, "安装"),
        ("跨度", "recording:r1", 30_000, "跨度"),
        ("28.51", "recording:r1", 47_500, "28.51"),
        ("钢结构", "article:a1", None, "钢结构"),
        ("米", "recording:r1", 30_000, "米"),
        ("double-T slab", "recording:r2", 33_250, "double-T slab"),
    ],
)
def test_words_find_the_moment_in_which_they_were_said(
    library: SearchEngine, words: str, group: str, start_ms: int | None, mark: str
) -> None:
    hits = ask(library, words)
    assert groups(hits)[0] == group
    assert first_moment(hits).start_ms == start_ms
    assert mark in marked(first_moment(hits))


def test_a_question_is_answered_though_its_own_words_were_never_said(
    library: SearchEngine,
) -> None:
    hits = ask(library, "请问双T板的跨度一般是多少呢？")
    assert groups(hits)[0] == "recording:r1"
    assert first_moment(hits).start_ms == 30_000


def test_a_misheard_word_is_found_by_its_sound_after_the_right_one(engine: SearchEngine) -> None:
    store(engine, spoken("wrong", "现在讲直梁管理的办法"), spoken("right", "现在讲质量管理的办法"))
    assert groups(ask(engine, "质量")) == ["recording:right", "recording:wrong"]


def test_a_phrase_cut_by_the_border_of_two_moments_is_found_where_it_begins(
    engine: SearchEngine,
) -> None:
    store(engine, spoken("cut", "先说别的事情", "这里正在讲装", "配式建筑的要点", "再说别的"))
    for words in ("装配式", "zhuangpeishi"):
        assert first_moment(ask(engine, words)).start_ms == 10_000
    assert marked(first_moment(ask(engine, "装配式"))) == ["装"]


def test_a_jump_lands_on_the_cue_in_which_the_words_are_spoken(engine: SearchEngine) -> None:
    text = "先说一说建筑。接着说混凝土。最后说叠合板的安装。"
    cues = ((0, 1_000), (7, 4_000), (14, 9_500))
    store(engine, recording("cues", passages=[Passage(text, 1_000, 15_000, cues)]))
    hits = ask(engine, "叠合板")
    assert first_moment(hits).start_ms == 9_500
    assert first_moment(hits).end_ms == 15_000


def test_a_title_is_found_without_any_moment(library: SearchEngine) -> None:
    hits = ask(library, "建设工程质量提升班")
    assert groups(hits)[0] == "article:a1"


def test_words_of_title_and_speech_together_find_the_moment(library: SearchEngine) -> None:
    hits = ask(library, "海宁 钢结构")
    assert groups(hits)[0] == "article:a1"
    assert "钢结构" in marked(first_moment(hits))


def test_a_glossary_word_finds_what_means_the_same(engine: SearchEngine) -> None:
    store(engine, spoken("circle", "我们成立了品管圈活动"))
    assert groups(ask(engine, "QCC")) == []
    same = (("QCC", "品管圈", "质量控制小组"),)
    assert groups(ask(engine, "QCC", synonyms=same)) == ["recording:circle"]


def test_one_thing_in_two_languages_is_one_group(engine: SearchEngine) -> None:
    store(engine, recording("both"), english_recording("both"))
    hits = ask(engine, "装配式 prefabricated")
    assert (hits.total, groups(ask(engine, "prefabricated"))) == (1, ["recording:both"])
    assert engine.count() == 2


def test_a_recording_shows_its_three_best_moments_best_first(engine: SearchEngine) -> None:
    said = [f"这里第{place}次讲到叠合板" for place in range(6)]
    store(engine, spoken("many", *said, "这里讲叠合板和钢筋"))
    moments = ask(engine, "叠合板 钢筋").groups[0].moments
    assert len(moments) == 3
    assert moments[0].start_ms == 60_000
    assert [moment.score for moment in moments] == sorted(
        (moment.score for moment in moments), reverse=True
    )


@pytest.mark.parametrize(
    "words", ["", "   ", "，。！", "\x00", "\ud800", '"', "a:b OR *", "(" * 300]
)
def test_nothing_to_look_for_finds_nothing_and_breaks_nothing(
    library: SearchEngine, words: str
) -> None:
    assert ask(library, words).total == 0


@pytest.mark.parametrize(
    "garbage",
    [
        "🏗️👷\u200d♀️ 工地",
        "\x00坏\ud800字\ufffd",
        "مرحبا بالعالم",
        "e\u0301\u0302\u0303 ﷺ ǅ",
        "𠮷野家 𪚥",
        "工" * 3000,
    ],
)
def test_any_text_can_be_stored_and_its_letters_found(engine: SearchEngine, garbage: str) -> None:
    assert store(engine, spoken("odd", garbage, title=garbage, summary=garbage)) == 1
    hits = ask(engine, garbage)
    for group in hits.groups:
        for moment in group.moments:
            for start, end in moment.highlights:
                assert 0 <= start < end <= len(moment.text)
    assert hits.total == 1


# Who may see it.


def test_what_a_viewer_is_not_admitted_to_is_neither_found_nor_counted(
    engine: SearchEngine,
) -> None:
    store(
        engine,
        recording("public"),
        recording("staff", audiences=[("employees",)]),
        recording("both", audiences=[("employees",), ("unit:3", "unit:4")]),
        recording("person", audiences=[("person:7",), PUBLIC]),
    )

    def seen(*tokens: str, everything: bool = False) -> list[str]:
        viewer = Viewer(1, frozenset(tokens), everything)
        hits = ask(engine, "装配式", viewer=viewer)
        assert hits.total == len(hits.groups) == sum(hits.facets["kind"].values())
        assert hits.facets["topic"] == {"prefabrication": hits.total}
        return sorted(group.id for group in hits.groups)

    assert seen("public") == ["public"]
    assert seen("public", "employees") == ["public", "staff"]
    assert seen("public", "employees", "unit:3") == ["both", "public", "staff"]
    assert seen("public", "unit:4") == ["public"]
    assert seen("public", "person:7") == ["person", "public"]
    assert seen("public", everything=True) == ["both", "person", "public", "staff"]


def test_an_audience_of_nobody_admits_nobody(engine: SearchEngine) -> None:
    store(engine, recording("closed", audiences=[()]))
    assert ask(engine, "装配式").total == 0


# Writing.


def test_moments_of_an_earlier_cut_are_gone(engine: SearchEngine) -> None:
    store(engine, spoken("cut", "讲叠合板", "讲双T板", "讲钢结构", version=1))
    store(engine, spoken("cut", "只讲叠合板", version=2))
    assert (engine.count(), engine.moment_count()) == (1, 1)
    assert ask(engine, "钢结构").total == 0
    assert ask(engine, "叠合板").total == 1


def test_an_older_version_never_overwrites_a_newer_one(engine: SearchEngine) -> None:
    assert store(engine, spoken("v", "讲新的叠合板", version=5)) == 1
    assert store(engine, spoken("v", "讲旧的钢结构", "再讲", version=4)) == 0
    assert ask(engine, "钢结构").total == 0
    assert engine.moment_count() == 1
    assert [version.version for version in engine.versions()] == [5]


def test_the_same_version_can_be_written_again(engine: SearchEngine) -> None:
    assert store(engine, recording(version=3)) == 1
    assert store(engine, recording(version=3)) == 1
    assert (engine.count(), ask(engine, "装配式").total) == (1, 1)


def test_a_removed_document_is_not_revived_by_an_older_write(engine: SearchEngine) -> None:
    store(engine, recording("gone", version=5))
    assert engine.remove([Removal("recording:gone", 6)]) == 1
    store(engine, recording("gone", version=5), recording("never", version=1))
    assert groups(ask(engine, "装配式")) == ["recording:never"]
    assert store(engine, recording("gone", version=7)) == 1
    assert ask(engine, "装配式").total == 2


def test_a_late_removal_leaves_what_is_newer(engine: SearchEngine) -> None:
    store(engine, recording("new", version=9))
    assert engine.remove([Removal("recording:new", 8)]) == 0
    engine.refresh()
    assert ask(engine, "装配式").total == 1


def test_one_language_can_be_removed_and_the_other_stays(engine: SearchEngine) -> None:
    store(engine, recording("both"), english_recording("both"))
    assert engine.remove([Removal("recording:both", 2, "en")]) == 1
    engine.refresh()
    assert ask(engine, "prefabricated").total == 0
    assert ask(engine, "装配式").total == 1
    assert engine.remove([Removal("recording:both", 2)]) == 1
    engine.refresh()
    assert engine.count() == engine.moment_count() == 0


def test_removing_what_never_was_is_remembered_too(engine: SearchEngine) -> None:
    assert engine.remove([Removal("recording:late", 4)]) == 0
    assert store(engine, recording("late", version=3)) == 0
    assert engine.count() == 0


def test_the_cursor_is_kept_with_the_index(engine: SearchEngine) -> None:
    assert engine.read_cursor() == 0
    engine.write_cursor(41)
    engine.write_cursor(42)
    engine.prepare()
    assert engine.read_cursor() == 42


def test_an_engine_that_was_not_prepared_is_unavailable(engine: SearchEngine) -> None:
    engine.drop()
    with pytest.raises(EngineUnavailable):
        ask(engine, "装配式")


# The same everywhere: the sets that the first engine finds are written down by hand.


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("装配式建筑", ["recording:r1"]),
        ("质量", ["article:a1", "recording:r1"]),
        ("quality", ["recording:r2"]),
        ("构件", ["article:a1", "recording:r1"]),
        ("工厂", ["article:a1", "recording:r1"]),
        ("海宁", ["article:a1"]),
        ("Haining", ["article:a1", "recording:r2"]),
        ("嘉兴", ["recording:r1"]),
        ("factories", ["recording:r2"]),
        ("没有这个词汇", []),
        ("zzzz", []),
    ],
)
def test_the_same_groups_are_found_by_every_engine(
    library: SearchEngine, words: str, expected: Sequence[str]
) -> None:
    hits = ask(library, words)
    assert sorted(groups(hits)) == sorted(expected)
    assert hits.total == len(expected)


def test_passages_without_times_are_found_as_they_stand(engine: SearchEngine) -> None:
    store(engine, article("plain", passages=[*passages([]), Passage("叠合板的施工")]))
    moment = first_moment(ask(engine, "叠合板"))
    assert (moment.start_ms, moment.end_ms, moment.text) == (None, None, "叠合板的施工")


def test_a_passage_of_a_document_knows_its_page(engine: SearchEngine) -> None:
    pages = [Passage("先讲构件", cues=((0, 1),)), Passage("再讲叠合板", cues=((0, 7),))]
    store(engine, article("paged", group="document:7", passages=pages))
    moment = first_moment(ask(engine, "叠合板"))
    assert (moment.start_ms, moment.end_ms, moment.page) == (None, None, 7)
