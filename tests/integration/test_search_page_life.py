"""What happens to a page reaches the index: moves, copies, schedules, rights, deletion."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from content.articles.models import ArticlePage
from content.core.audience import Audience
from content.recordings.models import Recording
from search import backends, journal
from search.models import OutboxEntry
from tests.factories.courses import make_recording
from tests.factories.lectures import make_lecture_index, make_lecture_page, make_transcript
from tests.factories.pages import make_article, make_site
from tests.unit.search.library import index

pytestmark = pytest.mark.django_db

LINES = ("灌浆之前先洒水湿润。", "饱满度要用内窥镜看。", "不饱满就要补灌。")


@pytest.fixture(autouse=True)
def own_index(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.LECTERN_SEARCH_FILE = tmp_path / "search.sqlite3"
    backends.forget()
    yield
    backends.database_engine().close()
    backends.forget()


@pytest.fixture
def lecture() -> Recording:
    recording = make_recording("录像", language="zh", audience=Audience.public())
    make_transcript(recording, LINES)
    make_lecture_page(make_lecture_index(), recording, "套筒灌浆").save_revision().publish()
    take_in()
    return recording


def take_in() -> None:
    """As a worker does; nobody is asked to compare everything."""
    index(backends.database_engine())
    assert not OutboxEntry.objects.exists()
    assert journal.survey() == 0, "a change went by unheard"


def held() -> int:
    return backends.database_engine().count()


def found(client: Client, words: str = "饱满度") -> list[str]:
    answer = client.get("/api/v1/search", {"q": words}).json()
    assert answer["total"] == len(answer["results"])
    return [result["url"] for result in answer["results"]]


def test_a_moved_page_is_found_at_its_new_address(client: Client, lecture: Recording) -> None:
    page = lecture.lecture_pages.get()
    target = make_lecture_index()
    page.move(target, pos="last-child")
    take_in()
    (url,) = found(client)
    assert f"/{target.slug}/" in url
    assert client.get(url).status_code == 200


def test_an_alias_and_a_copy_double_nothing(client: Client) -> None:
    trees = make_site()
    page = make_article(trees, "节点质量月", introduction="把饱满度写进监理旁站记录。")
    take_in()
    before = held()
    page.copy(update_attrs={"slug": "copied", "title": "抄本"}, keep_live=True)
    page.create_alias(update_slug="alias")
    take_in()
    assert len(found(client, "旁站记录")) == len(set(found(client, "旁站记录"))) >= 1
    ArticlePage.objects.filter(alias_of=page).get().delete()
    ArticlePage.objects.get(slug="copied").delete()
    take_in()
    assert held() == before
    assert len(found(client, "旁站记录")) == 1


def test_a_deleted_subtree_is_gone_from_the_index(client: Client, lecture: Recording) -> None:
    lecture.lecture_pages.get().get_parent().specific.delete()
    assert found(client) == []
    take_in()
    assert held() == 0


def test_a_scheduled_page_is_found_from_its_hour_to_its_end(
    client: Client, lecture: Recording
) -> None:
    page = lecture.lecture_pages.get()
    page.unpublish()
    take_in()
    assert (held(), found(client)) == (0, [])
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    take_in()
    assert held() == 0
    # The hour comes: for the row that waits, and for what it will publish.
    revision = page.revisions.exclude(approved_go_live_at=None).get()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    call_command("publish_scheduled", verbosity=0)
    take_in()
    assert (held(), len(found(client))) == (1, 1)
    page.refresh_from_db()
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled", verbosity=0)
    assert found(client) == []
    take_in()
    assert held() == 0


def test_a_change_of_audience_reaches_the_index_itself(client: Client, lecture: Recording) -> None:
    lecture.audience = Audience.employees()
    lecture.save()
    take_in()
    (document,) = backends.database_engine().versions()
    assert document.version == journal.head()
    assert found(client) == []
    lecture.audience = Audience.public()
    lecture.save()
    take_in()
    assert len(found(client)) == 1
