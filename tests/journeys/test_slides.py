"""Slides in a real browser: an editor sets their times by keyboard, a reader follows them."""

import os
import shutil
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from content.core.audience import Audience
from content.jobs.worker import JobLoop
from content.lectures.models import LecturePage
from content.people.models import User
from content.recordings.enums import MediaKind
from content.slides import services
from content.slides.models import Deck, SlideChange
from tests import pdf_files
from tests.factories.courses import make_recording
from tests.factories.lectures import (
    make_files,
    make_lecture_index,
    make_lecture_page,
    make_transcript,
)
from tests.journeys.browser import DESKTOP, PHONE, serious_problems

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

MEDIA = Path(settings.BASE_DIR) / "content" / "demo" / "media" / "double-t-day.mp4"
LENGTH_MS = 60_000
PAGES = [
    ["双T板的一天", "主讲：陈工", "海宁市建设工程质量提升班"],
    ["清晨：合模与布筋", "模台清理", "钢筋骨架入模", "预埋件定位"],
    ["上午：浇筑与振捣", "坍落度每车一测", "振捣不过振"],
    ["下午：养护", "蒸汽养护 8 小时", "脱模强度不低于 15 MPa"],
]


@pytest.fixture
def lecture(transactional_db: None) -> LecturePage:
    """A public lecture with four slides, none of which has a time."""
    recording = make_recording("双T板的一天", audience=Audience.public(), duration_ms=LENGTH_MS)
    kind = type(recording).objects.filter(pk=recording.pk)
    kind.update(media_kind=MediaKind.AUDIO)  # nothing to look for: the times are ours
    make_files(recording)
    folder = Path(settings.MEDIA_ROOT) / "recordings" / str(recording.uuid)
    folder.mkdir(parents=True)
    shutil.copy(MEDIA, folder / "video.mp4")
    make_transcript(recording, tuple(f"这是第{number}句。" for number in range(1, 13)))
    upload = SimpleUploadedFile("课件.pdf", pdf_files.make_pdf(PAGES))
    services.upload_deck(acting_user=None, recording=recording, upload=upload)
    JobLoop(threading.Event(), lane="slides").drain()
    kind.update(media_kind=MediaKind.VIDEO)
    recording.refresh_from_db()
    SlideChange.objects.all().delete()
    return make_lecture_page(make_lecture_index(), recording)


def alt_of(number: int, language: str) -> str:
    label = f"Slide {number}: " if language == "en" else f"第 {number} 页："
    return label + " · ".join(PAGES[number - 1])


def with_times(lecture: LecturePage) -> None:
    deck = Deck.objects.get()
    for number, at_ms in ((1, 0), (2, 12_000), (3, 30_000), (2, 41_000), (4, 45_500)):
        deck.refresh_from_db()
        services.set_change(
            acting_user=None, deck=deck, version=deck.version, number=number, at_ms=at_ms
        )


