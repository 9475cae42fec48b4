"""Every public page type, both languages, phone and desktop: axe finds nothing serious."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from content.articles.models import ArticlePage
from content.core.audience import Audience
from content.courses.models import CourseIndexPage
from content.lectures.models import LectureIndexPage
from tests.factories.courses import make_course, make_course_page, make_recording
from tests.factories.lectures import make_lecture_page, make_transcript
from tests.factories.pages import make_article, make_indicator, make_site
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
        index = trees.section(CourseIndexPage, language)
        course = make_course_page(
            make_course(f"course-{language}", audience=Audience.public()), index
        )
        addresses += [
            f"/{language}/",
            article.url,
            article.get_parent().url,
            lecture.url,
            lecture.get_parent().url,
            course.url,
            index.url,
            f"/{language}/search/",
            f"/{language}/search/?q=装配式",
            f"/{language}/nothing-here/",
        ]
    return addresses


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_page_has_a_serious_fault(
    page: Page, live_server: LiveServer, size: dict[str, int]
) -> None:
    page.set_viewport_size(size)
    wrong = []
    for address in make_house():
        path = "/" + address.split("/", 3)[3] if "://" in address else address
        answer = page.goto(live_server.url + path)
        assert answer is not None
        assert answer.status < 500, path
        wrong += [f"{path}: {problem}" for problem in serious_problems(page)]
        too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if too_wide > 0:
            wrong.append(f"{path}: {too_wide} px wider than the window")
    assert wrong == []
