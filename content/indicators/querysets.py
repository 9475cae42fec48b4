"""Reads on figures."""

from datetime import date
from typing import Self

from django.db import models


class IndicatorQuerySet(models.QuerySet):  # type: ignore[type-arg]  # the model is defined in terms of this class
    def as_of(self, day: date) -> Self:
        return self.filter(as_of=day)

    def newest(self) -> Self:
        """Those of the newest day on which there are any."""
        days = self.order_by("-as_of").values("as_of")
        return self.filter(as_of=models.Subquery(days[:1]))
