"""What is offered while a person types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.core import ports
from content.core.audience import Audience
from content.people.models import User
from search.cards import Name
from tests.unit.search.library import Library, index

PATH = "/api/v1/search/suggest"


def offered(client, words: str) -> list[str]:
    response = client.get(PATH, {"q": words})
    assert response.status_code == 200, response.content
    return [one["text"] for one in response.json()["suggestions"]]


@pytest.mark.parametrize(
    ("typed", "rank"),
    [
        ("塔吊", 0),
        ("tadiao", 1),
        ("ta diao an", 1),
        ("tdaq", 2),
        ("安全", 3),
        ("吊塔", None),
        ("全", None),
        ("x", None),
    ],
)
def test_a_title_is_known_by_how_it_begins(typed: str, rank: int | None) -> None:
    assert Name("塔吊安全管理").rank(typed) == rank


@given(written=st.text(max_size=30), typed=st.text(max_size=10))
def test_anything_may_be_typed(written: str, typed: str) -> None:
    assert Name(written).rank(typed) in {None, 0, 1, 2, 3}


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["灌浆", "灌漿", "guanjiang", "gjtt"])
def test_a_title_is_offered_with_its_address(client, library: Library, engine, typed: str) -> None:
    library.add("a", "灌浆套筒的检测")
    library.articles.add("b", "质量月")
    index(engine)
    response = client.get(PATH, {"q": typed})
    assert response.json() == {
        "suggestions": [
            {"text": "灌浆套筒的检测", "kind": "recording", "url": "/zh-hans/recordings/a/"}
        ]
    }


@pytest.mark.django_db
def test_glossary_words_come_first_and_lead_to_a_search(
    client, library: Library, engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "_terms", [lambda: ("品管圈", "QCC")])
    library.add("a", "品管圈入门")
    index(engine)
    first, second = client.get(PATH, {"q": "pgq"}).json()["suggestions"]
    assert first == {
        "text": "品管圈",
        "kind": "glossary",
        "url": "/zh-hans/search/?q=%E5%93%81%E7%AE%A1%E5%9C%88",
    }
    assert second["text"] == "品管圈入门"


@pytest.mark.django_db
def test_what_a_person_may_not_see_is_not_offered(client, library: Library, engine) -> None:
    library.add("a", "塔吊内部检查", audiences=(Audience.employees(),))
    library.add("b", "塔吊安全")
    index(engine)
    assert offered(client, "塔吊") == ["塔吊安全"]
    library.change("b", audiences=(Audience.employees(),))
    assert offered(client, "塔吊") == []
    person = User.objects.create_user(employee_number="10001", full_name="王海燕", password="x")
    client.force_login(person)
    assert set(offered(client, "塔吊")) == {"塔吊内部检查", "塔吊安全"}


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["", " ", "。", "\x00", "a" * 5_000, "%_*", "😀"])
def test_any_words_are_answered(client, library: Library, engine, words: str) -> None:
    library.add("a", "塔吊")
    index(engine)
    assert offered(client, words) == []


@pytest.mark.django_db
def test_no_more_is_offered_than_can_be_read_and_by_few_queries(
    client, library: Library, engine, django_assert_max_num_queries
) -> None:
    for number in range(30):
        library.add(str(number), f"塔吊 {number}")
    index(engine)
    offered(client, "塔吊")
    with django_assert_max_num_queries(2):
        assert len(offered(client, "塔吊")) == 8
