"""The calendar file, octet by octet, as RFC 5545 has it."""

import unicodedata
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.events.calendar_file import CalendarEntry, calendar, escaped, folded
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


def lines_of(file: bytes) -> list[str]:
    """Content lines, unfolded."""
    return file.decode().replace("\r\n ", "").split("\r\n")


def test_a_file_is_written_line_by_line() -> None:
    file = calendar(
        [
            entry(
                description="带上安全帽；\n自备午餐",
                location="市民中心, 二楼",
                url="https://lectern.example/zh-hans/events/a/",
                categories=("质量", "a,b"),
            )
        ]
    )
    assert lines_of(file) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Lectern//Events//EN",
        "BEGIN:VEVENT",
        "UID:0b8f6f6e-7f0c-4b5e-9b6e-2d8f0f3f8a11",
        "DTSTAMP:20261122T010000Z",
        "LAST-MODIFIED:20261122T010000Z",
        "DTSTART:20261203T060000Z",
        "DTEND:20261203T083000Z",
        "SUMMARY:专题讲座",
        "STATUS:CONFIRMED",
        "DESCRIPTION:带上安全帽；\\n自备午餐",
        "LOCATION:市民中心\\, 二楼",
        "CATEGORIES:质量,a\\,b",
        "URL:https://lectern.example/zh-hans/events/a/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_whole_days_end_on_the_day_after_the_last() -> None:
    days = Timing(
        datetime(2026, 12, 30, 9, tzinfo=HERE), datetime(2026, 12, 31, 8, tzinfo=HERE), True
    )
    lines = lines_of(calendar([entry(days)]))
    assert "DTSTART;VALUE=DATE:20261230" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines


def test_an_event_that_does_not_say_when_it_ends_has_no_end() -> None:
    lines = lines_of(calendar([entry(Timing(datetime(2026, 12, 3, 14, tzinfo=HERE)))]))
    assert not any(line.startswith("DTEND") for line in lines)


@pytest.mark.parametrize(
    ("standing", "status"),
    [(Standing.CANCELLED, "STATUS:CANCELLED"), (Standing.POSTPONED, "STATUS:TENTATIVE")],
)
def test_a_calendar_is_told_what_does_not_take_place(standing: Standing, status: str) -> None:
    assert status in lines_of(calendar([entry(standing=standing)]))


@given(TEXTS)
def test_no_line_is_longer_than_75_octets_and_no_character_is_torn(text: str) -> None:
    file = folded("SUMMARY:" + escaped(text))
    pieces = file.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(piece) <= 75 for piece in pieces)
    assert [piece.decode() for piece in pieces]
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    assert b"".join([pieces[0], *(piece[1:] for piece in pieces[1:])]).decode() == (
        "SUMMARY:" + escaped(text)
    )


@given(TEXTS)
def test_no_text_begins_a_line_of_its_own(text: str) -> None:
    file = calendar([entry(title=text, description=text, location=text)])
    names = [line.partition(":")[0].partition(";")[0] for line in lines_of(file)]
    assert names.count("BEGIN") == 2
    assert set(names) <= {
        "BEGIN", "VERSION", "PRODID", "UID", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND",
        "SUMMARY", "STATUS", "DESCRIPTION", "LOCATION", "END", "",
    }  # fmt: skip


@given(TEXTS)
def test_what_was_escaped_can_be_read_back(text: str) -> None:
    read, signs = [], iter(escaped(text))
    for sign in signs:
        marked = next(signs) if sign == "\\" else ""
        read.append("\n" if marked == "n" else marked or sign)
    wanted = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (sign for sign in wanted if sign in "\n\t" or unicodedata.category(sign) != "Cc")
    assert "".join(read) == "".join(kept)
