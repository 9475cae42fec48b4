"""Adding a page to a tree, published, as the other language's twin where there is one."""

from datetime import date, datetime, time
from typing import TypeVar

from django.utils import timezone
from wagtail.models import Locale, Page

from content.core.pages import BasePage
from content.people.models import User

P = TypeVar("P", bound=BasePage)

LOCALES = {"zh": "zh-hans", "en": "en"}


def morning_of(day: date) -> datetime:
    """When things of that day were published."""
    return timezone.make_aware(datetime.combine(day, time(9, 30)))


def locale_of(language: str) -> Locale:
    locale: Locale = Locale.objects.get(language_code=LOCALES[language])
    return locale


def add_page(
    parent: Page,
    page: P,
    *,
    acting_user: User,
    twin: Page | None = None,
    published_at: datetime | None = None,
) -> P:
    """Publish a new page below the parent. The twin is the same page in the other language."""
    page.locale = parent.locale
    if twin is not None:
        page.translation_key = twin.translation_key
    if published_at is not None:
        page.first_published_at = published_at
    page.owner = acting_user
    # Read anew: a parent's place in the tree is stale once a child was added to it.
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision(user=acting_user).publish(user=acting_user)
    return page
