"""Puts the events into the administration's menu."""

from wagtail import hooks

from content.events.viewsets import EventListingViewSet


@hooks.register("register_admin_viewset")
def event_listing() -> EventListingViewSet:
    return EventListingViewSet("events")
