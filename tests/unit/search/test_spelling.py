"""What a person may have meant: offered, never applied, and never a word they may not see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.core import ports
from content.core.audience import Audience, Viewer
from search.cards import Card, cards_for, sound_of
from search.engines.sqlite import SQLiteEngine
from search.services import search
from search.spelling import guesses
from tests.unit.search.library import Library, cues, index

PUBLIC = (frozenset({"public"}),)
EMPLOYEE = Viewer(user_id=1, tokens=frozenset({"public", "employees"}))


def card(title: str, *topics: str) -> Card:
    return Card("article:1", "zh", title, topics, (), PUBLIC)


def meant(engine: SQLiteEngine, words: str, viewer: Viewer | None = None) -> str | None:
    answer = search(
        text=words, viewer=viewer or Viewer.anonymous(), language="zh-hans", engine=engine
    )
    return answer.did_you_mean


@pytest.mark.parametrize(
    ("typed", "written", "title"),
    [
        ("塔掉", "塔吊", "塔吊安全管理"),
        ("灌江套筒", "灌浆套筒", "灌浆套筒的检测"),
        ("怎么检查灌江", "怎么检查灌浆", "灌浆不饱满"),
        ("脚手驾", "脚手架", "脚手架 坍塌"),
        ("套筒浆", "套筒灌浆", "套筒灌浆要点"),
        ("叠加板", "叠合板", "叠合板的生产"),
        ("grouting sleves", "grouting sleeves", "Grouting sleeves"),
        ("scafold", "scaffold", "A scaffold collapse"),
        ("scaffodl", "scaffold", "A scaffold collapse"),
    ],
)
def test_one_wrong_word_has_a_right_one(typed: str, written: str, title: str) -> None:
    assert written in guesses(typed, [card(title)])


@pytest.mark.parametrize("words", ["塔吊", "grouting", "塔", "。", "", "123"])
def test_what_is_written_somewhere_is_not_guessed_at(words: str) -> None:
    assert guesses(words, [card("塔吊与灌浆 grouting")]) == []


def test_the_word_of_more_documents_comes_first() -> None:
    cards = [card("灌浆"), card("灌浆料"), card("罐酱")]
    assert guesses("灌江", cards)[:2] == ["灌浆", "罐酱"]


@given(words=st.text(max_size=40), title=st.text(max_size=40))
def test_any_words_can_be_guessed_at(words: str, title: str) -> None:
    assert len(guesses(words, [card(title)])) <= 3
    assert words not in guesses(words, [card(words)])


@given(st.text(max_size=40))
def test_every_character_has_its_bar(text: str) -> None:
    assert sound_of(text).count("|") == len(text)


@pytest.mark.django_db
def test_a_spelling_with_more_documents_is_offered(library: Library, engine: SQLiteEngine) -> None:
    library.add("a", "灌浆不饱满怎么查", moments=cues("灌浆料的流动度。"))
    index(engine)
    assert meant(engine, "灌江") == "灌浆"
    assert meant(engine, "灌浆") is None
    assert meant(engine, "无人讲过") is None
    assert meant(engine, "灌江 台州") == "灌浆 台州"


@pytest.mark.django_db
def test_nothing_is_offered_where_enough_was_found(library: Library, engine: SQLiteEngine) -> None:
    for number in range(3):
        library.add(str(number), "灌浆", body="灌江")
    index(engine)
    assert meant(engine, "灌江") is None


@pytest.mark.django_db
def test_a_glossary_word_is_offered_where_it_is_spoken(
    library: Library, engine: SQLiteEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "_terms", [lambda: ("品管圈", "QCC", "连墙件")])
    library.add("a", "录像", moments=cues("先说品管圈的做法。"))
    index(engine)
    assert meant(engine, "品管劝") == "品管圈"
    assert meant(engine, "连强件") is None


@pytest.mark.django_db
def test_a_word_only_others_may_see_is_never_offered(
    library: Library, engine: SQLiteEngine
) -> None:
    library.add("a", "密谈灌浆", audiences=(Audience.employees(),), topics=("密谈",))
    index(engine)
    assert meant(engine, "灌江") is None
    assert meant(engine, "灌江", EMPLOYEE) == "灌浆"


@pytest.mark.django_db
def test_a_word_withdrawn_since_it_was_indexed_is_not_offered(
    library: Library, engine: SQLiteEngine
) -> None:
    library.add("a", "灌浆")
    index(engine)
    library.change("a", audiences=(Audience.employees(),))
    assert meant(engine, "灌江") is None


@pytest.mark.django_db
def test_cards_follow_the_journal(library: Library, engine: SQLiteEngine) -> None:
    def titles() -> set[str]:
        return {card.title for card in cards_for(Viewer.anonymous())}

    library.add("a", "甲")
    index(engine)
    assert titles() == {"甲"}
    library.add("b", "乙")
    index(engine)
    assert titles() == {"甲", "乙"}
    library.change("a", title="丙")
    library.remove("b")
    index(engine)
    assert titles() == {"丙"}


@pytest.mark.django_db
def test_the_page_offers_it_as_a_link(client, library: Library, engine: SQLiteEngine) -> None:
    library.add("a", "灌浆不饱满怎么查")
    index(engine)
    page = client.get("/zh-hans/search/", {"q": "灌江", "kind": "recording"}).content.decode()
    assert '<a href="?q=%E7%81%8C%E6%B5%86&amp;kind=recording">灌浆</a>' in page
