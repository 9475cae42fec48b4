"""What the courses of a recording say about it, for the prompt that it is transcribed with."""

from collections.abc import Iterable

from content.courses.models import CoursePage, Lesson
from content.recordings.models import Recording


def course_words(recording: Recording) -> Iterable[str]:
    """Titles and introductions of its courses in every language, titles of their lessons."""
    courses = Lesson.objects.filter(recording=recording).values("course")
    for texts in CoursePage.objects.filter(course__in=courses).values_list("title", "introduction"):
        yield from texts
    yield from Lesson.objects.filter(course__in=courses).values_list("recording__title", flat=True)
