"""Course and lesson: what is enrolled in and learnt; and the pages that present them."""

from content.courses.models.course import Course, CourseMaterial, CourseTerm, Lesson
from content.courses.models.pages import CourseIndexPage, CoursePage, LessonPage

__all__ = [
    "Course",
    "CourseIndexPage",
    "CourseMaterial",
    "CoursePage",
    "CourseTerm",
    "Lesson",
    "LessonPage",
]
