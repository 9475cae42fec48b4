"""A person searches, reads around a moment, plays it there, and narrows: by keyboard too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from content.core.audience import Audience
from content.library.models import CustomDocument
from search import backends
from tests.factories.pages import make_document
from tests.journeys.browser import PHONE, serious_problems
from tests.journeys.lecture_house import make_full_lecture
from tests.unit.search.library import index

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def found(page: Page, live_server, tmp_path: Path, settings) -> Iterator[Page]:
    """The results for 饱满度: a lecture with two moments, and a document."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.LECTERN_SEARCH_FILE = tmp_path / "search.sqlite3"
    backends.forget()
    make_full_lecture()
    document: CustomDocument = make_document(audience=Audience.public())
    document.title = "饱满度怎么查"
    document.save()
    index(backends.database_engine())
    page.goto(f"{live_server.url}/zh-hans/search/?q=饱满度")
    yield page
    backends.database_engine().close()
    backends.forget()


def test_a_moment_is_played_and_read_around_where_it_stands(found: Page) -> None:
    address = found.url
    lecture = found.locator("[data-result]:has([data-play])")
    play = lecture.get_by_role("button", name="就地播放")
    clip = found.locator(".inplace")
    play.first.click()
    expect(clip).to_have_count(1)
    expect(play.first).to_have_attribute("aria-expanded", "true")
    expect(clip.locator("track")).not_to_have_count(0)
    start = float(lecture.locator("[data-moment]").first.get_attribute("data-seconds") or "-1")
    found.wait_for_function(f"document.querySelector('.inplace__media').currentTime >= {start}")
    assert found.evaluate("document.querySelector('.inplace__media').currentTime") < start + 15
    assert serious_problems(found) == []
    clip.get_by_role("button", name="关闭").click()
    expect(clip).to_have_count(0)
    expect(play.first).to_be_focused()
    assert found.url == address

    around = lecture.get_by_role("button", name="前后文").first
    around.click()
    expect(found.locator(".hit__neighbour").first).to_be_visible()
    expect(around).to_have_attribute("aria-expanded", "true")
    around.click()
    expect(found.locator(".hit__neighbour")).to_have_count(0)


def test_the_results_are_gone_through_by_keyboard_and_narrowed_by_address(
    found: Page, live_server
) -> None:
    field = found.get_by_role("combobox", name="搜索")
    field.press_sequentially("jkp")
    expect(field).to_have_value("jkp饱满度")
    expect(found.locator(".inplace")).to_have_count(0)

    titles = found.locator(".result__link")
    titles.first.focus()
    found.keyboard.press("j")
    expect(titles.nth(1)).to_be_focused()
    found.keyboard.press("k")
    expect(titles.first).to_be_focused()
    found.locator("[data-result]:has([data-play]) .result__link").focus()
    found.keyboard.press("p")
    expect(found.locator(".inplace")).to_have_count(1)
    found.keyboard.press("Escape")
    expect(found.locator(".inplace")).to_have_count(0)

    found.locator(".search-kinds").get_by_role("link", name="资料").click()
    expect(found.locator("[data-result]")).to_have_count(1)
    found.get_by_role("link", name="最新在前").click()
    address = found.url
    assert "kind=document" in address and "sort=date" in address
    found.goto(f"{live_server.url}/zh-hans/search/")
    found.goto(address)
    expect(found.locator("[data-result]")).to_have_count(1)

    found.set_viewport_size(PHONE)
    found.goto(f"{live_server.url}/zh-hans/search/?q=饱满度")
    box = found.locator(".result__title").first.bounding_box()
    assert box is not None and box["y"] < PHONE["height"]
    assert found.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert serious_problems(found) == []
