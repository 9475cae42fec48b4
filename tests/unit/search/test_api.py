"""The search API: its shape, its leniency, and what it never shows."""

import string

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from content.core import ports
from content.core.audience import Audience, Viewer
from content.people.models import User
from search.models import IndexCursor
from search.query import FACETS
from tests.unit.search.library import Library, cues, index

pytestmark = pytest.mark.django_db

PATH = "/api/v1/search"
NOTHING: dict[str, dict[str, int]] = {name: {} for name in FACETS}


@pytest.fixture
def person() -> User:
    return User.objects.create_user(employee_number="10001", full_name="王海燕", password="x")


def ask(client, words: str, **parameters) -> dict:
    response = client.get(PATH, {"q": words, **parameters})
    assert response.status_code == 200, response.content
    return response.json()


def test_the_answer_has_the_promised_shape(client, library: Library, engine) -> None:
    library.add(
        "a1",
        "套筒灌浆",
        duration_ms=60_000,
        facets=(("topic", "prefab"),),
        moments=cues("先讲模数协调。", "再讲灌浆套筒的饱满度。", "最后讲检测。"),
    )
    index(engine)
    assert ask(client, "饱满度") == {
        "engine": "sqlite",
        "degraded": False,
        "total": 1,
        "facets": {
            **NOTHING,
            **{"kind": {"recording": 1}, "language": {"zh": 1}, "topic": {"prefab": 1}},
        },
        "facet_labels": {},
        "did_you_mean": None,
        "promoted": [],
        "results": [
            {
                "kind": "recording",
                "id": "a1",
                "title": "套筒灌浆",
                "url": "/zh-hans/recordings/a1/",
                "moments": [
                    {
                        "start": 20.0,
                        "end": 40.0,
                        "url": "/zh-hans/recordings/a1/?t=20&q=%E9%A5%B1%E6%BB%A1%E5%BA%A6",
                        "text": "再讲灌浆套筒的饱满度。",
                        "highlights": [[7, 10]],
                        "page": None,
                    }
                ],
                "places": [],
            }
        ],
    }


def test_a_passage_of_an_article_has_no_time(client, library: Library, engine) -> None:
    library.articles.add("b1", "质量月", body="监督站抽查了灌浆套筒。")
    index(engine)
    [result] = ask(client, "灌浆套筒", kind="article")["results"]
    [moment] = result["moments"]
    assert (moment["start"], moment["end"]) == (None, None)
    assert moment["url"].startswith("/zh-hans/articles/b1/?q=")


def test_addresses_follow_the_language_of_the_interface(client, library: Library, engine) -> None:
    library.add("a1", "Grouting", language="en", moments=cues("Grouting sleeves."))
    index(engine)
    response = client.get(PATH, {"q": "grouting"}, headers={"accept-language": "en"})
    assert response.json()["results"][0]["url"] == "/en/recordings/a1/"


def test_filters_narrow_and_facets_tell_what_the_others_would_give(
    client, library: Library, engine
) -> None:
    library.add("a1", "灌浆讲座", facets=(("topic", "prefab"),), moments=cues("灌浆。"))
    library.add("a2", "Grouting talk 灌浆", language="en", moments=cues("灌浆 grouting."))
    library.articles.add("b1", "灌浆文章", facets=(("topic", "quality"),))
    index(engine)
    assert ask(client, "灌浆")["total"] == 3
    answer = ask(client, "灌浆", kind="recording")
    assert answer["total"] == 2
    assert answer["facets"]["kind"] == {"article": 1, "recording": 2}
    assert [r["id"] for r in ask(client, "灌浆", language="en")["results"]] == ["a2"]
    assert [r["id"] for r in ask(client, "灌浆", topic="quality")["results"]] == ["b1"]
    assert ask(client, "灌浆", kind="nothing")["total"] == 0


def test_pages_follow_each_other(client, library: Library, engine) -> None:
    for number in range(12):
        library.add(str(number), f"灌浆 {number}")
    index(engine)
    first, second = ask(client, "灌浆"), ask(client, "灌浆", page=2)
    assert (first["total"], len(first["results"]), len(second["results"])) == (12, 10, 2)
    ids = {result["id"] for result in (*first["results"], *second["results"])}
    assert len(ids) == 12
    assert ask(client, "灌浆", page=10**9)["results"] == []


@pytest.mark.parametrize("words", ["", " ", "。。。", "\x00", "😀", '"(', "的" * 5_000, "%_*"])
def test_any_words_are_answered(client, library: Library, engine, words: str) -> None:
    library.add("a1", "讲座")
    index(engine)
    assert ask(client, words)["engine"] == "sqlite"


@given(words=st.text(max_size=300), topic=st.text(max_size=30))
@hypothesis_settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_words_whatever_are_an_error(client, engine, words: str, topic: str) -> None:
    words = words.encode("utf-8", "replace").decode()
    topic = topic.encode("utf-8", "replace").decode()
    ask(client, words, topic=topic)


audiences = st.one_of(
    st.just(Audience.public()),
    st.just(Audience.employees()),
    st.sets(st.integers(1, 3), min_size=1).map(Audience.of_units),
    st.sets(st.integers(1, 3), min_size=1).map(Audience.of_people),
)


