"""The search page: readable without JavaScript, safe with hostile titles, cheap in queries."""

import re
from html import unescape

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from content.people.models import User
from search.asked import Asked
from search.excerpt import excerpt
from search.services import moment_url
from search.templatetags.marks import marked
from tests.unit.search.library import cues, index

PATH = "/zh-hans/search/"


def page(client, words: str, path: str = PATH, **parameters) -> str:
    response = client.get(path, {"q": words, **parameters})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
def test_a_result_shows_its_strip_and_its_best_moments(client, library, engine) -> None:
    texts = ["模数协调。", "灌浆套筒的饱满度。", "检测方法。", "再说饱满度。"]
    library.add("a1", "套筒灌浆", duration_ms=80_000, unit="海宁市", moments=cues(*texts))
    index(engine)
    html = page(client, "饱满度")
    assert '<a class="moment" href="/zh-hans/recordings/a1/?t=20&amp;q=' in html
    assert "<mark>饱满度</mark>" in html
    assert "00:20" in html and "01:00" in html
    assert html.count('class="strip__tick"') == 2
    assert "海宁市" in html


@pytest.mark.django_db
def test_what_a_machine_wrote_is_marked_until_it_is_reviewed(client, library, engine) -> None:
    library.add("a1", "讲座", reviewed=False)
    index(engine)
    assert "机器文字，尚未审校" in page(client, "讲座")
    library.change("a1", reviewed=True)
    assert "机器文字，尚未审校" not in page(client, "讲座")


@pytest.mark.django_db
def test_the_signed_in_see_what_they_have_watched(client, library, engine) -> None:
    library.add("a1", "讲座", duration_ms=40_000, moments=cues("灌浆一。", "灌浆二。"))
    index(engine)
    assert "moment__seen" not in page(client, "灌浆")
    client.force_login(User.objects.create_user(employee_number="1", full_name="王", password="x"))
    library.watched["a1"] = ((0, 20_000),)
    html = page(client, "灌浆")
    assert html.count("moment__seen") == 2
    assert html.count('class="strip__watched"') == 1


@pytest.mark.django_db
def test_hostile_words_are_text_and_nothing_else(client, library, engine) -> None:
    evil = "<script>alert(1)</script>灌浆\"'><img src=x onerror=alert(1)>"
    library.add("a1", evil, unit=evil, moments=cues(evil + "。"))
    index(engine)
    for words in ("灌浆", evil):
        html = page(client, words, topic=evil)
        html += page(client, words)
        assert "<script>alert" not in html
        assert "<img src=x" not in html


@pytest.mark.django_db
def test_facets_are_links_that_keep_the_words(client, library, engine) -> None:
    library.add("a1", "灌浆讲座")
    library.articles.add("b1", "灌浆文章")
    index(engine)
    html = page(client, "灌浆")
    links = [unescape(link) for link in re.findall(r'class="chip" href="([^"]*)"', html)]
    assert "?q=%E7%81%8C%E6%B5%86&kind=article" in links
    narrowed = page(client, "灌浆", kind="article")
    assert "灌浆文章" in re.sub("</?mark>", "", narrowed)
    assert "a1" not in narrowed


@pytest.mark.django_db
def test_nothing_found_says_what_to_do(client, library, engine) -> None:
    html = page(client, "不存在的词")
    assert "empty__title" in html
    assert "?q=zhuangpeishi" in html


@pytest.mark.django_db
def test_the_empty_page_invites_and_both_languages_answer(client, engine) -> None:
    assert "search-box" in client.get(PATH).content.decode()
    assert "search-box" in client.get("/en/search/").content.decode()


@pytest.mark.django_db
def test_any_address_is_answered(client, library, engine) -> None:
    for query in ("q=%00%ff", "q=a&page=-1", "q=a&page=zz", "q=a&kind=%3Cb%3E&topic=%00", "page=9"):
        assert client.get(f"{PATH}?{query}").status_code == 200


@pytest.mark.django_db
def test_a_page_of_ten_costs_no_more_queries_than_a_page_of_one(
    client, library, engine, django_assert_max_num_queries
) -> None:
    for number in range(12):
        library.add(str(number), f"灌浆 {number}", duration_ms=20_000, moments=cues("灌浆。"))
    index(engine)
    page(client, "灌浆")
    with django_assert_max_num_queries(6):
        page(client, "灌浆")


@pytest.mark.django_db
def test_where_no_engine_answers_the_page_keeps_the_words(client, library, engine) -> None:
    engine.close()
    engine.path.unlink()
    engine.path.mkdir()
    response = client.get(PATH, {"q": "灌浆"})
    assert response.status_code == 503
    assert "灌浆" in response.content.decode()


def test_a_moments_address_keeps_what_the_page_has() -> None:
    assert moment_url("/en/a/", 1_500, "x y") == "/en/a/?t=1.5&q=x+y"
    assert moment_url("/en/a/?lesson=2", None, "x") == "/en/a/?lesson=2&q=x"


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70))))
def test_marked_text_is_the_same_text(text: str, highlights: list[tuple[int, int]]) -> None:
    html = marked(text, highlights)
    assert unescape(re.sub("</?mark>", "", html)) == text
    assert "<" not in re.sub("</?mark>", "", html)


@given(st.text("灌浆。，ab ", max_size=400), st.data())
def test_an_excerpt_keeps_its_first_mark(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, max(len(text) - 1, 0)))
    end = min(start + 4, len(text))
    spans = ((start, end),) if start < end else ()
    shown = excerpt(text, spans)
    assert len(shown.text) <= 82
    for (left, right), (first, last) in zip(shown.highlights, spans, strict=True):
        assert shown.text[left:right] == text[first:last]


def test_an_excerpt_of_english_has_words_around_its_mark_and_cuts_none() -> None:
    text = "The province asks for more " + "and more prefabricated buildings " * 6
    at = text.index("prefabricated", 100)
    shown = excerpt(text, ((at, at + 13),)).text
    assert shown.startswith("…") and shown.endswith("…")
    assert shown.index("prefabricated") > 10
    assert shown[1] != " "
    assert set(shown.strip("…").split()) <= set(text.split())


def test_a_question_and_its_address_are_the_same() -> None:
    asked = Asked.of(
        text=" 灌浆 ",
        filters={"kind": ["article", "<b>"], "topic": ["quality"], "year": ["2026", "x"]},
        sort="date",
        page=3,
    )
    assert asked == Asked(
        "灌浆",
        {"kind": ("article",), "topic": ("quality",), "year": ("2026",)},
        newest_first=True,
        page=3,
    )
    address = asked.query_string()
    assert address == (
        "?q=%E7%81%8C%E6%B5%86&kind=article&topic=quality&year=2026&sort=date&page=3"
    )
    assert Asked.from_query(QueryDict(address[1:])) == asked


def test_choosing_a_key_twice_lets_it_go() -> None:
    asked = Asked.of(text="灌浆", filters={"kind": ["article"]}, page=3)
    both = asked.toggled("kind", "course")
    assert (both.chosen("kind"), both.page) == (("article", "course"), 1)
    assert both.toggled("kind", "article").chosen("kind") == ("course",)
    assert both.freed("kind").filters == {}
