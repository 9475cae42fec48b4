"""A course as one person sees it in one language: its lessons in order, watched and left.

The one shape behind the course page, the lesson page, course cards and "my learning", made for any
number of courses in a fixed number of queries.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page

from content.core.audience import admits
from content.core.strip import Strip, StripChapter
from content.core.viewers import viewer_of_request
from content.courses.models import Course, CoursePage, Lesson, LessonPage
from content.courses.progress import CourseProgress, LessonProgress, progress_of
from content.lectures.chapters import chapters_of
from content.lectures.timecode import url_seconds

# Whoever stopped this close to the end begins again.
END_MS = 5_000

AnyPage = TypeVar("AnyPage", CoursePage, LessonPage)


@dataclass(frozen=True)
class LessonOutline:
    """One lesson; `url` is empty where it has no page that the viewer may see."""

    lesson: Lesson
    number: int
    title: str
    url: str
    progress: LessonProgress
    chapters: tuple[StripChapter, ...] = ()

    @property
    def duration_ms(self) -> int:
        return self.lesson.duration_ms

    @property
    def is_completed(self) -> bool:
        return self.progress.completed_at is not None

    @property
    def left_ms(self) -> int:
        """What is still to be watched before the lesson is complete."""
        if self.is_completed:
            return 0
        return max(0, self.lesson.needed_ms - self.progress.covered_ms)

    @property
    def resume_ms(self) -> int:
        return resume_ms(self.progress.position_ms, self.duration_ms)

    @property
    def resume_url(self) -> str:
        if not self.url or not self.resume_ms:
            return self.url
        return f"{self.url}?t={url_seconds(self.resume_ms)}"

    @property
    def strip(self) -> Strip:
        at = self.resume_ms or None
        return Strip(
            self.duration_ms, watched=self.progress.watched, chapters=self.chapters, now_ms=at
        )

    @property
    def percent(self) -> int:
        return self.strip.watched_percent


@dataclass(frozen=True)
class CourseOutline:
    """A course with those of its lessons whose recordings admit the viewer."""

    course: Course
    title: str
    introduction: str
    url: str
    enrolled_at: datetime | None
    lessons: tuple[LessonOutline, ...]
    withheld_count: int = 0

    @property
    def is_enrolled(self) -> bool:
        return self.enrolled_at is not None

    @property
    def duration_ms(self) -> int:
        return sum(lesson.duration_ms for lesson in self.lessons)

    @property
    def left_ms(self) -> int:
        return sum(lesson.left_ms for lesson in self.lessons)

    @property
    def completed_count(self) -> int:
        return sum(lesson.is_completed for lesson in self.lessons)

    @property
    def is_completed(self) -> bool:
        return bool(self.lessons) and self.completed_count == len(self.lessons)

    @property
    def is_begun(self) -> bool:
        return any(lesson.progress.covered_ms for lesson in self.lessons)

    @property
    def percent(self) -> int:
        """Whole percent of what completing the course asks for, cut downwards."""
        needed = sum(lesson.lesson.needed_ms for lesson in self.lessons)
        return 100 * (needed - self.left_ms) // needed if needed else 0

    @property
    def next_lesson(self) -> LessonOutline | None:
        """Where to go on: the first lesson that is not complete and can be opened."""
        openable = [lesson for lesson in self.lessons if lesson.url]
        return next((lesson for lesson in openable if not lesson.is_completed), None)


def resume_ms(position_ms: int, duration_ms: int) -> int:
    """Where to go on from; the beginning for whoever had reached the end."""
    return position_ms if position_ms < duration_ms - END_MS else 0


def outlines(
    request: HttpRequest,
    courses: Collection[Course],
    pages: Mapping[int, Page] | None = None,
    lessons: Collection[Lesson] = (),
) -> dict[int, CourseOutline]:
    """By course's primary key, in the interface's language; whether the viewer may see the course
    itself is the caller's question. `pages` (the page to show of each course) and `lessons` (all of
    them, in order) spare a query each where they are known."""
    viewer = viewer_of_request(request)
    language = get_language() or "zh-hans"
    lessons = lessons or list(
        Lesson.objects.filter(course__in=courses).select_related("recording", "course")
    )
    seen = {lesson.pk for lesson in lessons if admits(viewer, lesson.recording.audience)}
    lesson_pages = _best_pages(
        LessonPage.objects.visible_to(viewer).filter(lesson__in=seen), "lesson_id", language
    )
    course_pages: Mapping[int, Page] = pages or _best_pages(
        CoursePage.objects.visible_to(viewer).filter(course__in=courses), "course_id", language
    )
    progress = progress_of(viewer.user_id, courses)
    chapters = chapters_of(viewer, [lesson.recording_id for lesson in lessons], language)
    return {
        course.pk: _outline(
            request,
            course,
            [lesson for lesson in lessons if lesson.course_id == course.pk],
            seen=seen,
            page=course_pages.get(course.pk),
            lesson_pages=lesson_pages,
            progress=progress.get(course.pk, CourseProgress()),
            chapters=chapters,
        )
        for course in courses
    }


def _best_pages(pages: "Collection[AnyPage]", key: str, language: str) -> "dict[int, AnyPage]":
    """For each row the page in this language, else one in another."""
    ordered = sorted(
        pages.select_related("locale"),  # type: ignore[attr-defined]  # a page queryset
        key=lambda page: page.locale.language_code == language,
    )
    return {getattr(page, key): page for page in ordered}


def _outline(
    request: HttpRequest,
    course: Course,
    lessons: Collection[Lesson],
    *,
    seen: set[int],
    page: Page | None,
    lesson_pages: dict[int, LessonPage],
    progress: CourseProgress,
    chapters: dict[int, tuple[StripChapter, ...]],
) -> CourseOutline:
    shown = [lesson for lesson in lessons if lesson.pk in seen]
    return CourseOutline(
        course=course,
        title=page.title if page else course.code,
        introduction=page.introduction if isinstance(page, CoursePage) else "",
        url=_url(page, request),
        enrolled_at=progress.enrolled_at,
        lessons=tuple(
            LessonOutline(
                lesson=lesson,
                number=number,
                title=_lesson_title(lesson, lesson_pages),
                url=_url(lesson_pages.get(lesson.pk), request),
                progress=progress.lessons.get(lesson.pk, LessonProgress()),
                chapters=chapters.get(lesson.recording_id, ()),
            )
            for number, lesson in enumerate(shown, start=1)
        ),
        withheld_count=len(lessons) - len(shown),
    )


def _lesson_title(lesson: Lesson, pages: dict[int, LessonPage]) -> str:
    page = pages.get(lesson.pk)
    return page.title if page else lesson.recording.title


def _url(page: Page | None, request: HttpRequest) -> str:
    return (page.get_url(request) or "") if page else ""
