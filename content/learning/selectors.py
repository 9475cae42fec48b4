"""Reads of learning: a person's courses, progress for course pages, marks for search results."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse

from content.core.ports import Span
from content.core.viewers import viewer_of_request
from content.courses import outlines as course_outlines
from content.courses.models import Course, Lesson
from content.courses.outlines import CourseOutline, LessonOutline
from content.courses.progress import CourseProgress, LessonProgress
from content.learning.intervals import to_seconds
from content.learning.models import Enrolment, LessonCompletion, WatchedSet


class LearningProgress:
    """Fills the port of `content.courses.progress`: three queries and the lessons', for any number
    of courses."""

    def progress(self, user_id: int, courses: Collection[Course]) -> Mapping[int, CourseProgress]:
        enrolled = dict(
            Enrolment.objects.of_person(user_id)
            .filter(course__in=courses)
            .values_list("course_id", "enrolled_at")
        )
        lessons = list(Lesson.objects.filter(course__in=courses))
        watched = {
            found.recording_id: found
            for found in WatchedSet.objects.filter(
                user_id=user_id, recording__lessons__course__in=courses
            ).distinct()
        }
        completed = dict(
            LessonCompletion.objects.filter(
                user_id=user_id, lesson__course__in=courses
            ).values_list("lesson_id", "completed_at")
        )
        return {
            course.pk: CourseProgress(
                enrolled_at=enrolled.get(course.pk),
                lessons={
                    lesson.pk: _lesson_progress(
                        watched.get(lesson.recording_id), completed.get(lesson.pk)
                    )
                    for lesson in lessons
                    if lesson.course_id == course.pk
                },
            )
            for course in courses
        }

    def enrol_url(self, course: Course) -> str:
        return reverse("enrol", args=[course.uuid])


def _lesson_progress(watched: WatchedSet | None, completed_at: Any) -> LessonProgress:
    if watched is None:
        return LessonProgress(completed_at=completed_at)
    return LessonProgress(
        watched=watched.span_tuples,
        covered_ms=watched.covered_ms,
        position_ms=watched.position_ms,
        completed_at=completed_at,
    )


def marks(user_id: int, recording_ids: Collection[str]) -> dict[str, tuple[Span, ...]]:
    """Watched spans by recording's uuid: what search results show as "watched"."""
    found = WatchedSet.objects.filter(
        user_id=user_id, recording__uuid__in=recording_ids
    ).select_related("recording")
    return {str(watched.recording.uuid): watched.span_tuples for watched in found}


def watched(user_id: int) -> list[str]:
    """The uuids of the recordings of which this person has watched at least half."""
    halves = WatchedSet.objects.filter(
        user_id=user_id, covered_ms__gt=0, covered_ms__gte=F("recording__duration_ms") / 2
    )
    return [str(uuid) for uuid in halves.values_list("recording__uuid", flat=True)]


def resume_ms(watched: WatchedSet, duration_ms: int) -> int:
    """Where the player offers to go on."""
    return course_outlines.resume_ms(watched.position_ms, duration_ms)


@dataclass(frozen=True)
class MyLearning:
    """The courses a person is enrolled in, those still to be done first."""

    courses: tuple[CourseOutline, ...]

    @property
    def open_courses(self) -> Sequence[CourseOutline]:
        return [course for course in self.courses if not course.is_completed]

    @property
    def completed_courses(self) -> Sequence[CourseOutline]:
        return [course for course in self.courses if course.is_completed]

    @property
    def next_course(self) -> CourseOutline | None:
        """Where to go on: a course already begun before one that waits."""
        waiting = [course for course in self.open_courses if course.next_lesson]
        return next((course for course in waiting if course.is_begun), next(iter(waiting), None))

    def as_json(self) -> dict[str, Any]:
        return {"courses": [_course_json(course) for course in self.courses]}


def my_learning(request: HttpRequest) -> MyLearning:
    """Enrolments whose course still admits the person; nothing for a visitor."""
    viewer = viewer_of_request(request)
    if viewer.user_id is None:
        return MyLearning(())
    visible = Course.objects.visible_to(viewer).filter(enrolments__user_id=viewer.user_id)
    courses = list(visible.select_related("unit").order_by("-enrolments__enrolled_at", "pk"))
    found = course_outlines.outlines(request, courses)
    return MyLearning(tuple(found[course.pk] for course in courses))


def _course_json(outline: CourseOutline) -> dict[str, Any]:
    return {
        "id": outline.course.uuid,
        "code": outline.course.code,
        "title": outline.title,
        "url": outline.url,
        "hours": float(outline.course.hours),
        "completed": outline.is_completed,
        "completed_lessons": outline.completed_count,
        "remaining_seconds": to_seconds(outline.left_ms),
        "lessons": [_lesson_json(lesson) for lesson in outline.lessons],
    }


def _lesson_json(lesson: LessonOutline) -> dict[str, Any]:
    return {
        "id": lesson.lesson.uuid,
        "title": lesson.title,
        "url": lesson.url,
        "recording": lesson.lesson.recording.uuid,
        "duration_seconds": to_seconds(lesson.duration_ms),
        "covered_seconds": to_seconds(lesson.progress.covered_ms),
        "remaining_seconds": to_seconds(lesson.left_ms),
        "resume_seconds": to_seconds(lesson.resume_ms),
        "completed": lesson.is_completed,
        "watched": [(to_seconds(start), to_seconds(end)) for start, end in lesson.progress.watched],
    }
