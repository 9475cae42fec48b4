"""The events: past ones on their day, those to come some days from now, in both languages."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from content.core.audience import Audience
from content.core.pages import BasePage
from content.demo.loading.articles import LecturePages, stream_rows
from content.demo.loading.pages import add_page, morning_of
from content.demo.loading.recordings import Company
from content.demo.pictures import description_of, picture_of
from content.demo.texts import parse_body, table
from content.events.models import EventLecture, EventPage

# Days from a Saturday and from a Sunday.
_TO_MONDAY = {5: 2, 6: 1}
_WORDS = ("place", "address", "notice", "registration")
_NAMES = ("contact", "online_url", "registration_url")


def load_events(indexes: dict[str, Page], company: Company, lectures: LecturePages) -> int:
    """Publish the events that are not there yet; the number of all."""
    rows = table("events")["events"]
    for row in rows:
        twin: BasePage | None = None
        for language, index in indexes.items():
            found = EventPage.objects.child_of(index).filter(slug=row["slug"]).first()
            twin = found or add_page(
                index,
                _new_page(row, language, company, lectures),
                acting_user=company.acting_user,
                twin=twin,
                published_at=morning_of(min(_first_day(row), timezone.localdate())),
            )
    return len(rows)


def _new_page(
    row: dict[str, Any], language: str, company: Company, lectures: LecturePages
) -> EventPage:
    text = row[language]
    page = EventPage(
        title=text["title"],
        slug=row["slug"],
        introduction=text["introduction"],
        search_description=text["introduction"],
        audience=Audience.employees() if row.get("audience") else Audience.public(),
        lead_picture=picture_of(row["subject"]),
        lead_picture_alt=description_of(row["subject"], language),
        standing=row.get("standing", "planned"),
        unit=company.units[row["unit"]],
        **_dates(row),
        **{name: text.get(name, "") for name in _WORDS},
        **{name: row.get(name, "") for name in _NAMES},
    )
    page.body = page._meta.get_field("body").to_python(
        stream_rows(parse_body(text["body"]), language, lectures)
    )
    page.topics = [company.topics[slug] for slug in row["topics"]]
    page.speakers = [company.speakers[key] for key in row["speakers"]]
    page.lecture_links = [
        EventLecture(lecture=lectures[slug, language]) for slug in row.get("lectures", ())
    ]
    return page


def _first_day(row: dict[str, Any]) -> date:
    """The day of a past event; one to come is so many days from today, on a working day."""
    if "date" in row:
        day: date = row["date"]
        return day
    day = timezone.localdate() + timedelta(days=row["in_days"])
    return day + timedelta(days=_TO_MONDAY.get(day.weekday(), 0))


def _dates(row: dict[str, Any]) -> dict[str, Any]:
    first = _first_day(row)
    if "starts" not in row:
        last = row.get("last_date", first)
        return {"starts_at": _at(first, "09:00"), "ends_at": _at(last, "17:00"), "is_all_day": True}
    return {"starts_at": _at(first, row["starts"]), "ends_at": _at(first, row["ends"])}


def _at(day: date, clock: str) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))
