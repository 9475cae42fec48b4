"""The account: a forger cannot beat the clock, an honest learner never meets it."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.learning.budget import (
    DAILY_SLACK_MS,
    LARGEST_RATE,
    LONGEST_GAP_MS,
    MOST_SESSIONS,
    SLACK_MS,
    Budget,
    SessionClosedError,
)

DAY = "2026-11-22"
MINUTE = 60_000


def _claim(budget, session, now_ms, claimed_ms):
    budget = budget.seen(now_ms)
    accepted = min(claimed_ms, budget.allowance_ms(session))
    return budget.spent(session, accepted), accepted


@dataclass
class _Ledger:
    """What was accepted, kept plainly beside the account."""

    opened: dict[int, int] = field(default_factory=dict)
    accepted: dict[int, int] = field(default_factory=dict)

    def since(self, session):
        later = [key for key, at in self.opened.items() if key >= session]
        return sum(self.accepted[key] for key in later), len(later)


steps = st.lists(
    st.tuples(
        st.sampled_from(["open", "claim"]),
        st.integers(0, 20 * MINUTE),
        st.integers(0, 10),
        st.integers(0, 5 * 60 * MINUTE),
    ),
    max_size=40,
)


@given(steps)
def test_whatever_is_claimed_no_more_is_accepted_than_the_clock_allows(given_steps):
    budget, ledger, now_ms = Budget(), _Ledger(), 0
    for kind, gap_ms, place, claimed_ms in [("open", 0, 0, 0), *given_steps]:
        now_ms += gap_ms
        if kind == "open":
            session = len(ledger.opened)
            budget = budget.opened(session, now_ms=now_ms, day=DAY)
            ledger.opened[session], ledger.accepted[session] = now_ms, 0
            continue
        session = place % len(ledger.opened)
        budget, accepted = _claim(budget, session, now_ms, claimed_ms)
        assert 0 <= accepted <= claimed_ms
        ledger.accepted[session] += accepted
    for session, opened_ms in ledger.opened.items():
        total, count = ledger.since(session)
        slack = min(count * SLACK_MS, DAILY_SLACK_MS)
        assert total <= LARGEST_RATE * (now_ms - opened_ms) + slack


@given(
    st.lists(
        st.tuples(
            st.integers(1, 60 * MINUTE),  # how long
            st.integers(1, LARGEST_RATE * 100),  # how fast, hundredths
            st.booleans(),  # in a new play session
            st.booleans(),  # reported at once, or kept for later
        ),
        max_size=20,
    )
)
def test_watching_one_thing_at_a_time_is_never_clipped(stretches):
    """Also where beats wait, offline, and arrive in one heap after later ones."""
    budget = Budget().opened(0, now_ms=0, day=DAY)
    now_ms, session, waiting, kept_ms = 0, 0, [], 0
    for length_ms, hundredths, is_new, is_sent in stretches:
        if is_new:
            session += 1
            budget = budget.opened(session, now_ms=now_ms, day=DAY)
            kept_ms = 0
        if kept_ms + length_ms > LONGEST_GAP_MS:
            continue
        now_ms += length_ms
        kept_ms += length_ms
        waiting.append((session, length_ms * hundredths // 100))
        if is_sent:
            budget, waiting = _send(budget, waiting, now_ms), []
            kept_ms = 0
    _send(budget, waiting, now_ms)


def _send(budget, beats, now_ms):
    for session, watched_ms in beats:
        budget, accepted = _claim(budget, session, now_ms, watched_ms)
        assert accepted == watched_ms
    return budget


def test_a_whole_lecture_in_the_first_beat_earns_the_slack_alone():
    budget = Budget().opened(1, now_ms=0, day=DAY)
    budget, accepted = _claim(budget, 1, 0, 60 * MINUTE)
    assert accepted == SLACK_MS
    _budget, again = _claim(budget, 1, 0, 60 * MINUTE)
    assert again == 0


def test_half_an_hour_offline_is_accepted_in_one_heap():
    budget = Budget().opened(1, now_ms=0, day=DAY)
    _budget, accepted = _claim(budget, 1, 30 * MINUTE, 30 * MINUTE)
    assert accepted == 30 * MINUTE


def test_tabs_share_one_clock():
    """Ten sessions opened together earn together what one would."""
    budget = Budget()
    for session in range(10):
        budget = budget.opened(session, now_ms=0, day=DAY)
    total = 0
    for session in range(10):
        budget, accepted = _claim(budget, session, 10 * MINUTE, 60 * MINUTE)
        total += accepted
    assert total == LARGEST_RATE * 10 * MINUTE + 10 * SLACK_MS


def test_a_night_away_gives_a_new_session_nothing():
    budget = Budget().opened(1, now_ms=0, day=DAY)
    budget = budget.opened(2, now_ms=10 * 60 * MINUTE, day=DAY)
    _budget, accepted = _claim(budget, 2, 10 * 60 * MINUTE, 60 * MINUTE)
    assert accepted == SLACK_MS


def test_a_forgotten_tab_is_credited_no_more_than_the_longest_gap():
    budget = Budget().opened(1, now_ms=0, day=DAY)
    _budget, accepted = _claim(budget, 1, 48 * 60 * MINUTE, 48 * 60 * MINUTE)
    assert accepted == LARGEST_RATE * LONGEST_GAP_MS + SLACK_MS


def test_the_slack_is_capped_a_day_and_given_anew_the_next():
    budget = Budget()
    for session in range(40):
        budget = budget.opened(session, now_ms=0, day=DAY)
    assert budget.slack_given_ms == DAILY_SLACK_MS
    assert budget.sessions[-1].slack_ms == 0
    budget = budget.opened(41, now_ms=0, day="2026-11-23")
    assert budget.sessions[-1].slack_ms == SLACK_MS


def test_the_servers_clock_set_back_credits_nothing_and_takes_nothing():
    budget = Budget().opened(1, now_ms=MINUTE, day=DAY)
    back = budget.seen(0)
    assert back.clock_ms == budget.clock_ms
    assert back.seen(MINUTE).clock_ms == budget.clock_ms


def test_the_oldest_session_closes_when_too_many_are_opened():
    budget = Budget()
    for session in range(MOST_SESSIONS + 1):
        budget = budget.opened(session, now_ms=0, day=DAY)
    with pytest.raises(SessionClosedError):
        budget.allowance_ms(0)
    assert budget.allowance_ms(1) >= 0


@given(st.lists(st.integers(0, 10**9), max_size=5))
def test_the_account_survives_being_stored(moments):
    budget = Budget()
    for session, moment in enumerate(moments):
        budget = budget.opened(session, now_ms=moment, day=DAY)
    assert Budget.from_json(budget.as_json()) == budget
    assert Budget.from_json({}) == Budget()