@given(
    shelves=st.lists(st.tuples(audiences, audiences), min_size=1, max_size=5),
    tokens=st.sets(st.sampled_from(["employees", "unit:1", "unit:2", "person:1"])),
)
@hypothesis_settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_nothing_of_what_a_viewer_may_not_see_is_ever_shown(
    library: Library, engine, shelves, tokens
) -> None:
    from content.core.audience import admits
    from search.services import search

    viewer = Viewer(user_id=None, tokens=frozenset({"public", *tokens}))
    for ident in [ident for ident, _language in library.things]:
        library.remove(ident)
    for number, pair in enumerate(shelves):
        name = string.ascii_lowercase[number]
        library.add(
            name, f"秘密{name}", audiences=pair, facets=(("topic", f"t{name}"),), body="共同的词。"
        )
    index(engine)
    answer = search(text="共同的词", viewer=viewer, language="zh-hans", engine=engine)
    admitted = {
        string.ascii_lowercase[n] for n, pair in enumerate(shelves) if admits(viewer, *pair)
    }
    assert {result.id for result in answer.results} == admitted
    assert answer.total == len(admitted)
    assert set(answer.facets["topic"]) == {f"t{name}" for name in admitted}
    assert sum(answer.facets["kind"].values()) == len(admitted)


def test_a_right_taken_away_counts_at_once_though_the_index_is_old(
    client, library: Library, engine
) -> None:
    library.add("open", "公开", facets=(("topic", "a"),), body="共同的词。")
    library.add("closed", "内部", facets=(("topic", "b"),), body="共同的词。")
    index(engine)
    library.change("closed", audiences=(Audience.employees(),))
    answer = ask(client, "共同的词")
    assert [result["id"] for result in answer["results"]] == ["open"]
    assert answer["total"] == 1
    assert answer["facets"] == {
        **NOTHING,
        "kind": {"recording": 1},
        "language": {"zh": 1},
        "topic": {"a": 1},
    }
    assert "内部" not in str(answer)


def test_what_was_removed_is_not_shown_though_the_index_is_old(
    client, library: Library, engine
) -> None:
    library.add("gone", "消失", body="共同的词。")
    index(engine)
    library.remove("gone")
    assert ask(client, "共同的词") == {
        "engine": "sqlite",
        "degraded": False,
        "total": 0,
        "facets": NOTHING,
        "facet_labels": {},
        "did_you_mean": None,
        "promoted": [],
        "results": [],
    }


def test_the_signed_in_find_what_is_for_employees(client, library, engine, person) -> None:
    library.add("1", "内部讲座", audiences=(Audience.employees(),))
    index(engine)
    assert ask(client, "内部讲座")["total"] == 0
    client.force_login(person)
    assert ask(client, "内部讲座")["total"] == 1


def test_elasticsearch_that_is_away_makes_the_answer_degraded(
    client, library: Library, engine, settings
) -> None:
    library.add("1", "讲座")
    index(engine)
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    IndexCursor.objects.create(index_name="elasticsearch", is_filled=True)
    answer = ask(client, "讲座")
    assert (answer["engine"], answer["degraded"], answer["total"]) == ("sqlite", True, 1)


def test_an_index_still_being_filled_does_not_answer(
    client, library: Library, engine, settings
) -> None:
    library.add("1", "讲座")
    index(engine)
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    assert ask(client, "讲座")["degraded"] is True


def test_where_no_engine_can_answer_the_api_says_so(client, library, engine) -> None:
    engine.close()
    engine.path.unlink()
    engine.path.mkdir()
    assert client.get(PATH, {"q": "讲座"}).status_code == 503


NEAR = "/api/v1/search/neighbours"


def test_what_was_said_before_and_after_a_moment_is_fetched(client, library, engine) -> None:
    library.add("a1", "讲座", moments=cues("先讲模数。", "再讲灌浆。", "最后讲检测。"))
    index(engine)
    place = {"kind": "recording", "id": "a1", "language": "zh", "number": 2}
    answer = client.get(NEAR, place).json()
    assert answer == {
        "before": {"start": 0.0, "end": 20.0, "text": "先讲模数。"},
        "after": {"start": 40.0, "end": 60.0, "text": "最后讲检测。"},
    }
    assert client.get(NEAR, {**place, "number": 1}).json()["before"] is None
    for wrong in ({"number": 0}, {"number": 9}, {"id": "zz"}, {"language": "en"}, {"kind": "x"}):
        assert client.get(NEAR, {**place, **wrong}).status_code == 404


def test_neighbours_of_what_one_may_not_see_do_not_exist(client, library, engine, person) -> None:
    library.add("a1", "讲座", moments=cues("甲。", "乙。"), audiences=(Audience.employees(),))
    index(engine)
    place = {"kind": "recording", "id": "a1", "language": "zh", "number": 1}
    assert client.get(NEAR, place).status_code == 404
    client.force_login(person)
    assert client.get(NEAR, place).json()["after"]["text"] == "乙。"


def test_the_signed_in_ask_for_what_they_have_not_watched(
    client, library, engine, person, monkeypatch
) -> None:
    monkeypatch.setattr(ports, "_watched", [lambda _user: ["seen"]])
    library.add("seen", "灌浆讲座一")
    library.add("new", "灌浆讲座二")
    library.articles.add("text", "灌浆文章")
    index(engine)
    assert ask(client, "灌浆", watched="no")["total"] == 3
    client.force_login(person)
    assert [one["id"] for one in ask(client, "灌浆", watched="no")["results"]] == ["new"]
    assert [one["id"] for one in ask(client, "灌浆", watched="yes")["results"]] == ["seen"]
    assert ask(client, "灌浆", watched="no")["facets"]["kind"] == {"recording": 1}