def sign_in_staff(page: Page, live_server: LiveServer) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("9001", "x", full_name="系统管理员"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def look(page: Page, name: str) -> None:
    """Keep a picture where a person asked for some."""
    if folder := os.environ.get("LECTERN_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page="full" in name)


def test_an_editor_sets_the_times_with_the_keyboard_alone(
    page: Page, live_server: LiveServer, lecture: LecturePage
) -> None:
    sign_in_staff(page, live_server)
    page.goto(live_server.url + reverse("slides:deck", args=[lecture.recording.pk]))
    state = page.locator("[data-slides-editor] [data-part=state]")
    page.locator("video").evaluate("video => { video.muted = true }")
    page.keyboard.press("n")
    expect(state).to_have_text("已保存")
    page.keyboard.press("l")
    page.keyboard.press("n")
    expect(page.locator("[data-part=clock]")).to_have_count(2)
    expect(page.locator("[data-part=now]")).to_contain_text("第 2 页")
    clock = page.locator("[data-slide='2'] [data-part=clock]")
    clock.focus()
    clock.press("Control+a")
    page.keyboard.type("0:20")
    page.keyboard.press("Tab")
    expect(state).to_have_text("已保存")
    expect(clock).to_have_value("0:20")
    expect(page.locator("[data-slide='2'] [data-part=remove]")).to_be_focused()
    times = SlideChange.objects.order_by("at_ms").values_list("slide__number", "at_ms", "source")
    assert list(times) == [(1, 0, "set"), (2, 20_000, "set")]
    assert serious_problems(page) == []
    look(page, "editor-desktop-zh")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # two numbers
    assert serious_problems(page) == []
    look(page, "editor-phone-zh-full")
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]  # a mapping of two numbers
    # Someone else changes a time meanwhile: the page says so and shows theirs.
    deck = Deck.objects.get()
    services.set_change(acting_user=None, deck=deck, version=deck.version, number=3, at_ms=50_000)
    page.locator("[data-slide='4'] [data-part=begin]").press("Enter")
    expect(state).to_contain_text("其间有人修改了时间")
    expect(page.locator("[data-slide='3'] [data-part=clock]")).to_have_value("0:50")
    assert SlideChange.objects.count() == 3
    page.locator("[data-slide='4'] [data-part=begin]").press("Enter")
    expect(page.locator("[data-slide='4'] [data-part=clock]")).to_have_count(1)
    page.locator("[data-slide='4'] [data-part=remove]").press("Enter")
    expect(page.locator("[data-slide='4'] [data-part=clock]")).to_have_count(0)


@pytest.mark.parametrize(
    ("size", "language"),
    [(DESKTOP, "zh-hans"), (PHONE, "en"), (DESKTOP, "en"), (PHONE, "zh-hans")],
    ids=["desktop-zh", "phone-en", "desktop-en", "phone-zh"],
)
def test_the_slide_follows_the_speaker_and_leads_to_its_second(
    page: Page,
    live_server: LiveServer,
    lecture: LecturePage,
    size: dict[str, int],
    language: str,
) -> None:
    with_times(lecture)
    page.set_viewport_size(size)  # type: ignore[arg-type]  # a mapping of two numbers
    address = lecture.url.replace("/zh-hans/", f"/{language}/")
    page.goto(f"{live_server.url}{address}?t=31")
    picture = page.locator(".slide-stage__picture")
    expect(picture).to_have_attribute("alt", alt_of(3, language))
    page.wait_for_function("document.querySelector('.slide-stage__picture').naturalWidth === 1440")
    name = ("phone" if size == PHONE else "desktop") + f"-{language}"
    look(page, f"player-{name}")
    page.locator(".slide-stage [data-part=after]").click()
    expect(picture).to_have_attribute("alt", alt_of(2, language))
    page.locator(".slides__times a", has_text="00:45").click()
    expect(page.locator(".slides__item[aria-current]")).to_contain_text("下午：养护")
    page.evaluate("document.querySelector('video').pause()")
    look(page, f"player-{name}-full")
    # From the top: below a player that stays, a link half scrolled away is small for a moment.
    page.evaluate("scrollTo(0, 0)")
    assert serious_problems(page) == []
    page.locator(".slide-stage [data-part=swap]").click()
    look(page, f"player-{name}-speaker")
    page.locator(".slide-stage [data-part=hide]").click()
    expect(page.locator(".slide-stage")).to_be_hidden()
    page.reload()
    expect(page.locator(".slide-stage")).to_be_hidden()
    page.locator(".slides [data-part=show]").click()
    expect(page.locator(".slide-stage")).to_be_visible()


def test_without_scripts_the_slides_are_a_list_with_links_to_their_seconds(
    client: Client, lecture: LecturePage
) -> None:
    with_times(lecture)
    html = client.get(lecture.url).content.decode()
    for seconds in ("0", "12", "30", "41", "45.5"):
        assert f'href="?t={seconds}"' in html
    assert "坍落度每车一测" in html


def test_the_slide_stands_beside_the_speaker_in_full_screen_and_on_a_tablet(
    page: Page, live_server: LiveServer, lecture: LecturePage
) -> None:
    with_times(lecture)
    page.set_viewport_size({"width": 820, "height": 600})
    page.goto(f"{live_server.url}{lecture.url}?t=31")
    expect(page.locator(".slide-stage__picture")).to_be_visible()
    stuck = page.locator(".player__screen").bounding_box()
    assert stuck is not None
    assert stuck["height"] <= 0.6 * 600
    look(page, "player-tablet-zh")
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]  # two numbers
    page.locator("[data-part=full]").click()
    page.wait_for_function("document.fullscreenElement !== null")
    slide = page.locator(".slide-stage__picture").bounding_box()
    speaker = page.locator("video").bounding_box()
    assert slide is not None
    assert speaker is not None
    look(page, "player-fullscreen-zh")
    assert slide["width"] > speaker["width"] > 200
    assert slide["x"] + slide["width"] <= speaker["x"] + 1
    assert max(box["y"] + box["height"] for box in (slide, speaker)) <= DESKTOP["height"]
