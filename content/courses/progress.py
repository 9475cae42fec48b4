"""The port through which course pages learn of a person's progress, with no import of learning.

`content.learning` registers a source in `ready()`; without one everybody is a newcomer.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from content.core.ports import Span
from content.courses.models import Course


@dataclass(frozen=True)
class LessonProgress:
    """What one person has watched of one lesson's recording."""

    watched: tuple[Span, ...] = ()
    covered_ms: int = 0
    position_ms: int = 0
    completed_at: datetime | None = None


@dataclass(frozen=True)
class CourseProgress:
    """One person in one course; lessons by primary key, those never begun left out."""

    enrolled_at: datetime | None = None
    lessons: Mapping[int, LessonProgress] = field(default_factory=dict)

    @property
    def is_enrolled(self) -> bool:
        return self.enrolled_at is not None


class ProgressSource(Protocol):
    def progress(self, user_id: int, courses: Collection[Course]) -> Mapping[int, CourseProgress]:
        """By course's primary key, in a fixed number of queries."""
        ...

    def enrol_url(self, course: Course) -> str:
        """Where the enrolment form posts to."""
        ...


_sources: list[ProgressSource] = []


def register_progress(source: ProgressSource) -> None:
    _sources[:] = [source]


def progress_of(user_id: int | None, courses: Collection[Course]) -> Mapping[int, CourseProgress]:
    """Each course's progress; a visitor, or a course never begun, gives none."""
    if user_id is None or not _sources:
        return {}
    return _sources[0].progress(user_id, courses)


def enrol_url(course: Course) -> str:
    """Empty where nobody keeps enrolments."""
    return _sources[0].enrol_url(course) if _sources else ""
