"""An editor puts a ten-minute transcript right by keyboard alone; two at once lose nothing."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from content.recordings.models import Recording
from content.taxonomy.models import GlossaryTerm
from content.transcripts.models import CueEdit, Transcript
from content.transcripts.services import store_machine_transcript
from content.transcripts.transcription import FinishedCue
from tests.factories.courses import make_recording
from tests.factories.lectures import make_files
from tests.factories.people import make_user
from tests.journeys.browser import DESKTOP, serious_problems
from tests.unit.content.transcripts.test_services import texts_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

MEDIA = Path(settings.BASE_DIR) / "content" / "demo" / "media" / "double-t-day.mp4"
COUNT = 150
SENTENCES = (
    "关江套筒要饱满。",
    "装配试建筑省工省料，",
    "质量第一安全第一，",
    "叠合板先放线再吊装。",
)


def ten_minutes(recording: Recording) -> Transcript:
    """150 lines of four seconds, every tenth of them doubtful."""
    lines = []
    for number in range(COUNT):
        start, text = number * 4_000, f"{SENTENCES[number % 4]}第{number + 1}句。"
        step = 3_800 // len(text)
        words = [[start + i * step, start + (i + 1) * step, c, 0.9] for i, c in enumerate(text)]
        confidence = 0.3 if number % 10 == 4 else 0.9
        lines.append(FinishedCue(start, start + 3_800, text, text, confidence, words))
    return store_machine_transcript(
        recording=recording, language="zh", engine="faster-whisper", model="base", cues=lines
    )


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    """A machine that does much else is slow, not wrong."""
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def transcript(transactional_db: None) -> Transcript:
    recording = make_recording("双T板的一天", duration_ms=600_000, language="zh")
    make_files(recording)
    folder = Path(settings.MEDIA_ROOT) / "recordings" / str(recording.uuid)
    folder.mkdir(parents=True)
    shutil.copy(MEDIA, folder / "video.mp4")
    GlossaryTerm.objects.create(term="装配式建筑", variants="装配式")
    return ten_minutes(recording)


def sign_in(page: Page, server: LiveServer, name: str = "王工") -> None:
    client = Client()
    client.force_login(
        make_user(is_superuser=True, full_name=name), "django.contrib.auth.backends.ModelBackend"
    )
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.url}])


def open_editor(page: Page, server: LiveServer, transcript: Transcript) -> None:
    page.goto(f"{server.url}/admin/transcripts/{transcript.uuid}/")
    expect(page.locator(".line")).to_have_count(transcript.cues.count())


def tab_to(page: Page, selector: str) -> None:
    """By the Tab key alone."""
    for _ in range(80):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is out of reach of the keyboard")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def saved(page: Page) -> None:
    press(page, "Control+s")
    expect(page.locator("[data-part=status]")).to_have_attribute("data-state", "saved")


def replace_all_but_the_first(page: Page) -> None:
    """All hits are shown, one is left out, the rest is replaced, undone and done again."""
    fields = page.locator(".line__text")
    press(page, "Alt+h")
    page.keyboard.type("关江")
    press(page, "Tab")
    page.keyboard.type("灌浆")
    expect(page.locator(".hit")).to_have_count(38)
    expect(page.locator(".hit").first.locator("ins")).to_have_text("灌浆")
    tab_to(page, ".hit input")
    press(page, "Space")
    expect(page.locator("[data-part=do]")).to_have_text(re.compile("37"))
    tab_to(page, "[data-part=do]")
    press(page, "Enter")
    expect(fields.nth(4)).to_have_value("灌浆套筒要饱满。第5句。")
    expect(fields.nth(0)).to_be_focused()
    saved(page)
    press(page, "Control+z")
    expect(fields.nth(4)).to_have_value("关江套筒要饱满。第5句。")
    press(page, "Control+Shift+z")
    expect(fields.nth(4)).to_have_value("灌浆套筒要饱满。第5句。")


def mend_the_first_lines(page: Page) -> None:
    """Typed, split at the caret, merged, lengthened, one taken out and one put in."""
    rows, fields = page.locator(".line"), page.locator(".line__text")
    fields.nth(0).press("Control+Home")
    press(page, "Delete", "Delete")
    page.keyboard.type("灌浆")
    for _ in range(6):
        press(page, "ArrowRight")
    press(page, "Alt+Enter")
    expect(rows).to_have_count(COUNT + 1)
    expect(fields.nth(0)).to_have_value("灌浆套筒要饱满。")
    expect(fields.nth(1)).to_have_value("第1句。")
    expect(fields.nth(1)).to_be_focused()
    saved(page)
    press(page, "Alt+m")
    expect(fields.nth(1)).to_have_value("第1句。装配试建筑省工省料，第2句。")
    press(page, "Enter")
    expect(fields.nth(2)).to_be_focused()
    press(page, "Alt+Shift+BracketRight")
    press(page, "Alt+Delete")
    expect(rows).to_have_count(COUNT - 1)
    press(page, "Alt+ArrowUp", "Alt+i")
    page.keyboard.type("这里补一句。")
    saved(page)
    expect(rows).to_have_count(COUNT)


def settle_doubts_and_times(page: Page, transcript: Transcript) -> None:
    """The glossary's word, a line the machine was unsure of, and all times later."""
    press(page, "Alt+ArrowUp")
    press(page, "Alt+g")
    expect(page.locator(".line__text").nth(1)).to_have_value("第1句。装配式建筑省工省料，第2句。")
    doubtful = page.locator("[data-part=doubtful-count]")
    before = int(doubtful.inner_text())
    press(page, "Alt+n", "Alt+y")
    expect(doubtful).to_have_text(str(before - 1))
    press(page, "Alt+t")
    page.keyboard.type("0.1")
    tab_to(page, "input[type=radio]")
    press(page, "ArrowDown", "Enter")
    saved(page)
    first = transcript.cues.order_by("number").first()
    assert first is not None
    assert first.start_ms == 100


