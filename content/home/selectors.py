"""What the home page and plain pages show, in a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Value, When
from django.http import HttpRequest

from content.articles.models import ArticleIndexPage, ArticlePage
from content.articles.selectors import cards_of
from content.core.audience import Viewer
from content.core.viewers import viewer_of_request
from content.courses.models import CourseIndexPage, CoursePage
from content.courses.selectors import CourseCard as LearnersCourseCard
from content.courses.selectors import cards_of as learners_cards
from content.events.models import EventIndexPage
from content.events.selectors import events_to_come
from content.home.models import HomePage, SectionPage
from content.home.navigation import navigation_of
from content.home.specimen import specimen_of
from content.indicators.models import IndicatorsPage
from content.indicators.selectors import overview
from content.lectures.models import LectureIndexPage, LecturePage
from content.lectures.selectors import lecture_cards
from content.library.pictures import drawing_for

ARTICLES = 3
LECTURES = 4
COURSES = 3
EVENTS = 3
TOTALS = 4


@dataclass(frozen=True)
class CourseCard:
    """What `components/card_course.html` shows."""

    title: str
    url: str
    summary: str
    kicker: str
    hours: str
    lesson_count: int
    subject: str
    palette: str


def home_context(request: HttpRequest, home: HomePage) -> dict[str, Any]:
    """Everything on the home page that its template does not read from the page itself."""
    viewer = viewer_of_request(request)
    navigation = navigation_of(request)
    language = navigation.language
    articles = _articles(viewer, language, home.lead_article_id)
    lectures = _lectures(viewer, language)
    figures = overview()
    return {
        "lead": articles[0] if articles else None,
        "articles": cards_of(articles[1:], request, viewer),
        "lectures": lecture_cards(viewer, lectures, request),
        "specimen": specimen_of(lectures, home.examples, language, request),
        "courses": _courses(viewer, language, request),
        "events": events_to_come(viewer, language, EVENTS, request),
        "figures": figures,
        "totals": figures.totals[:TOTALS],
        "chart": figures.charts[0] if figures.charts else None,
        "articles_section": navigation.section(ArticleIndexPage),
        "lectures_section": navigation.section(LectureIndexPage),
        "courses_section": navigation.section(CourseIndexPage),
        "events_section": navigation.section(EventIndexPage),
        "figures_section": navigation.section(IndicatorsPage),
    }


def section_context(request: HttpRequest, section: SectionPage) -> dict[str, Any]:
    return {"subpages": section.get_children().live()}


def _articles(viewer: Viewer, language: str, lead_id: int | None) -> list[ArticlePage]:
    """The chosen lead first, then the newest."""
    visible = ArticlePage.objects.visible_to(viewer).filter(locale__language_code=language)
    chosen = Case(When(pk=lead_id, then=Value(0)), default=Value(1), output_field=IntegerField())
    ordered = visible.order_by(chosen, "-published_on", "-pk").for_cards()
    return list(ordered[: ARTICLES + 1])


def _lectures(viewer: Viewer, language: str) -> list[LecturePage]:
    """The newest lectures that the asker may see, in the page's language."""
    visible = LecturePage.objects.visible_to(viewer).filter(locale__language_code=language)
    newest = visible.order_by("-recording__recorded_on", "-first_published_at", "-pk")
    return list(newest.for_cards()[:LECTURES])


def _courses(
    viewer: Viewer, language: str, request: HttpRequest
) -> list[CourseCard] | list[LearnersCourseCard]:
    """The newest courses; with the learner's progress where someone is signed in."""
    visible = CoursePage.objects.visible_to(viewer).filter(locale__language_code=language)
    newest = visible.select_related("course__unit").annotate(lesson_count=Count("course__lessons"))
    pages = list(newest.order_by("-pk")[:COURSES])
    if viewer.user_id is not None:
        return learners_cards(request, pages)
    return [_course_card(page, request) for page in pages]


def _course_card(page: CoursePage, request: HttpRequest) -> CourseCard:
    drawing = drawing_for(page.course.code)
    return CourseCard(
        title=page.title,
        url=page.get_url(request) or "",
        summary=page.introduction,
        kicker=str(page.course.unit or ""),
        hours=f"{page.course.hours:.1f}".removesuffix(".0") if page.course.hours else "",
        lesson_count=page.lesson_count,
        subject=drawing.subject,
        palette=drawing.palette,
    )
