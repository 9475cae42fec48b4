"""What of a claim counts, and the reason given for the rest."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from content.learning.enums import RefusalReason
from content.learning.heartbeat import ClaimedInterval, judge

claims = st.lists(
    st.builds(
        lambda start, length, rate: ClaimedInterval(start, start + length, Decimal(rate)),
        st.integers(0, 100_000),
        st.integers(0, 100_000),
        st.sampled_from(["0.5", "1", "2", "16"]),
    ),
    max_size=8,
)


@given(claims, st.integers(0, 60_000), st.integers(0, 60_000))
def test_nothing_past_the_end_or_over_the_allowance_counts(given_claims, duration, allowance):
    judged = judge(given_claims, duration_ms=duration, allowance_ms=allowance)
    assert sum(one.accepted_ms for one in judged) <= allowance
    assert all(0 <= one.start_ms <= one.end_ms <= duration for one in judged)


@given(claims, st.integers(0, 60_000), st.integers(0, 60_000))
def test_every_claimed_millisecond_is_accepted_or_refused_with_a_reason(
    given_claims, duration, allowance
):
    judged = judge(given_claims, duration_ms=duration, allowance_ms=allowance)
    for claim, one in zip(given_claims, judged, strict=True):
        assert one.accepted_ms + one.refused_ms == claim.end_ms - claim.start_ms
        assert bool(one.refused_ms) <= bool(one.reason)


def _only(claim, duration_ms=60_000, allowance_ms=60_000):
    (one,) = judge([claim], duration_ms=duration_ms, allowance_ms=allowance_ms)
    return one


def test_the_surplus_is_cut_off_and_the_rest_counts():
    one = _only(ClaimedInterval(10_000, 30_000), allowance_ms=5_000)
    assert (one.start_ms, one.end_ms, one.refused_ms) == (10_000, 15_000, 15_000)
    assert one.reason == RefusalReason.BUDGET


def test_what_lies_past_the_end_is_cut_off():
    one = _only(ClaimedInterval(50_000, 90_000))
    assert (one.end_ms, one.refused_ms, one.reason) == (60_000, 30_000, RefusalReason.PAST_END)


def test_sixteen_times_the_speed_counts_nothing():
    one = _only(ClaimedInterval(0, 16_000, Decimal(16)))
    assert (one.accepted_ms, one.refused_ms, one.reason) == (0, 16_000, RefusalReason.RATE)


def test_twice_the_speed_counts():
    assert _only(ClaimedInterval(0, 20_000, Decimal(2))).accepted_ms == 20_000
