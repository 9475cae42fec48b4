"""Course and lesson: what is enrolled in and learnt; and the pages that present them."""

from content.courses.models.course import Course, Lesson
from content.courses.models.pages import CourseIndexPage, CoursePage, LessonPage

__all__ = ["Course", "CourseIndexPage", "CoursePage", "Lesson", "LessonPage"]