@pytest.mark.timeout(300)
def test_ten_minutes_are_put_right_by_keyboard_alone(
    page: Page, live_server: LiveServer, transcript: Transcript
) -> None:
    sign_in(page, live_server)
    open_editor(page, live_server, transcript)
    tab_to(page, "textarea")
    replace_all_but_the_first(page)
    mend_the_first_lines(page)
    settle_doubts_and_times(page, transcript)

    press(page, "Alt+Slash")
    expect(page.locator("[data-part=keys-dialog]")).to_be_visible()
    assert serious_problems(page) == []
    press(page, "Escape")
    expect(page.locator("[data-part=keys-dialog]")).to_be_hidden()
    assert serious_problems(page) == []

    for state in ("in_review", "reviewed", "published"):
        tab_to(page, f"input[value={state}] + button")
        with page.expect_navigation():
            press(page, "Enter")
    transcript.refresh_from_db()
    assert transcript.state == "published"
    texts = texts_of(transcript)
    assert texts[:3] == ["灌浆套筒要饱满。", "第1句。装配式建筑省工省料，第2句。", "这里补一句。"]
    assert not any("关江" in text for text in texts)
    assert [row.reason for row in transcript.revisions.all()] == ["submitted", "published"]


def test_two_editors_notice_each_other_and_choose(
    browser: Browser, page: Page, live_server: LiveServer, transcript: Transcript
) -> None:
    sign_in(page, live_server, "王工")
    open_editor(page, live_server, transcript)
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN")
    other = context.new_page()
    sign_in(other, live_server, "李工")
    open_editor(other, live_server, transcript)
    expect(page.locator("[data-part=people]")).to_contain_text("李工")
    expect(other.locator("[data-part=people]")).to_contain_text("王工")

    page.context.set_offline(True)
    page.locator(".line__text").nth(0).fill("我的话")
    page.locator(".line__text").nth(1).fill("只有我改的")
    expect(page.locator("[data-part=status]")).to_have_attribute("data-state", "kept")
    other.locator(".line__text").nth(0).fill("她的话")
    saved(other)
    page.context.set_offline(False)
    box = page.locator(".conflict")
    expect(box).to_contain_text("李工")
    expect(box.locator("[data-part=theirs]")).to_have_text("她的话")
    expect(box.locator("[data-part=mine]")).to_have_text("我的话")
    expect(page.locator("[data-part=status]")).to_have_attribute("data-state", "saved")
    assert texts_of(transcript)[:2] == ["她的话", "只有我改的"]
    box.locator("[data-choice=mine]").click()
    expect(box).to_have_count(0)
    saved(page)
    assert texts_of(transcript)[0] == "我的话"
    expect(other.locator(".line__text").nth(0)).to_have_value("我的话")
    context.close()


def test_three_thousand_lines_are_edited_smoothly(
    page: Page, live_server: LiveServer, transcript: Transcript
) -> None:
    lines = [
        FinishedCue(n * 2_000, n * 2_000 + 1_900, f"第{n + 1}句。", "", 0.9, [])
        for n in range(3_000)
    ]
    store_machine_transcript(
        recording=transcript.recording, language="zh", engine="", model="", cues=lines
    )
    Recording.objects.update(duration_ms=6_000_000)
    sign_in(page, live_server)
    open_editor(page, live_server, transcript)
    field = page.locator(".line__text").nth(1_500)
    field.focus()
    page.keyboard.type("改")
    saved(page)
    press(page, "Alt+m")
    expect(page.locator(".line")).to_have_count(2_999)
    saved(page)
    assert CueEdit.objects.exclude(kind="reset").count() == 2
