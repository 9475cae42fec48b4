"""Everything the player offers, by keyboard and by hand, in a real browser with real bytes."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from content.core.audience import Audience
from content.lectures.models import LecturePage
from tests.factories.people import make_user
from tests.journeys.browser import PHONE, serious_problems
from tests.journeys.lecture_house import CHINESE, ENGLISH, make_full_lecture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

VIDEO = "document.querySelector('video')"


@pytest.fixture
def lecture(transactional_db: None) -> LecturePage:
    return make_full_lecture()


def part(page: Page, name: str) -> Locator:
    return page.locator(f"[data-part={name}]").first


def open_lecture(
    page: Page, live_server: LiveServer, lecture: LecturePage, query: str = ""
) -> None:
    page.goto(f"{live_server.url}{lecture.url}{query}")
    wait_until(page, f"{VIDEO}.readyState > 0")


def wait_until(page: Page, condition: str) -> None:
    """As a function: the security policy forbids the page to evaluate strings."""
    page.wait_for_function(f"() => {condition}")


def state(page: Page, *names: str) -> list:
    return [page.evaluate(f"{VIDEO}.{name}") for name in names]


def test_the_keys_do_what_they_do_in_players_people_know(
    page: Page, live_server: LiveServer, lecture: LecturePage
) -> None:
    open_lecture(page, live_server, lecture)
    clock = part(page, "at")
    for key, then in (
        ("l", "00:10"),
        ("j", "00:00"),
        ("5", "00:30"),
        ("]", "00:40"),
        ("[", "00:20"),
    ):
        page.keyboard.press(key)
        expect(clock).to_have_text(then)
    part(page, "scrub").focus()
    for key, then in (("End", "00:59"), ("Home", "00:00"), ("ArrowRight", "00:05")):
        page.keyboard.press(key)
        expect(clock).to_have_text(then)
    page.keyboard.press(".")
    assert state(page, "currentTime") == [pytest.approx(5.04, abs=0.01)]
    page.keyboard.press("Shift+>")
    page.keyboard.press("Shift+>")
    assert state(page, "playbackRate") == [1.5]
    page.keyboard.press("Shift+<")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("m")
    assert state(page, "playbackRate", "muted") == [1.25, True]
    assert state(page, "volume") == [pytest.approx(0.9)]
    page.keyboard.press("m")
    page.keyboard.press("c")
    expect(part(page, "captions")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("k")
    expect(page.locator("lectern-player[data-playing]")).to_have_count(1)
    page.keyboard.press("k")
    page.keyboard.press("f")
    wait_until(page, "document.fullscreenElement !== null")
    page.keyboard.press("f")
    wait_until(page, "document.fullscreenElement === null")
    page.keyboard.press("/")
    expect(part(page, "find")).to_be_focused()


def test_what_was_chosen_is_there_the_next_time(
    page: Page, live_server: LiveServer, lecture: LecturePage
) -> None:
    open_lecture(page, live_server, lecture)
    part(page, "speed").select_option("1.5")
    page.get_by_role("button", name="设置").click()
    part(page, "captions-language").select_option("en")
    part(page, "captions-size").select_option("large")
    part(page, "captions-ground").select_option("paper")
    part(page, "quality").select_option("180")
    wait_until(page, f"{VIDEO}.videoHeight === 180")
    page.reload()
    wait_until(page, f"{VIDEO}.videoHeight === 180")
    assert state(page, "playbackRate") == [1.5]
    player = page.locator("lectern-player")
    expect(player).to_have_attribute("data-caption-size", "large")
    expect(player).to_have_attribute("data-caption-ground", "paper")
    shown = f"[...{VIDEO}.textTracks].filter(t => t.mode === 'showing').map(t => t.language)"
    assert page.evaluate(shown) == ["en"]
    page.get_by_role("button", name="设置").click()
    part(page, "captions-language").select_option("both")
    assert page.evaluate(shown) == ["zh-Hans", "en"]


def test_keys_are_never_taken_from_someone_who_types(
    page: Page, live_server: LiveServer, lecture: LecturePage
) -> None:
    open_lecture(page, live_server, lecture)
    part(page, "find").focus()
    page.keyboard.type("jkl m?5/")
    expect(part(page, "find")).to_have_value("jkl m?5/")
    assert state(page, "currentTime", "paused", "muted") == [0, True, False]
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_the_sheet_of_keys_opens_closes_and_can_turn_the_keys_off(
    page: Page, live_server: LiveServer, lecture: LecturePage
) -> None:
    open_lecture(page, live_server, lecture)
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="播放器快捷键")
    expect(sheet).to_be_visible()
    assert serious_problems(page) == []
    page.get_by_label("用键盘控制播放器").uncheck()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.keyboard.press("l")
    expect(part(page, "at")).to_have_text("00:00")


@pytest.mark.parametrize("plays", [True, False])
def test_another_quality_keeps_the_second_the_speed_the_captions_and_whether_it_plays(
    page: Page, live_server: LiveServer, lecture: LecturePage, plays: bool
) -> None:
    open_lecture(page, live_server, lecture, "?t=25")
    page.evaluate(f"{VIDEO}.muted = true")
    part(page, "speed").select_option("1.5")
    if plays:
        page.keyboard.press("k")
        wait_until(page, f"{VIDEO}.currentTime > 25.3")
    page.get_by_role("button", name="设置").click()
    [before] = state(page, "currentTime")
    for quality, height in (("180", 180), ("audio", 0), ("360", 360)):
        part(page, "quality").select_option(quality)
        wait_until(
            page, f"{VIDEO}.readyState > 1 && {VIDEO}.videoHeight === {height} && !{VIDEO}.seeking"
        )
        after, rate, paused = state(page, "currentTime", "playbackRate", "paused")
        assert before - 0.1 <= after <= before + (4 if plays else 0.1)
        assert (rate, paused) == (1.5, not plays)
        before = after
        expect(part(page, "captions")).to_have_attribute("aria-pressed", "true")
    shown = f"[...{VIDEO}.textTracks].filter(t => t.mode === 'showing').length"
    assert page.evaluate(shown) == 1


def test_a_pointer_over_the_strip_shows_what_lies_there(
    page: Page, live_server: LiveServer, lecture: LecturePage
) -> None:
    open_lecture(page, live_server, lecture)
    box = part(page, "timeline").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    expect(part(page, "hover-words")).to_have_text(re.compile("00:4[45]　问答"))
    picture = part(page, "hover-picture")
    expect(picture).to_be_visible()
    # The ninth picture: the first of the third row of four.
    assert picture.evaluate("e => e.style.backgroundPosition") in ("0px -180px", "-160px -180px")
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, y)
    assert state(page, "currentTime") == [0]
    page.mouse.up()
    expect(part(page, "at")).to_have_text(re.compile("00:(29|30)"))


def test_words_are_found_counted_walked_and_drawn_on_the_strip(
    page: Page, live_server: LiveServer, lecture: LecturePage
) -> None:
    open_lecture(page, live_server, lecture)
    page.keyboard.press("/")
    page.keyboard.type("饱满度")
    count = part(page, "count")
    expect(count).to_have_text("共 2 处")
    expect(page.locator(".strip__found .strip__tick")).to_have_count(2)
    expect(page.locator(".cue:visible")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(count).to_have_text("第 1 处，共 2 处")
    page.keyboard.press("Shift+Enter")
    expect(count).to_have_text("第 2 处，共 2 处")
    part(page, "find-only").uncheck()
    expect(page.locator(".cue:visible")).to_have_count(len(CHINESE))
    # What only the server understands: by sound, and in Traditional characters.
    for query, line in (("chuliang", None), ("liudongdu", 7), ("閾值", 6)):
        part(page, "find").fill(query)
        if line is None:
            expect(count).to_have_text("没有")
        else:
            expect(page.locator(".cue").nth(line).locator("mark")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".strip__found")).to_have_count(0)


def test_two_languages_stand_side_by_side_and_the_player_plays_on(
    page: Page, live_server: LiveServer, lecture: LecturePage
) -> None:
    open_lecture(page, live_server, lecture, "?t=20")
    page.evaluate(f"{VIDEO}.muted = true")
    page.keyboard.press("k")
    wait_until(page, f"{VIDEO}.currentTime > 20.2")
    page.evaluate(f"window.sameVideo = {VIDEO}")
    page.get_by_role("link", name="对照").click()
    lines = page.locator(".cue")
    expect(lines.nth(4).locator(".cue__beside")).to_have_text(ENGLISH[4])
    expect(lines.nth(4).locator(".cue__text")).to_have_text(CHINESE[4])
    assert page.evaluate(f"window.sameVideo === {VIDEO} && !{VIDEO}.paused")
    left = lines.nth(4).locator(".cue__text").bounding_box()
    right = lines.nth(4).locator(".cue__beside").bounding_box()
    assert left is not None and right is not None
    assert right["x"] > left["x"] + left["width"] - 1
    assert serious_problems(page) == []
    part(page, "find").fill("bucket")
    expect(page.locator(".cue:visible .cue__beside mark")).to_have_text("bucket")
    page.goto(f"{live_server.url}{lecture.url}")
    expect(page.locator(".cue__beside").first).to_be_visible()


def test_chosen_words_become_a_link_that_plays_them_and_stops(
    page: Page, live_server: LiveServer, lecture: LecturePage
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_lecture(page, live_server, lecture, "?transcript=zh")
    # From 饱满度 in the fifth line to 出浆口 in the sixth, as a mouse would choose.
    page.evaluate(
        """() => {
          const lines = document.querySelectorAll(".cue__text");
          const [one, other] = [lines[4].firstChild, lines[5].firstChild];
          getSelection().setBaseAndExtent(one, 5, other, 5);
        }"""
    )
    part(page, "copy-quote").click()
    expect(part(page, "quote-said")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    words, address = copied.rsplit("\n", 1)
    quote = CHINESE[4][5:] + CHINESE[5][:5]
    assert words == f"“{quote}”——《{lecture.title}》00:21 至 00:26"
    assert re.search(r"\?t=21\.471&end=26\.563&transcript=zh$", address)
    page.goto(address)
    wait_until(page, f"{VIDEO}.readyState > 0")
    assert "".join(page.locator("mark.quoted").all_text_contents()) == quote
    expect(page.locator(".cue--quoted").first).to_be_in_viewport()
    expect(page.locator(".strip__quoted")).to_have_count(1)
    page.evaluate(f"{VIDEO}.muted = true")
    part(page, "speed").select_option("3")
    page.keyboard.press("k")
    wait_until(page, f"{VIDEO}.paused && {VIDEO}.currentTime > 26")
    assert state(page, "currentTime") == [pytest.approx(26.563, abs=0.4)]
    page.keyboard.press("k")
    wait_until(page, f"{VIDEO}.currentTime > 28")
    page.get_by_role("link", name="再放一遍").click()
    wait_until(page, f"{VIDEO}.paused && Math.abs({VIDEO}.currentTime - 26.563) < 0.4")


def test_lines_are_chosen_and_copied_by_keyboard_alone(
    page: Page, live_server: LiveServer, lecture: LecturePage
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_lecture(page, live_server, lecture)
    page.locator(".cue__link[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect(part(page, "quote-stretch")).to_have_text("00:05 至 00:15")
    page.keyboard.press("Tab")
    expect(part(page, "copy-quote")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(part(page, "quote-said")).to_have_text("已复制")
    assert "?t=5&end=15&transcript=zh" in page.evaluate("navigator.clipboard.readText()")


def test_scrolling_stops_the_following_until_asked_back(
    page: Page, live_server: LiveServer, lecture: LecturePage
) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    open_lecture(page, live_server, lecture)
    page.locator(".transcript__cues").hover()
    page.keyboard.press("9")
    last = page.locator(".cue").nth(10)
    expect(last).to_be_in_viewport()
    page.mouse.wheel(0, -2000)
    back = part(page, "follow")
    expect(back).to_be_visible()
    page.keyboard.press("8")
    expect(page.locator(".cue__link[aria-current]")).to_contain_text(CHINESE[9])
    back.click()
    expect(back).to_be_hidden()
    expect(page.locator(".cue").nth(9)).to_be_in_viewport()


def test_a_visitor_is_offered_to_go_on_where_this_browser_stood(
    page: Page, live_server: LiveServer, lecture: LecturePage
) -> None:
    open_lecture(page, live_server, lecture)
    page.evaluate(f"{VIDEO}.muted = true")
    page.keyboard.press("4")
    page.keyboard.press("k")
    wait_until(page, f"{VIDEO}.currentTime > 25")
    page.reload()
    expect(part(page, "resume-words")).to_have_text(re.compile(r"从 00:2\d 接着看？"))
    part(page, "resume-yes").click()
    wait_until(page, f"!{VIDEO}.paused && {VIDEO}.currentTime > 24")
    expect(part(page, "resume")).to_be_hidden()


def test_a_session_that_ends_while_playing_is_said_and_the_place_is_kept(
    page: Page, live_server: LiveServer, transactional_db: None
) -> None:
    lecture = make_full_lecture(audience=Audience.employees())
    client = Client()
    client.force_login(make_user())
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    open_lecture(page, live_server, lecture, "?t=33")
    Session.objects.all().delete()
    # The next bytes that are needed are refused: here those of another quality.
    page.get_by_role("button", name="设置").click()
    part(page, "quality").select_option("180")
    expect(part(page, "problem-words")).to_have_text("您已退出登录。已记住您看到 00:33。")
    way_in = page.get_by_role("alert").get_by_role("link", name="登录后继续")
    expect(way_in).to_have_attribute("href", re.compile(r"/sign-in/\?next=.*%3Ft%3D33$"))
    assert serious_problems(page) == []


def test_a_recording_that_cannot_be_had_says_so_and_is_tried_again(
    page: Page, live_server: LiveServer, lecture: LecturePage
) -> None:
    page.route("**/180.mp4", lambda route: route.fulfill(status=503))
    open_lecture(page, live_server, lecture, "?t=33")
    page.get_by_role("button", name="设置").click()
    part(page, "quality").select_option("180")
    expect(part(page, "problem-words")).to_have_text(
        re.compile("服务器没有发来录像。已记住您看到 00:33")
    )
    page.unroute("**/180.mp4")
    part(page, "retry").click()
    wait_until(page, f"{VIDEO}.videoHeight === 180 && {VIDEO}.currentTime > 32.9")
    expect(part(page, "problem")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_part_of_the_page_passes_axe_on_a_phone_and_stays_in_its_width(
    browser: Browser, live_server: LiveServer, lecture: LecturePage, scheme: str
) -> None:
    context = browser.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, locale="zh-CN", color_scheme=scheme
    )
    page = context.new_page()
    open_lecture(page, live_server, lecture, "?q=饱满度&t=20&end=30")
    wide = "document.documentElement.scrollWidth - window.innerWidth"
    for opens in ("设置", "章节"):
        page.get_by_role("button", name=opens).tap()
        assert serious_problems(page) == []
        page.get_by_role("button", name=opens).tap()
    page.get_by_role("link", name="对照").tap()
    expect(page.locator(".cue__beside").first).to_be_attached()
    part(page, "find").fill("饱满度")
    expect(part(page, "count")).to_have_text("共 2 处")
    assert serious_problems(page) == []
    assert page.evaluate(wide) <= 0
    # The picture stays while one reads.
    page.locator(".lecture__about").scroll_into_view_if_needed()
    expect(page.locator("video")).to_be_in_viewport()
    context.close()


def test_without_scripts_it_plays_with_captions_and_stops_where_a_quote_ends(
    browser: Browser, live_server: LiveServer, lecture: LecturePage
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}{lecture.url}?t=20&end=30&transcript=both")
    video = page.locator("video[controls][playsinline]")
    expect(video).to_have_attribute("src", re.compile(r"360\.mp4#t=20,30$"))
    expect(video.locator("track[default]")).to_have_count(1)
    expect(page.locator("mark.quoted")).to_have_count(2)
    expect(page.locator(".player__bar")).to_be_hidden()
    expect(page.locator(".cue__beside").first).to_be_visible()
    context.close()
