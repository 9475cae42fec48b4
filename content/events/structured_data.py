"""What an event says of itself to other sites: schema.org's Event."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import get_language

from content.events.enums import Standing
from content.events.models import EventPage
from content.library.pictures import share_picture
from content.taxonomy.models import Speaker

_STATUS = {
    Standing.PLANNED: "https://schema.org/EventScheduled",
    Standing.POSTPONED: "https://schema.org/EventPostponed",
    Standing.CANCELLED: "https://schema.org/EventCancelled",
}


def event_data(
    request: HttpRequest, event: EventPage, speakers: Sequence[Speaker]
) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "description": event.introduction,
        "inLanguage": "en" if (get_language() or "").startswith("en") else "zh-Hans",
        "url": event.get_full_url(request),
        **_dates(event),
        "eventStatus": _STATUS[Standing(event.standing)],
        "eventAttendanceMode": _attendance(event),
        "location": _locations(event),
    }
    if event.unit:
        data["organizer"] = {"@type": "Organization", "name": str(event.unit)}
    if speakers:
        data["performer"] = [{"@type": "Person", "name": str(speaker)} for speaker in speakers]
    if picture := share_picture(request, event.lead_picture):
        data["image"] = [picture]
    return data


def _dates(event: EventPage) -> dict[str, str]:
    """Days for whole days, else moments with their distance from UTC."""
    timing = event.timing
    if timing.is_all_day:
        return {
            "startDate": timing.first_day.isoformat(),
            "endDate": timing.last_day.isoformat(),
        }
    dates = {"startDate": localtime(timing.starts_at).isoformat()}
    if timing.ends_at is not None:
        dates["endDate"] = localtime(timing.ends_at).isoformat()
    return dates


def _attendance(event: EventPage) -> str:
    if not event.online_url:
        return "https://schema.org/OfflineEventAttendanceMode"
    mode = "Mixed" if event.place else "Online"
    return f"https://schema.org/{mode}EventAttendanceMode"


def _locations(event: EventPage) -> list[dict[str, str]]:
    found = []
    if event.place:
        found.append(
            {"@type": "Place", "name": event.place, "address": event.address or event.place}
        )
    if event.online_url:
        found.append({"@type": "VirtualLocation", "url": event.online_url})
    return found
