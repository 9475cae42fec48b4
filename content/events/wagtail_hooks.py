"""Puts the events into the administration's menu, and warns where two languages disagree."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from content.events.models import EventPage
from content.events.selectors import translations_that_differ
from content.events.viewsets import EventListingViewSet


@hooks.register("register_admin_viewset")
def event_listing() -> EventListingViewSet:
    return EventListingViewSet("events")


@hooks.register("after_publish_page")
def warn_of_other_times(request: HttpRequest, page: Page) -> None:
    """An event is put off in one language, and forgotten in the other."""
    if not isinstance(page, EventPage):
        return
    for twin in translations_that_differ(page):
        messages.warning(
            request,
            _("The page in %(language)s, “%(title)s”, says otherwise when or whether it is.")
            % {"language": twin.locale, "title": twin.title},
        )
