"""Recordings, courses and their pages."""

from itertools import count

from django.utils.text import slugify
from wagtail.models import Locale, Page

from content.core.audience import Audience
from content.courses.models import Course, CourseIndexPage, CoursePage, Lesson, LessonPage
from content.recordings.enums import MediaKind, RecordingState
from content.recordings.models import Recording

_numbers = count(1)


def make_recording(title: str = "", *, duration_ms: int | None = 600_000, **fields: object):
    fields.setdefault("audience", Audience.employees())
    return Recording.objects.create(
        title=title or f"录像 {next(_numbers)}",
        duration_ms=duration_ms,
        state=fields.pop("state", RecordingState.PLAYABLE),
        media_kind=MediaKind.VIDEO,
        **fields,
    )


def make_course(code: str = "", *, recordings: list[Recording] | None = None, **fields: object):
    """A course with a lesson for each recording (two of ten minutes unless given)."""
    course = Course.objects.create(code=code or f"course-{next(_numbers)}", **fields)
    if recordings is None:
        recordings = [make_recording(), make_recording()]
    for position, recording in enumerate(recordings):
        Lesson.objects.create(course=course, recording=recording, position=position)
    return course


def make_index(language: str = "zh-hans", audience: Audience | None = None) -> CourseIndexPage:
    """A list of courses below the site's home."""
    locale, _created = Locale.objects.get_or_create(language_code=language)
    site_root = Page.objects.get(depth=1).get_children().first()
    index = CourseIndexPage(
        title="课程",
        slug=f"courses-{next(_numbers)}",
        locale=locale,
        audience=audience or Audience.public(),
    )
    site_root.add_child(instance=index)
    return index


def make_course_page(
    course: Course, index: CourseIndexPage, title: str = "", audience: Audience | None = None
) -> CoursePage:
    """The page of a course with a page for each lesson below it, all live."""
    audience = audience or Audience.public()
    title = title or f"课程 {course.code}"
    page = CoursePage(
        title=title,
        slug=slugify(course.code),
        course=course,
        locale=index.locale,
        audience=audience,
        introduction="两句话的介绍。",
    )
    index.add_child(instance=page)
    for number, lesson in enumerate(course.lessons.all(), start=1):
        page.add_child(
            instance=LessonPage(
                title=f"第 {number} 讲",
                slug=f"lesson-{number}",
                lesson=lesson,
                locale=index.locale,
                audience=audience,
            )
        )
    return page
