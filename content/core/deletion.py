"""Deletion guards: records of learning are never taken along with a page.

An app that keeps facts about pages registers a guard; Wagtail's delete views ask them all and
refuse with the reasons. (Left alone, Wagtail answers a protected foreign key with an error page.)
"""

from collections.abc import Callable

from wagtail.models import Page
from wagtail.query import PageQuerySet

Guard = Callable[["PageQuerySet[Page]"], list[str]]

_guards: list[Guard] = []


def register_guard(guard: Guard) -> None:
    """`guard` takes the pages about to go (with all below them) and gives reasons against it."""
    _guards.append(guard)


def reasons_against(page: Page) -> list[str]:
    """Why this page, with everything below it, must not be deleted; empty when it may."""
    pages = Page.objects.descendant_of(page, inclusive=True)
    return [reason for guard in _guards for reason in guard(pages)]
