"""Watching in a real browser: what is played is counted, what is offline is kept."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from content.core.audience import Audience
from content.learning.models import WatchedSet
from content.lectures.models import LecturePage
from content.recordings.enums import FileRole
from content.recordings.models import MediaFile
from tests.factories.courses import make_recording
from tests.factories.lectures import (
    make_files,
    make_lecture_index,
    make_lecture_page,
    make_transcript,
)
from tests.factories.people import make_user

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

MEDIA = Path(settings.BASE_DIR) / "content" / "demo" / "media" / "double-t-day.mp4"
LENGTH_MS = 60_000


@pytest.fixture
def lecture(transactional_db: None) -> LecturePage:
    recording = make_recording("双T板的一天", audience=Audience.public(), duration_ms=LENGTH_MS)
    make_files(recording)
    folder = Path(settings.MEDIA_ROOT) / "recordings" / str(recording.uuid)
    folder.mkdir(parents=True)
    shutil.copy(MEDIA, folder / "video.mp4")
    make_transcript(recording, tuple(f"这是第{number}句。" for number in range(1, 13)))
    return make_lecture_page(make_lecture_index(), recording)


def sign_in(page: Page, live_server: LiveServer) -> None:
    client = Client()
    client.force_login(make_user())
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def test_what_is_watched_is_counted_and_what_is_offline_is_kept_until_it_can_be_sent(
    page: Page, live_server: LiveServer, lecture: LecturePage
) -> None:
    sign_in(page, live_server)
    page.goto(f"{live_server.url}{lecture.url}?t=20")
    page.evaluate("document.querySelector('video').muted = true")
    mark = page.locator("[data-part=saved]")
    with page.expect_request("**/heartbeats"):
        page.locator("[data-part=toggle]").click()
        expect(page.locator("[data-part=at]")).to_have_text(re.compile("00:2[2-9]"))
        page.context.set_offline(True)
        page.locator("[data-part=toggle]").click()
    expect(mark).to_have_attribute("data-state", "waiting")
    assert not WatchedSet.objects.filter(covered_ms__gt=0).exists()
    with page.expect_response("**/heartbeats"):
        page.context.set_offline(False)
    expect(mark).to_have_attribute("data-state", "saved")
    expect(page.locator(".strip__watched")).to_have_count(1)
    watched = WatchedSet.objects.get()
    [[start, end]] = watched.spans
    assert 19_900 <= start <= 20_500
    assert end > 21_500


def test_every_second_is_in_reach_of_the_keyboard(
    page: Page, live_server: LiveServer, lecture: LecturePage
) -> None:
    page.goto(f"{live_server.url}{lecture.url}")
    clock = page.locator("[data-part=at]")
    page.locator("[data-part=scrub]").focus()
    page.keyboard.press("ArrowRight")
    expect(clock).to_have_text("00:05")
    page.keyboard.press("l")
    expect(clock).to_have_text("00:15")
    cues = page.locator(".cue__link")
    page.locator(".cue__link[tabindex='0']").focus()
    page.keyboard.press("Home")
    expect(cues.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(cues.nth(1)).to_have_attribute("aria-current", "true")
    page.keyboard.press("End")
    expect(cues.nth(11)).to_be_focused()


def test_where_the_file_was_replaced_meanwhile_the_new_one_is_taken_at_the_same_second(
    page: Page, live_server: LiveServer, lecture: LecturePage
) -> None:
    page.goto(f"{live_server.url}{lecture.url}?t=20")
    clock = page.locator("[data-part=at]")
    page.locator("[data-part=toggle]").click()
    expect(clock).to_have_text(re.compile("00:2[1-9]"))
    row = MediaFile.objects.get(recording=lecture.recording, role=FileRole.VIDEO)
    path = Path(settings.MEDIA_ROOT) / row.name
    row.name = row.name.replace("video.mp4", "other.mp4")
    path.rename(Path(settings.MEDIA_ROOT) / row.name)
    row.save()
    with page.expect_response("**/other.mp4*"):
        # Under another address, for the browser has kept what it fetched.
        page.locator("video").evaluate("v => { v.src = v.src.split('#')[0] + '?anew'; }")
    expect(page.locator("[data-part=problem]")).to_be_hidden()
    expect(clock).to_have_text(re.compile("00:2[1-9]"))


def test_typing_in_the_transcript_leaves_the_lines_that_have_the_words(
    page: Page, live_server: LiveServer, lecture: LecturePage
) -> None:
    page.goto(f"{live_server.url}{lecture.url}")
    page.locator("[data-part=find]").fill("第12")
    expect(page.locator(".cue:visible")).to_have_count(1)
    expect(page.locator(".cue:visible mark")).to_have_text("第12")
    page.locator("[data-part=find]").fill("没有这句")
    expect(page.locator("[data-part=nothing]")).to_be_visible()
    page.locator("[data-part=find]").fill("")
    expect(page.locator(".cue:visible")).to_have_count(12)
