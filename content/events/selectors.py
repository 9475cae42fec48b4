"""Events as lists and pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone

from content.core.audience import Viewer
from content.core.viewers import viewer_of_request
from content.events.enums import EventState, Standing
from content.events.models import CALENDAR, EventIndexPage, EventPage
from content.events.structured_data import event_data
from content.events.timing import Timing
from content.lectures.models import LecturePage
from content.lectures.selectors import LectureCard, lecture_cards
from content.library.pictures import share_picture
from content.taxonomy.models import Topic

EVENTS_A_PAGE = 12
OTHERS = 3


@dataclass(frozen=True)
class EventRow:
    """What `events/_row.html` shows."""

    title: str
    url: str
    summary: str
    place: str
    timing: Timing
    state: EventState
    standing: Standing
    is_online: bool
    is_watchable: bool = False

    @property
    def is_past(self) -> bool:
        return self.state is EventState.PAST


@dataclass(frozen=True)
class EventGroup:
    """Events under one heading: what is to come (no year), or a year's past ones."""

    year: int | None
    rows: tuple[EventRow, ...]


@dataclass(frozen=True)
class EventList:
    """One page of a list; `topics` and `years` are those that have events."""

    page: "ListPage[EventPage]"
    groups: tuple[EventGroup, ...]
    topics: tuple[Topic, ...]
    topic: Topic | None
    years: tuple[int, ...]
    year: int | None
    calendar_url: str

    @property
    def is_filtered(self) -> bool:
        return self.topic is not None or self.year is not None


def rows_of(
    events: Iterable[EventPage], request: HttpRequest | None, now: datetime
) -> tuple[EventRow, ...]:
    """Rows of events as they stand at a moment."""
    return tuple(_row(event, request, now) for event in events)


def event_list(request: HttpRequest, index: EventIndexPage) -> EventList:
    """The events below a list that the asker may see, by `?topic=`, `?year=` and `?page=`."""
    viewer, now = viewer_of_request(request), timezone.now()
    events = EventPage.objects.child_of(index).visible_to(viewer)
    topics = tuple(Topic.objects.filter(events__in=events).distinct())
    years = tuple(moment.year for moment in events.datetimes("starts_at", "year", order="DESC"))
    wanted = request.GET.get("topic", "")
    topic = next((one for one in topics if one.slug == wanted), None)
    year = next((one for one in years if str(one) == request.GET.get("year")), None)
    if topic is not None:
        events = events.filter(topics=topic)
    if year is not None:
        events = events.filter(starts_at__year=year)
    pages = Paginator(events.next_first(now).with_watchable(viewer), EVENTS_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return EventList(
        page=page,
        groups=tuple(_groups(rows_of(page, request, now))),
        topics=topics,
        topic=topic,
        years=years,
        year=year,
        calendar_url=f"{index.get_url(request)}{CALENDAR}/" if index.audience.is_public else "",
    )


def events_to_come(
    viewer: Viewer, language: str, limit: int, request: HttpRequest | None = None
) -> tuple[EventRow, ...]:
    """The next events of a language that the viewer may see and that have not been called off."""
    now = timezone.now()
    events = EventPage.objects.visible_to(viewer).filter(locale__language_code=language)
    held = events.exclude(standing=Standing.CANCELLED).to_come(now)
    return rows_of(held[:limit], request, now)


def translations_that_differ(event: EventPage) -> list[EventPage]:
    """Live translations of an event that say another time, or otherwise whether it takes place."""
    said = (event.timing, event.standing)
    twins = event.get_translations().live().select_related("locale")
    return [twin for twin in twins if (twin.timing, twin.standing) != said]


def event_context(request: HttpRequest, event: EventPage) -> dict[str, Any]:
    """What an event's page shows beside the event itself."""
    viewer, now = viewer_of_request(request), timezone.now()
    state = event.timing.state_at(now)
    index = event.get_parent()
    others = EventPage.objects.sibling_of(event, inclusive=False).visible_to(viewer)
    speakers = list(event.speakers.all())
    lectures = _lectures(event, viewer, request)
    is_public = all(audience.is_public for audience in event.audiences())
    return {
        "row": _row(event, request, now),
        "is_open_for_registration": state is not EventState.PAST
        and event.standing != Standing.CANCELLED,
        "topics": list(event.topics.all()),
        "speakers": speakers,
        "lectures": lectures,
        "has_lectures": bool(lectures) or event.lecture_links.exists(),
        "calendar_url": f"{event.get_url(request)}{CALENDAR}/",
        # What is withheld from people is not described to machines either.
        "linked_data": event_data(request, event, speakers) if is_public else None,
        "share_picture": share_picture(request, event.lead_picture),
        "list_url": index.get_url(request),
        "trail": [{"title": index.title, "url": index.get_url(request)}],
        "others": rows_of(others.to_come(now)[:OTHERS], request, now),
    }


def _lectures(event: EventPage, viewer: Viewer, request: HttpRequest) -> list[LectureCard]:
    """What came of the event and the viewer may see: a recording once, in the event's language
    where it has a page there.
    """
    link = "recording__lecture_pages__event_links"
    pages = LecturePage.objects.visible_to(viewer).filter(**{f"{link}__page": event})
    chosen: dict[int, LecturePage] = {}
    for page in pages.for_cards().order_by(f"{link}__sort_order", "pk"):
        if page.recording_id not in chosen or page.locale_id == event.locale_id:
            chosen[page.recording_id] = page
    return lecture_cards(viewer, chosen.values(), request)


def _groups(rows: Iterable[EventRow]) -> Iterable[EventGroup]:
    """Neighbours under one heading; the rows come in the order of the list."""

    def year_of(row: EventRow) -> int | None:
        return row.timing.first_day.year if row.is_past else None

    return [EventGroup(year, tuple(group)) for year, group in groupby(rows, key=year_of)]


def _row(event: EventPage, request: HttpRequest | None, now: datetime) -> EventRow:
    return EventRow(
        title=event.title,
        url=event.get_url(request) or "",
        summary=event.introduction,
        place=event.place,
        timing=event.timing,
        state=event.timing.state_at(now),
        standing=Standing(event.standing),
        is_online=bool(event.online_url),
        is_watchable=getattr(event, "is_watchable", False),
    )
