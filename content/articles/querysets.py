"""Reads on articles."""

from typing import Self

from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from content.core.audience import Viewer, admitted


class ArticlePageQuerySet(PageQuerySet):  # type: ignore[misc]  # Wagtail is untyped
    def visible_to(self, viewer: Viewer) -> Self:
        """Live articles whose audience admits the viewer."""
        return self.live().filter(admitted(viewer))  # type: ignore[no-any-return]  # Wagtail is untyped

    def newest_first(self) -> Self:
        return self.order_by("-published_on", "-pk")  # type: ignore[no-any-return]  # Wagtail is untyped

    def with_bylines(self) -> Self:
        """With author, unit and lead picture, in the same query."""
        return self.select_related("unit", "author", "lead_picture")  # type: ignore[no-any-return]  # Wagtail is untyped

    def for_cards(self) -> Self:
        """With all that a card shows, in a fixed number of queries."""
        return self.with_bylines().prefetch_related("lead_picture__renditions", "topics")  # type: ignore[no-any-return]  # Wagtail is untyped


ArticlePageManager = PageManager.from_queryset(ArticlePageQuerySet)
