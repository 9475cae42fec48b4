"""The calendar file, read back as a calendar programme reads it."""

import unicodedata
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from content.events.calendar_file import CalendarEntry, calendar
from content.events.enums import Standing
from content.events.timing import Timing

HERE = ZoneInfo("Asia/Shanghai")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def entry(timing: Timing | None = None, **values: object) -> CalendarEntry:
    afternoon = Timing(
        datetime(2026, 12, 3, 14, tzinfo=HERE), datetime(2026, 12, 3, 16, 30, tzinfo=HERE)
    )
    defaults = {
        "uid": "0b8f6f6e-7f0c-4b5e-9b6e-2d8f0f3f8a11",
        "title": "专题讲座",
        "timing": timing or afternoon,
        "changed_at": datetime(2026, 11, 22, 1, tzinfo=UTC),
    }
    return CalendarEntry(**{**defaults, **values})


def read(file: bytes) -> Event:
    """The one event of a file."""
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    return event


def test_a_programme_reads_what_the_page_says() -> None:
    event = read(
        calendar(
            [
                entry(
                    description="带上安全帽；\n自备午餐",
                    location="市民中心, 二楼",
                    url="https://lectern.example/zh-hans/events/a/",
                    categories=("质量", "a,b"),
                )
            ]
        )
    )
    assert str(event["UID"]) == "0b8f6f6e-7f0c-4b5e-9b6e-2d8f0f3f8a11"
    assert event.decoded("DTSTAMP") == datetime(2026, 11, 22, 1, tzinfo=UTC)
    assert event.decoded("DTSTART") == datetime(2026, 12, 3, 6, tzinfo=UTC)
    assert event.decoded("DTEND") == datetime(2026, 12, 3, 8, 30, tzinfo=UTC)
    assert (str(event["SUMMARY"]), str(event["STATUS"])) == ("专题讲座", "CONFIRMED")
    assert str(event["DESCRIPTION"]) == "带上安全帽；\n自备午餐"
    assert str(event["LOCATION"]) == "市民中心, 二楼"
    assert event.categories == ["质量", "a,b"]
    assert str(event["URL"]) == "https://lectern.example/zh-hans/events/a/"


def test_moments_are_written_so_that_no_time_zone_is_needed() -> None:
    assert b"DTSTART:20261203T060000Z\r\n" in calendar([entry()])


def test_whole_days_end_on_the_day_after_the_last() -> None:
    days = Timing(
        datetime(2026, 12, 30, 9, tzinfo=HERE), datetime(2026, 12, 31, 8, tzinfo=HERE), True
    )
    event = read(calendar([entry(days)]))
    assert event.decoded("DTSTART") == date(2026, 12, 30)
    assert event.decoded("DTEND") == date(2027, 1, 1)


def test_an_event_that_does_not_say_when_it_ends_has_no_end() -> None:
    assert "DTEND" not in read(calendar([entry(Timing(datetime(2026, 12, 3, 14, tzinfo=HERE)))]))


@pytest.mark.parametrize(
    ("standing", "status"),
    [(Standing.CANCELLED, "CANCELLED"), (Standing.POSTPONED, "TENTATIVE")],
)
def test_a_calendar_is_told_what_does_not_take_place(standing: Standing, status: str) -> None:
    assert str(read(calendar([entry(standing=standing)]))["STATUS"]) == status


@given(TEXTS)
def test_whatever_is_written_can_be_read_back_and_adds_nothing(text: str) -> None:
    file = calendar([entry(title=text, description=f"{text}。", location=f"{text}。")], "x")
    event = read(file)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) != "Cc")
    assert str(event["DESCRIPTION"]) == f"{kept}。"
    assert set(event) == {
        *("UID", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND"),
        *("SUMMARY", "STATUS", "DESCRIPTION", "LOCATION"),
    }
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
