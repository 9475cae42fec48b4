"""Search over events: by what they are about, where they are and who speaks, and for whom."""

from pathlib import Path

import pytest
from django.test import Client

from content.core.audience import Audience
from content.events.models import EventPage
from search import backends
from tests.factories.pages import make_event, make_site, make_speaker
from tests.factories.people import make_user
from tests.unit.search.library import index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index(tmp_path: Path, settings):
    settings.LECTERN_SEARCH_FILE = tmp_path / "search.sqlite3"
    backends.forget()
    yield
    backends.database_engine().close()
    backends.forget()


@pytest.fixture
def forum() -> EventPage:
    return make_event(
        make_site(),
        "平湖联审论坛",
        introduction="几个部门怎样核对同一个比例。",
        place="行政服务中心会议厅",
        speakers=(make_speaker("顾亦辰", name_en="Gu Yichen"),),
    )


def take_in() -> None:
    index(backends.database_engine())


def ask(client: Client, words: str) -> dict:
    return client.get("/api/v1/search", {"q": words}).json()


@pytest.mark.parametrize("words", ["联审论坛", "核对比例", "行政服务中心", "顾亦辰", "lianshen"])
def test_an_event_is_found_by_its_words_its_place_and_its_speakers(
    client: Client, forum: EventPage, words: str
) -> None:
    take_in()
    answer = ask(client, words)
    assert answer["facets"]["kind"] == {"event": 1}
    assert answer["results"][0]["url"].endswith(forum.url)
    page = client.get("/zh-hans/search/", {"q": words}).text
    assert "平湖" in page
    assert ">活动<" in page


def test_an_event_closed_after_indexing_is_not_even_counted(
    client: Client, forum: EventPage
) -> None:
    take_in()
    assert ask(client, "联审论坛")["total"] == 1
    EventPage.objects.filter(pk=forum.pk).update(audience=Audience.employees())
    answer = ask(client, "联审论坛")
    assert (answer["total"], answer["results"]) == (0, [])
    assert not any(answer["facets"].values())
    client.force_login(make_user())
    take_in()
    forum.refresh_from_db()
    forum.save()
    take_in()
    assert ask(client, "联审论坛")["total"] == 1


def test_an_event_that_is_unpublished_or_expires_leaves_the_index(
    client: Client, forum: EventPage
) -> None:
    take_in()
    forum.unpublish()
    take_in()
    assert ask(client, "联审论坛")["total"] == 0
    assert backends.database_engine().count() == 0
