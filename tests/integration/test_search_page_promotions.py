"""What editors recommend stands above what was found, for those who may see it."""

import pytest
from django.test import Client
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from content.core.audience import Audience
from search import backends
from tests.factories.pages import make_article, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index(tmp_path, settings):
    settings.LECTERN_SEARCH_FILE = tmp_path / "search.sqlite3"
    backends.forget()
    yield
    backends.database_engine().close()
    backends.forget()


def promote(words: str, **fields: object) -> SearchPromotion:
    return SearchPromotion.objects.create(query=Query.get(words), **fields)


def promoted(client: Client, words: str, **parameters) -> list[str]:
    answer = client.get("/api/v1/search", {"q": words, **parameters}).json()
    return [each["title"] for each in answer["promoted"]]


def test_a_recommended_page_stands_above_the_results(client: Client) -> None:
    page = make_article(make_site(), title="质量月专题")
    promote("装配式", page=page, description="十月起")
    html = client.get("/zh-hans/search/", {"q": "裝配式"}).content.decode()
    assert "质量月专题" in html and "十月起" in html
    assert promoted(client, "装配式") == ["质量月专题"]
    assert promoted(client, "装配式", page=2) == []
    assert promoted(client, "装配式建筑") == []


def test_a_recommendation_is_only_for_those_who_may_see_the_page(client: Client) -> None:
    page = make_article(make_site(), title="内部通知", audience=Audience.employees())
    promote("通知", page=page)
    assert promoted(client, "通知") == []


def test_a_page_that_was_taken_down_is_recommended_no_more(client: Client) -> None:
    page = make_article(make_site(), title="旧闻")
    promote("旧闻", page=page)
    page.unpublish()
    assert promoted(client, "旧闻") == []


def test_a_page_is_recommended_in_the_language_of_the_interface(client: Client) -> None:
    trees = make_site()
    page = make_article(trees, title="质量月")
    make_article(trees, title="Quality month", language="en", translation_of=page)
    promote("bim", page=page)
    answer = client.get("/en/search/", {"q": "BIM"}).content.decode()
    assert "Quality month" in answer


def test_a_place_elsewhere_can_be_recommended(client: Client) -> None:
    promote("标准", external_link_url="https://example.org/", external_link_text="标准全文")
    assert promoted(client, "标准") == ["标准全文"]
