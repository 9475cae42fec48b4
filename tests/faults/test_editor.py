"""The server dies while somebody writes: what was typed is kept, sent, and there again."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from content.transcripts.models import CueEdit, Transcript
from tests.factories.courses import make_recording
from tests.factories.people import make_user
from tests.journeys.browser import DESKTOP, chromium
from tests.servers import ServerMissing, missing
from tests.servers.processes import free_port
from tests.unit.content.transcripts.test_services import texts_of, written
from tests.worker_process import ROOT, environment, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@contextmanager
def serving(port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """The site in a process of its own, answering."""
    command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: answers(port), "the server does not answer")
        yield process
    finally:
        process.kill()
        process.wait()


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture
def page() -> Iterator[Page]:
    try:
        with chromium() as browser:
            context = browser.new_context(viewport=DESKTOP, locale="zh-CN")
            yield context.new_page()
            context.close()
    except ServerMissing as reason:
        missing("chromium", str(reason))


@pytest.fixture
def transcript(transactional_db: None) -> Transcript:
    return written(make_recording(language="zh"), *"一二三四五")


def sign_in(page: Page, site: str) -> None:
    client = Client()
    client.force_login(make_user(is_superuser=True), "django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


@pytest.mark.timeout(300)
def test_server_killed_in_the_middle_of_a_sentence_loses_no_letter(
    page: Page,
    transcript: Transcript,
    tmp_path: Path,
) -> None:
    port = free_port(8460, 8489)
    site = f"http://127.0.0.1:{port}"
    status = page.locator("[data-part=status]")
    fields = page.locator(".line__text")
    with serving(port) as server:
        sign_in(page, site)
        page.goto(f"{site}/admin/transcripts/{transcript.uuid}/")
        expect(fields).to_have_count(5)
        fields.nth(0).focus()
        page.keyboard.press("End")
        page.keyboard.type("已保存。")
        expect(status).to_have_attribute("data-state", "saved")
        wait_until(lambda: texts_of(transcript)[0] == "一已保存。", "it was not saved")

        server.kill()
        server.wait()
        page.keyboard.type("没有服务器时写的。")
        page.keyboard.press("Enter")
        page.keyboard.press("End")
        page.keyboard.type("第二条也改。")
        page.keyboard.press("Alt+m")
        expect(status).to_have_attribute("data-state", "kept")
        expect(fields).to_have_count(4)
        assert texts_of(transcript)[0] == "一已保存。"

    with serving(port) as server:
        expect(status).to_have_attribute("data-state", "saved", timeout=60_000)
        expected = ["一已保存。没有服务器时写的。", "二第二条也改。三", "四", "五"]
        assert texts_of(transcript) == expected
        done = CueEdit.objects.count()

        server.kill()
        server.wait()
        fields.nth(2).focus()
        page.keyboard.press("End")
        page.keyboard.type("重开之前写的")
        expect(status).to_have_attribute("data-state", "kept")

    with serving(port):
        page.goto("about:blank")
        page.goto(f"{site}/admin/transcripts/{transcript.uuid}/")
        expect(status).to_have_attribute("data-state", "saved", timeout=60_000)
        expect(fields.nth(2)).to_have_value("四重开之前写的")
        assert texts_of(transcript)[2] == "四重开之前写的"
        assert CueEdit.objects.count() == done + 1
