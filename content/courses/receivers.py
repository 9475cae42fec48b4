"""Tells search that a course changed: inside the transaction of the save that changed it."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from content.core.signals import document_changed, document_removed
from content.courses.indexing import document_key
from content.courses.models import Course, CoursePage, Lesson, LessonPage


def _changed(course: Course) -> None:
    document_changed.send(sender=Course, key=document_key(course))


# A page that expires is saved as a plain page: it is told of by its own signal.
@receiver([post_save, post_delete, page_unpublished], sender=CoursePage)
def course_page_changed(instance: CoursePage, **kwargs: Any) -> None:
    _changed(instance.course)


@receiver([post_save, post_delete, page_unpublished], sender=LessonPage)
def lesson_page_changed(instance: LessonPage, **kwargs: Any) -> None:
    _changed(instance.lesson.course)


@receiver([post_save, post_delete], sender=Lesson)
def lesson_changed(instance: Lesson, **kwargs: Any) -> None:
    _changed(instance.course)


@receiver(post_save, sender=Course)
def course_changed(instance: Course, **kwargs: Any) -> None:
    _changed(instance)


@receiver(post_delete, sender=Course)
def course_removed(instance: Course, **kwargs: Any) -> None:
    document_removed.send(sender=Course, key=document_key(instance))


@receiver(page_published, sender=CoursePage)
def remember_first_publication(instance: CoursePage, **kwargs: Any) -> None:
    """A course is published when the first of its pages is, in whatever language."""
    Course.objects.filter(pk=instance.course_id, published_at=None).update(
        published_at=instance.first_published_at
    )
