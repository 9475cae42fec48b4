"""One browser for the run, a fresh context for each journey; script errors fail it."""

from collections.abc import Iterator

import pytest
from django.test.testcases import _MediaFilesHandler
from playwright.sync_api import Browser, Page

from tests.journeys.browser import DESKTOP, chromium
from tests.servers import ServerMissing, missing


@pytest.fixture(autouse=True)
def _our_own_media_view(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django's live server would send media itself: without ranges, and to anybody."""
    monkeypatch.setattr(_MediaFilesHandler, "_should_handle", lambda _self, _path: False)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        with chromium() as started:
            yield started
    except ServerMissing as reason:
        missing("chromium", str(reason))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh context. Errors of scripts and refusals of the security policy fail it."""
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(15_000)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on(
        "console",
        lambda message: (
            errors.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield opened
    context.close()
    assert errors == []
