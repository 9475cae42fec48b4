"""A person types three letters and is taken there, by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from content.core.ports import DocumentKey
from search.engines.sqlite import SQLiteEngine
from tests.journeys.browser import serious_problems
from tests.unit.search.conftest import engine, library
from tests.unit.search.library import Library, index

__all__ = ["engine", "library"]

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_suggestions_are_chosen_by_keyboard(
    page: Page, live_server, library: Library, engine: SQLiteEngine
) -> None:
    key: DocumentKey = library.add("a", "塔吊安全管理")
    library.add("b", "塔吊的拆除")
    index(engine)
    page.goto(f"{live_server.url}/zh-hans/search/")
    field = page.get_by_role("combobox", name="搜索")
    field.fill("tad")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    assert serious_problems(page) == []

    field.press("ArrowUp")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("tad")

    field.fill("塔吊安")
    expect(options).to_have_count(1)
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url(f"**/zh-hans/recordings/{key.id}/")
