"""Reads on courses and on the pages that present them."""

from typing import Self

from django.db import models
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from content.core.audience import Viewer, admitted


class CourseQuerySet(models.QuerySet):  # type: ignore[type-arg]  # the model is defined in terms of this class
    def visible_to(self, viewer: Viewer) -> Self:
        """Those whose own audience admits the viewer; a page may narrow it further."""
        return self.filter(admitted(viewer))


class CoursePageQuerySet(PageQuerySet):  # type: ignore[misc]  # Wagtail is untyped
    def visible_to(self, viewer: Viewer) -> Self:
        """Live pages of courses: page ∩ course."""
        rule = admitted(viewer) & admitted(viewer, "course__audience")
        return self.live().filter(rule)  # type: ignore[no-any-return]  # Wagtail is untyped


class LessonPageQuerySet(PageQuerySet):  # type: ignore[misc]  # Wagtail is untyped
    def visible_to(self, viewer: Viewer) -> Self:
        """Live pages of lessons: page ∩ course ∩ recording."""
        rule = (
            admitted(viewer)
            & admitted(viewer, "lesson__course__audience")
            & admitted(viewer, "lesson__recording__audience")
        )
        return self.live().filter(rule)  # type: ignore[no-any-return]  # Wagtail is untyped


CoursePageManager = PageManager.from_queryset(CoursePageQuerySet)
LessonPageManager = PageManager.from_queryset(LessonPageQuerySet)
