"""Events in the administration: a list of their own, with the day on which each is."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    PageStatusColumn,
    PageTitleColumn,
)
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from content.events.enums import EventState, Standing
from content.events.models import EventPage

_STATES = {
    EventState.UPCOMING: _("to come"),
    EventState.RUNNING: _("on now"),
    EventState.PAST: _("over"),
}


def _day(event: EventPage) -> str:
    if event.is_all_day:
        return date_format(event.timing.first_day, "DATE_FORMAT")
    return date_format(timezone.localtime(event.starts_at), "DATETIME_FORMAT")


def _held(event: EventPage) -> Any:
    """What those who hold it say comes before what the clock says."""
    if event.standing != Standing.PLANNED:
        return Standing(event.standing).label
    return _STATES[event.state]


class EventListView(IndexView):  # type: ignore[misc]  # Wagtail is untyped
    default_ordering = "-starts_at"

    def annotate_queryset(self, pages: Any) -> Any:
        return super().annotate_queryset(pages).select_related("locale")


class EventListingViewSet(PageListingViewSet):
    model = EventPage
    index_view_class = EventListView
    icon = "date"
    menu_label = _("Events")
    menu_order = 160
    add_to_admin_menu = True
    columns: ClassVar[list[BaseColumn]] = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title"),
        Column("starts_at", label=_("When"), accessor=_day, sort_key="starts_at"),
        Column("place", label=_("Place"), accessor=lambda event: event.place or "–"),
        Column("held", label=_("Standing"), accessor=_held),
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ]
