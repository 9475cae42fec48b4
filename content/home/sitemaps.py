"""The site map: what the public may read, each page with its other languages."""

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.http import HttpRequest
from wagtail.models import Page

from content.core.audience import Viewer
from content.core.pages import BasePage
from content.home.navigation import LANGUAGE_TAGS

Address = dict[str, object]


def public_addresses(request: HttpRequest) -> Iterator[Address]:
    """Each public page: `location`, `changed` and `alternates` (language tag and address)."""
    pages = list(_public_pages())
    addresses = {page.pk: page.get_full_url(request) for page in pages}
    by_key: dict[object, list[tuple[str, str]]] = {}
    for page in pages:
        tag = LANGUAGE_TAGS.get(page.locale.language_code, page.locale.language_code)
        if addresses[page.pk]:
            by_key.setdefault(page.translation_key, []).append((tag, addresses[page.pk]))
    for page in pages:
        if addresses[page.pk]:
            yield {
                "location": addresses[page.pk],
                "changed": _changed(page),
                "alternates": by_key[page.translation_key],
            }


def _public_pages() -> Iterator[Page]:
    """Pages whose every audience is the public."""
    public = Viewer.anonymous()
    for model in apps.get_models():
        if not issubclass(model, BasePage):
            continue
        pages = model.objects.live().select_related("locale")
        # Where a page shows a thing with an audience of its own, its queryset knows.
        narrow = getattr(pages, "visible_to", None)
        yield from (narrow(public) if narrow else pages.filter(audience="|public|")).order_by("pk")


def _changed(page: Page) -> datetime | None:
    changed: datetime | None = page.last_published_at
    return changed
