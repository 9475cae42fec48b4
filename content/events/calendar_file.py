"""Events as a calendar file (iCalendar, RFC 5545): what the .ics holds, octet by octet. Pure."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from content.events.enums import Standing
from content.events.timing import Timing

CONTENT_TYPE = "text/calendar; charset=utf-8"
_LINE_OCTETS = 75
_STATUS = {
    Standing.PLANNED: "CONFIRMED",
    Standing.POSTPONED: "TENTATIVE",
    Standing.CANCELLED: "CANCELLED",
}


@dataclass(frozen=True)
class CalendarEntry:
    """`uid` stays the same for ever, so that a changed event takes the place of the old one.

    `url` must be a valid address: it is written as it is.
    """

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
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lectern//Events//EN"]
    if name:
        lines += [f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}"]
    for entry in entries:
        lines += _event(entry)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def escaped(text: str) -> str:
    """A value of the type TEXT: signs with a meaning marked, no control characters."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in plain if sign in "\n\t" or unicodedata.category(sign) != "Cc")
    for sign in "\\;,":
        kept = kept.replace(sign, "\\" + sign)
    return kept.replace("\n", "\\n")


def folded(line: str) -> bytes:
    """A content line with its end, no piece longer than 75 octets and no character torn apart."""
    pieces, piece = [], b""
    for sign in line:
        octets = sign.encode()
        # The space that begins a continued line is one of its octets.
        if len(piece) + len(octets) > _LINE_OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"


def _event(entry: CalendarEntry) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    yield f"DTSTAMP:{_moment(entry.changed_at)}"
    yield f"LAST-MODIFIED:{_moment(entry.changed_at)}"
    yield from _dates(entry.timing)
    yield f"SUMMARY:{escaped(entry.title)}"
    yield f"STATUS:{_STATUS[entry.standing]}"
    for name, text in (
        ("DESCRIPTION", entry.description),
        ("LOCATION", entry.location),
        ("CONTACT", entry.contact),
    ):
        if text:
            yield f"{name}:{escaped(text)}"
    if entry.categories:
        yield f"CATEGORIES:{','.join(escaped(word) for word in entry.categories)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield "END:VEVENT"


def _dates(timing: Timing) -> Iterator[str]:
    """Whole days as days, of which the end is the first that no longer counts; else moments."""
    if timing.is_all_day:
        yield f"DTSTART;VALUE=DATE:{_day(timing.first_day)}"
        yield f"DTEND;VALUE=DATE:{_day(timing.last_day + timedelta(days=1))}"
        return
    yield f"DTSTART:{_moment(timing.starts_at)}"
    if timing.ends_at is not None:
        yield f"DTEND:{_moment(timing.ends_at)}"


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
