"""Calendar files of an event and of a list. Whoever comes here has been admitted to the page."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from content.core.audience import Viewer
from content.events.calendar_file import CONTENT_TYPE, CalendarEntry, calendar
from content.events.enums import Standing
from content.events.models import EventIndexPage, EventPage

_KEPT = timedelta(days=365)
_MOST = 200


def calendar_of_event(request: HttpRequest, event: EventPage) -> HttpResponse:
    return _answer(calendar([_entry(request, event)]), str(event.slug))


def calendar_of_list(request: HttpRequest, index: EventIndexPage) -> HttpResponse:
    """Public events whoever asks, for calendars keep what they fetch; also the past year's, which
    would else vanish from the calendar of those who subscribe to it.
    """
    events = EventPage.objects.child_of(index).visible_to(Viewer.anonymous())
    kept = events.to_come(timezone.now() - _KEPT).prefetch_related("topics")[:_MOST]
    return _answer(calendar([_entry(request, event) for event in kept], index.title), index.slug)


def _answer(file: bytes, slug: str) -> HttpResponse:
    response = HttpResponse(file, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{slug}.ics")
    return response


def _entry(request: HttpRequest, event: EventPage) -> CalendarEntry:
    words = (event.notice, event.introduction, event.registration, event.online_url)
    where = (event.place, event.address) if event.place else (event.online_url,)
    return CalendarEntry(
        uid=str(event.translation_key),
        title=event.title,
        timing=event.timing,
        changed_at=event.changed_at,
        standing=Standing(event.standing),
        description="\n\n".join(word for word in words if word),
        location=", ".join(word for word in where if word),
        contact=event.contact,
        url=event.get_full_url(request) or "",
        categories=tuple(str(topic) for topic in event.topics.all()),
    )
