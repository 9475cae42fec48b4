"""What search learns of courses: one document a course and language, from its live page."""

import re
from collections.abc import Collection, Iterator, Mapping

from django.db.models import QuerySet
from django.utils.html import strip_tags

from content.core.audience import Viewer
from content.core.ports import DocumentKey, SourceDocument, VisibleDocument, uuids
from content.courses.models import Course, CoursePage, Lesson, LessonPage
from content.taxonomy.models import Topic

KIND = "course"
_BLOCK_END = re.compile(r"</(?:p|h\d|li|div|blockquote)>|<br\s*/?>", re.IGNORECASE)


def document_key(course: Course) -> DocumentKey:
    return DocumentKey(KIND, str(course.uuid))


class CourseSource:
    kind = KIND

    def documents(self, ids: Collection[str] | None = None) -> Iterator[SourceDocument]:
        pages = CoursePage.objects.live().select_related("course__unit", "locale").order_by("pk")
        if ids is not None:
            pages = pages.filter(course__uuid__in=uuids(ids))
        for page in pages:
            yield _document(page)

    def visible(
        self, viewer: Viewer, ids: Collection[str], language: str
    ) -> Mapping[str, VisibleDocument]:
        pages = (
            CoursePage.objects.visible_to(viewer)
            .filter(course__uuid__in=uuids(ids))
            .select_related("course__unit", "locale")
        )
        # The page in the asker's language comes last and stays.
        ordered = sorted(pages, key=lambda page: page.locale.language_code == language)
        durations = _durations([page.course_id for page in ordered])
        return {
            str(page.course.uuid): VisibleDocument(
                key=document_key(page.course),
                title=page.title,
                url=page.url or "",
                language=page.locale.language_code,
                duration_ms=durations.get(page.course_id),
                unit=page.course.unit.name_in(language) if page.course.unit else "",
                published_at=page.first_published_at,
            )
            for page in ordered
        }


def _durations(course_ids: Collection[int]) -> dict[int, int]:
    """Milliseconds of all lessons together, by course."""
    totals: dict[int, int] = {}
    lessons: QuerySet[Lesson] = Lesson.objects.filter(course_id__in=course_ids)
    for course_id, duration_ms in lessons.values_list("course_id", "recording__duration_ms"):
        totals[course_id] = totals.get(course_id, 0) + (duration_ms or 0)
    return totals


def _document(page: CoursePage) -> SourceDocument:
    language = page.locale.language_code
    course = page.course
    topics = _topics(course)
    return SourceDocument(
        key=document_key(course),
        language=language,
        title=page.title,
        audiences=page.audiences(),
        summary=page.introduction,
        body=_body(page),
        topics=tuple(topic.name_in(language) for topic in topics),
        facets=(
            *(("topic", topic.slug) for topic in topics),
            *([("unit", course.unit.code)] if course.unit else []),
        ),
        unit=course.unit.name_in(language) if course.unit else "",
        published_at=page.first_published_at,
        duration_ms=_durations([course.pk]).get(course.pk),
    )


def _body(page: CoursePage) -> str:
    """The page's text, and the titles of those lessons that everyone who sees the course may see.

    A lesson kept from some of them must not be found through the course.
    """
    lesson_pages = (
        LessonPage.objects.child_of(page)
        .live()
        .select_related("lesson__recording")
        .order_by("lesson__position", "lesson__pk")
    )
    ceiling = page.audiences()
    open_titles = [
        lesson_page.title
        for lesson_page in lesson_pages
        if all(
            audience.is_public or audience in ceiling
            for audience in (lesson_page.audience, lesson_page.lesson.recording.audience)
        )
    ]
    return "\n".join([plain_text(page.body), *open_titles]).strip()


def plain_text(rich_text: str) -> str:
    """Words of a rich text, a line for each block."""
    return strip_tags(_BLOCK_END.sub("\n", rich_text)).strip()


def _topics(course: Course) -> list[Topic]:
    """The topics of its lessons' recordings, each once."""
    lessons = course.lessons.all()
    return list(
        dict.fromkeys(topic for lesson in lessons for topic in lesson.recording.topics.all())
    )
