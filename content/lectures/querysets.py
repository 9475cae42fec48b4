"""Reads on lecture pages."""

from typing import Self

from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from content.core.audience import Viewer, admitted
from content.people.models import Unit


class LecturePageQuerySet(PageQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Live pages the viewer may see: the page's audience and the recording's, both."""
        pages: Self = self.live().filter(
            admitted(viewer, "audience") & admitted(viewer, "recording__audience")
        )
        return pages

    def newest_first(self) -> Self:
        pages: Self = self.order_by("-first_published_at", "-pk")
        return pages

    def of_unit(self, code: str) -> Self:
        """Lectures of the unit with this code and of the units below it."""
        paths = Unit.objects.filter(code=code).values_list("path", flat=True)
        pages: Self = self.filter(recording__unit__path__startswith=next(iter(paths), "none"))
        return pages

    def for_cards(self) -> Self:
        """With all that `components/card_lecture.html` shows, in a fixed number of queries."""
        pages: Self = self.select_related(
            "recording__unit", "recording__speaker", "locale"
        ).prefetch_related("recording__files", "recording__transcripts")
        return pages


LecturePageManager = PageManager.from_queryset(LecturePageQuerySet)
