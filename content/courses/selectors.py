"""What the pages of courses show, gathered from the rows, the pages and the progress port."""

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import get_language, ngettext

from content.core.audience import admitted
from content.core.viewers import viewer_of_request
from content.courses.models import Course, CourseIndexPage, CoursePage, LessonPage
from content.courses.outlines import CourseOutline, LessonOutline, outlines
from content.courses.progress import enrol_url
from content.lectures.player_parts import Asked
from content.lectures.selectors import player_context
from content.library.pictures import drawing_for
from content.materials.shown import ShownMaterial, shown_materials


@dataclass(frozen=True)
class CourseCard:
    """A course in a list, in the shape of `components/card_course.html`."""

    outline: CourseOutline
    kicker: str

    @property
    def title(self) -> str:
        return self.outline.title

    @property
    def url(self) -> str:
        return self.outline.url

    @property
    def summary(self) -> str:
        return self.outline.introduction

    @property
    def subject(self) -> str:
        return drawing_for(self.outline.course.code).subject

    @property
    def palette(self) -> str:
        return drawing_for(self.outline.course.code).palette

    @property
    def hours(self) -> str:
        """ "1.5", "2"; empty where the course is worth none."""
        hours = self.outline.course.hours
        return f"{hours:.1f}".removesuffix(".0") if hours else ""

    @property
    def lesson_count(self) -> int:
        return len(self.outline.lessons)

    @property
    def percent(self) -> int | None:
        return self.outline.percent if self.outline.is_enrolled else None

    @property
    def progress_words(self) -> str:
        return progress_words(self.outline)


def progress_words(outline: CourseOutline) -> str:
    """ "2 of 8 lessons complete"."""
    total = len(outline.lessons)
    return ngettext(
        "%(done)d of %(total)d lesson complete", "%(done)d of %(total)d lessons complete", total
    ) % {"done": outline.completed_count, "total": total}


def course_cards(request: HttpRequest, index: CourseIndexPage) -> list[CourseCard]:
    """The courses below an index page that the reader may see, in the pages' order."""
    viewer = viewer_of_request(request)
    pages = CoursePage.objects.visible_to(viewer).child_of(index).select_related("course__unit")
    return cards_of(request, list(pages.order_by("path")))


def cards_of(request: HttpRequest, pages: list[CoursePage]) -> list[CourseCard]:
    """Cards for course pages that the reader may see."""
    found = outlines(
        request, [page.course for page in pages], {page.course_id: page for page in pages}
    )
    return [
        CourseCard(
            outline=found[page.course_id], kicker=page.course.unit.name if page.course.unit else ""
        )
        for page in pages
    ]


def course_context(request: HttpRequest, page: CoursePage) -> dict[str, Any]:
    outline = outlines(request, [page.presented], {page.course_id: page})[page.course_id]
    return {
        "outline": outline,
        "materials": course_materials(request, page.presented),
        "progress_words": progress_words(outline),
        "enrol_url": enrol_url(page.presented),
    }


def lesson_context(request: HttpRequest, page: LessonPage) -> dict[str, Any]:
    """The player's context, and the lesson's place in its course."""
    lesson = page.presented
    prefetch_related_objects([lesson.recording], "files", "transcripts")
    # The pages above, for the way back and for the course's own: a lesson's page lies below it.
    above = list(page.get_ancestors().filter(depth__gt=2))
    outline = outlines(
        request, [lesson.course], {lesson.course_id: above[-1]}, lessons=page.lessons_beside
    )[lesson.course_id]
    here = next(each for each in outline.lessons if each.lesson.pk == page.lesson_id)
    before, after = _neighbours(outline, here)
    player = player_context(
        viewer_of_request(request),
        lesson.recording,
        get_language() or "zh-hans",
        Asked.from_query(request.GET),
        chapters=here.chapters,
    )
    return {
        "trail": [{"title": step.title, "url": step.get_url(request)} for step in above],
        "player": player,
        "outline": outline,
        "here": here,
        "previous_lesson": before,
        "next_lesson": after,
        "materials": course_materials(request, lesson.course) if page.has_materials else [],
        "progress_words": progress_words(outline),
        "enrol_url": enrol_url(lesson.course),
    }


def course_materials(request: HttpRequest, course: Course) -> list[ShownMaterial]:
    """What goes with the course, as far as the reader may open it."""
    attached = course.materials.select_related("document")
    return shown_materials(viewer_of_request(request), attached, get_language() or "zh-hans")


def course_list_url(request: HttpRequest) -> str:
    """A list of courses in the language of the interface; empty where there is none to see."""
    lists = CourseIndexPage.objects.live().filter(admitted(viewer_of_request(request)))
    found = lists.filter(locale__language_code=get_language()).first() or lists.first()
    return (found.get_url(request) or "") if found else ""


def _neighbours(
    outline: CourseOutline, here: LessonOutline
) -> tuple[LessonOutline | None, LessonOutline | None]:
    openable = [lesson for lesson in outline.lessons if lesson.url]
    before = [lesson for lesson in openable if lesson.number < here.number]
    after = [lesson for lesson in openable if lesson.number > here.number]
    return (before[-1] if before else None, after[0] if after else None)
