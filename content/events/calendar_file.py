"""Events as a calendar file (iCalendar, RFC 5545). Pure."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from content.events.enums import Standing
from content.events.timing import Timing

CONTENT_TYPE = "text/calendar; charset=utf-8"
_STATUS = {
    Standing.PLANNED: "CONFIRMED",
    Standing.POSTPONED: "TENTATIVE",
    Standing.CANCELLED: "CANCELLED",
}


@dataclass(frozen=True)
class CalendarEntry:
    """`uid` stays the same for ever, so that a changed event takes the place of the old one."""

    uid: str
    title: str
    timing: Timing
    changed_at: datetime
    standing: Standing = Standing.PLANNED
    description: str = ""
    location: str = ""
    contact: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()


def calendar(entries: Iterable[CalendarEntry], name: str = "") -> bytes:
    """The whole file; `name` is what a programme may call a calendar that is subscribed to."""
    file = Calendar()
    file.add("version", "2.0")
    file.add("prodid", "-//Lectern//Events//EN")
    if name:
        file.add("name", _plain(name))
        file.add("x-wr-calname", _plain(name))
    for entry in entries:
        file.add_component(_event(entry))
    written: bytes = file.to_ical()
    return written


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    for name, moment in _dates(entry.timing).items():
        event.add(name, moment)
    event.add("summary", _plain(entry.title))
    event.add("status", _STATUS[entry.standing])
    for name, text in (
        ("description", entry.description),
        ("location", entry.location),
        ("contact", entry.contact),
        ("url", entry.url),
    ):
        if text:
            event.add(name, _plain(text))
    if entry.categories:
        event.add("categories", [_plain(word) for word in entry.categories])
    return event


def _dates(timing: Timing) -> dict[str, date]:
    """Whole days as days, of which the end is the first that no longer counts; else moments."""
    if timing.is_all_day:
        return {"dtstart": timing.first_day, "dtend": timing.last_day + timedelta(days=1)}
    dates: dict[str, date] = {"dtstart": timing.starts_at.astimezone(UTC)}
    if timing.ends_at is not None:
        dates["dtend"] = timing.ends_at.astimezone(UTC)
    return dates


def _plain(text: str) -> str:
    """Without the control characters that no value may hold; lines end in one way."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) != "Cc")
