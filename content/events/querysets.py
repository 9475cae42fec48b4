"""Reads on events."""

from datetime import datetime
from typing import Self

from django.db.models import Case, Exists, OuterRef, Value, When
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from content.core.audience import Viewer, admitted
from content.lectures.models import LecturePage


class EventPageQuerySet(PageQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Live events whose audience admits the viewer."""
        events: Self = self.live().filter(admitted(viewer))
        return events

    def to_come(self, now: datetime) -> Self:
        """What is not over, the next first."""
        events: Self = self.filter(over_at__gt=now).order_by("starts_at", "pk")
        return events

    def next_first(self, now: datetime) -> Self:
        """What is to come in the order in which it comes, then what is past, the latest first."""
        to_come = When(over_at__gt=now, then="starts_at")
        events: Self = self.annotate(
            is_past=Case(When(over_at__lte=now, then=Value(1)), default=Value(0))
        ).order_by("is_past", Case(to_come), "-starts_at", "-pk")
        return events

    def with_watchable(self, viewer: Viewer) -> Self:
        """With `is_watchable`: whether the viewer may see a lecture that came of the event."""
        open_lectures = LecturePage.objects.visible_to(viewer).filter(
            recording__lecture_pages__event_links__page=OuterRef("pk")
        )
        events: Self = self.annotate(is_watchable=Exists(open_lectures))
        return events


EventPageManager = PageManager.from_queryset(EventPageQuerySet)
