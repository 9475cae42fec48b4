"""Reads on enrolments."""

from collections.abc import Collection
from typing import Self

from django.db import models


class EnrolmentQuerySet(models.QuerySet):  # type: ignore[type-arg]  # the model is defined in terms of this class
    def of_person(self, user_id: int) -> Self:
        return self.filter(user_id=user_id)

    def in_courses(self, course_ids: Collection[int]) -> Self:
        return self.filter(course_id__in=course_ids)
