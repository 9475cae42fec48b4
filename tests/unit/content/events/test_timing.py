"""When an event is: the states by the clock, around midnight and in order."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.events.enums import EventState
from content.events.timing import Timing

HERE = ZoneInfo("Asia/Shanghai")
MOMENTS = st.integers(946_684_800, 4_070_908_800).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
LENGTHS = st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=30))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-12-03 13:59:59", EventState.UPCOMING),
        ("2026-12-03 14:00", EventState.RUNNING),
        ("2026-12-03 16:29:59", EventState.RUNNING),
        ("2026-12-03 16:30", EventState.PAST),
    ],
)
def test_an_afternoon_begins_and_ends_at_its_minute(now: str, state: EventState) -> None:
    timing = Timing(at("2026-12-03 14:00"), at("2026-12-03 16:30"))
    assert timing.state_at(at(now)) is state


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-12-02 23:59:59", EventState.UPCOMING),
        ("2026-12-03 00:00", EventState.RUNNING),
        ("2026-12-04 23:59:59", EventState.RUNNING),
        ("2026-12-05 00:00", EventState.PAST),
    ],
)
def test_whole_days_last_from_local_midnight_to_the_end_of_the_last(
    now: str, state: EventState
) -> None:
    # Times of day that an editor left in the form do not count.
    timing = Timing(at("2026-12-03 23:30"), at("2026-12-04 00:10"), is_all_day=True)
    assert timing.state_at(at(now)) is state


def test_an_event_without_an_end_lasts_until_its_day_is_over() -> None:
    timing = Timing(at("2026-12-03 23:30"))
    assert timing.over_at == at("2026-12-04 00:00")
    assert timing.is_one_day


def test_days_are_local_ones_whatever_zone_the_moment_came_in() -> None:
    late = datetime(2026, 12, 2, 16, 30, tzinfo=UTC)  # half past midnight of the third, here
    assert Timing(late).first_day == at("2026-12-03 00:30").date()


@pytest.mark.parametrize(
    ("ends_at", "is_all_day", "is_in_order"),
    [
        ("2026-12-03 14:00", False, False),
        ("2026-12-03 13:00", False, False),
        ("2026-12-03 14:01", False, True),
        ("2026-12-03 08:00", True, True),
        ("2026-12-02 23:00", True, False),
    ],
)
def test_an_end_before_the_beginning_is_out_of_order(
    ends_at: str, is_all_day: bool, is_in_order: bool
) -> None:
    timing = Timing(at("2026-12-03 14:00"), at(ends_at), is_all_day)
    assert timing.is_in_order is is_in_order


@given(MOMENTS, LENGTHS | st.none(), st.booleans(), MOMENTS, MOMENTS)
def test_states_follow_one_another_and_never_go_back(
    starts_at: datetime,
    length: timedelta | None,
    is_all_day: bool,
    one: datetime,
    other: datetime,
) -> None:
    timing = Timing(starts_at, None if length is None else starts_at + length, is_all_day)
    order = list(EventState)
    earlier, later = sorted((one, other))
    assert order.index(timing.state_at(earlier)) <= order.index(timing.state_at(later))
    assert timing.state_at(timing.begins_at) is EventState.RUNNING
    assert timing.state_at(timing.over_at) is EventState.PAST
    assert timing.state_at(timing.begins_at - timedelta(microseconds=1)) is EventState.UPCOMING
