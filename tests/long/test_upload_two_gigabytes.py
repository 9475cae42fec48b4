"""Two gigabytes through a real browser to a real server, interrupted five times: an equal hash."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from content.people.models import User
from content.recordings import storage
from content.recordings.models import Recording
from content.uploads import local_files
from content.uploads.models import Upload
from tests import web_process
from tests.factories.pages import make_site
from tests.factories.people import make_user
from tests.journeys.browser import DESKTOP, chromium
from tests.servers import ServerMissing, missing
from tests.web_process import WebProcess

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(3000),
]

SIZE = int(os.environ.get("LECTERN_TEST_UPLOAD_BYTES") or 2 << 30)
PATIENCE_SECONDS = 600


@pytest.fixture
def context() -> Iterator[BrowserContext]:
    try:
        with chromium() as browser:
            opened = browser.new_context(viewport=DESKTOP, locale="zh-CN")
            opened.set_default_timeout(60_000)
            yield opened
            opened.close()
    except ServerMissing as reason:
        missing("chromium", str(reason))


@pytest.fixture
def lecture(tmp_path: Path) -> Iterator[Path]:
    """Of blocks that no compression and no repetition makes alike."""
    path = tmp_path / "两个千兆字节.mp4"
    with path.open("wb") as file:
        noise = b"\x00" + os.urandom((1 << 20) - 9)
        for number in range(SIZE >> 20):
            file.write(noise + number.to_bytes(8, "big"))
    yield path
    path.unlink()


def offset() -> int:
    return max(Upload.objects.values_list("offset_bytes", flat=True), default=0)


def wait_for(true: Callable[[], object], page: Page, why: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, f"waited in vain: {why}"
        page.wait_for_timeout(200)


def reach(share: float, page: Page) -> None:
    wait_for(lambda: offset() >= share * SIZE, page, f"{share:.0%} never arrived")
    assert offset() < SIZE, "it arrived as a whole before it could be interrupted"


def open_form(context: BrowserContext, web: WebProcess) -> Page:
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{web.url}/admin/recordings/new/")
    expect(page.locator(".recordings-drop")).to_be_visible()
    return page


def sign_in(context: BrowserContext, web: WebProcess, user: User) -> None:
    """By a session of ours: the server does not know the quick passwords of the tests."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": web.url}])


def choose(page: Page, path: Path) -> None:
    page.set_input_files("input[type=file]", path)


def test_two_gigabytes_survive_reload_offline_restart_kill_and_another_tab(
    context: BrowserContext, lecture: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_site()
    staff = make_user("S0001", is_staff=True, is_superuser=True)
    begun = time.monotonic()
    with web_process.running(LECTERN_MAX_UPLOAD_BYTES=str(SIZE)) as web:
        sign_in(context, web, staff)
        page = open_form(context, web)
        choose(page, lecture)

        reach(0.1, page)
        before = offset()
        page.reload()
        expect(page.locator("[data-state=absent]")).to_contain_text(lecture.name)
        choose(page, lecture)
        assert offset() >= before

        reach(0.25, page)
        context.set_offline(True)
        expect(page.locator("[data-state=offline]")).to_be_visible()
        context.set_offline(False)

        reach(0.4, page)
        web.restart()

        reach(0.55, page)
        web.kill()
        expect(page.locator("[data-state=retrying]")).to_be_visible()
        web.start()

        reach(0.7, page)
        other = open_form(context, web)
        expect(other.locator("[data-state=absent]")).to_contain_text(lecture.name)
        choose(other, lecture)
        expect(other.locator("[data-state=sending]")).to_be_visible()
        reach(0.8, other)
        page.close()

        expect(other.locator("[data-state=arrived]")).to_be_visible(timeout=PATIENCE_SECONDS * 1000)
        other.click("#w-editor-form button[type=submit] >> visible=true")
        other.wait_for_url("**/progress/", timeout=120_000)
    seconds = time.monotonic() - begun
    recording = Recording.objects.get()
    source = storage.folder_of(recording.uuid) / "source"
    try:
        assert local_files.sha256_of(source) == local_files.sha256_of(lecture)
        assert Upload.objects.count() == 1
    finally:
        storage.remove_folder(source.parent)
    with capsys.disabled():
        print(f"\n{SIZE >> 20} MiB, interrupted five times: {seconds:.0f} s")
