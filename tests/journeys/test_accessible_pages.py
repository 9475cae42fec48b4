"""Every public page type, both languages, phone and desktop: axe finds nothing serious."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from content.articles.models import ArticlePage
from content.core.audience import Audience
from content.courses.models import CourseIndexPage
from content.events.enums import Standing
from content.lectures.models import LectureIndexPage
from tests.factories.courses import make_course, make_course_page, make_recording
from tests.factories.lectures import make_lecture_page, make_transcript
from tests.factories.pages import make_article, make_event, make_indicator, make_site, make_speaker
from tests.factories.people import make_user
from tests.journeys.browser import DESKTOP, PHONE, serious_problems

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def make_house() -> list[str]:
    """A site with one of each; the addresses of its pages."""
    trees = make_site()
    make_indicator()
    recording = make_recording("装配式建筑讲座", audience=Audience.public())
    make_transcript(recording, ("今天讲装配式建筑。", "双T板的跨度大。", "谢谢大家。"))
    addresses = ["/sign-in/"]
    for language in ("zh-hans", "en"):
        article: ArticlePage = make_article(trees, f"文章 {language}", language=language)
        lecture = make_lecture_page(trees.section(LectureIndexPage, language), recording)
        event = make_event(
            trees,
            f"论坛 {language}",
            language=language,
            speakers=(make_speaker(),),
            standing=Standing.POSTPONED,
            notice="改期。",
            registration_url="https://form.example/",
            online_url="https://meet.example/",
        )
        make_event(trees, f"往年论坛 {language}", language=language, in_days=-400)
        index = trees.section(CourseIndexPage, language)
        course = make_course_page(
            make_course(f"course-{language}", audience=Audience.public()), index
        )
        addresses += [
            f"/{language}/",
            article.url,
            article.get_parent().url,
            event.url,
            event.get_parent().url,
            lecture.url,
            lecture.get_parent().url,
            course.url,
            index.url,
            f"/{language}/search/",
            f"/{language}/search/?q=装配式",
            f"/{language}/nothing-here/",
        ]
    return addresses


def path_of(address: str) -> str:
    """An address within the site: what Wagtail gives may name another host."""
    return "/" + address.split("/", 3)[3] if "://" in address else address


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_page_has_a_serious_fault(
    page: Page, live_server: LiveServer, size: dict[str, int]
) -> None:
    page.set_viewport_size(size)
    wrong = []
    for address in make_house():
        path = path_of(address)
        answer = page.goto(live_server.url + path)
        assert answer is not None
        assert answer.status < 500, path
        wrong += [f"{path}: {problem}" for problem in serious_problems(page)]
        too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if too_wide > 0:
            wrong.append(f"{path}: {too_wide} px wider than the window")
    assert wrong == []


@pytest.mark.parametrize("width", [320, 390, 1024, 1280, 1580])
def test_larger_type_keeps_every_page_within_its_window(
    page: Page, live_server: LiveServer, width: int
) -> None:
    addresses = make_house()
    client = Client()
    client.force_login(make_user())
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(f"{live_server.url}/comfort/on/")
    page.set_viewport_size({"width": width, "height": 900})
    too_wide = {}
    for address in addresses:
        page.goto(live_server.url + path_of(address))
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            too_wide[address] = over
    assert too_wide == {}
