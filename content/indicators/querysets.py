"""Reads on figures."""

from datetime import date
from typing import Self

from django.db import models


class IndicatorQuerySet(models.QuerySet):  # type: ignore[type-arg]  # the model is defined in terms of this class
    def city(self) -> Self:
        """The totals, which belong to no unit."""
        return self.filter(unit=None)

    def of_units(self) -> Self:
        return self.filter(unit__isnull=False).select_related("unit")

    def as_of(self, day: date) -> Self:
        return self.filter(as_of=day)

    def latest_day(self) -> date | None:
        """The day of the newest figures; None where there are none."""
        newest: date | None = self.aggregate(newest=models.Max("as_of"))["newest"]
        return newest
