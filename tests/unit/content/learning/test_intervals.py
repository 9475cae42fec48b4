"""Sets of watched time: the same milliseconds in any order give the same set."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from content.learning.intervals import (
    clip,
    covered_ms,
    covered_percent,
    merge,
    normalise,
    to_ms,
    to_seconds,
)

_LIMIT = 200
pieces = st.lists(st.tuples(st.integers(0, _LIMIT), st.integers(0, _LIMIT)), max_size=12)
sets = pieces.map(normalise)


def _milliseconds(spans):
    """The model: the plain set of milliseconds."""
    return {at for start, end in spans for at in range(start, end)}


@given(pieces)
def test_a_set_holds_exactly_the_milliseconds_of_its_pieces(given_pieces):
    spans = normalise(given_pieces)
    assert _milliseconds(spans) == _milliseconds(given_pieces)
    assert covered_ms(spans) == len(_milliseconds(given_pieces))


@given(pieces)
def test_the_form_is_unique_disjoint_and_sorted(given_pieces):
    spans = normalise(given_pieces)
    assert all(start < end for start, end in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))


@given(sets, sets)
def test_merge_is_commutative(first, second):
    assert merge(first, second) == merge(second, first)


@given(sets, sets, sets)
def test_merge_is_associative(first, second, third):
    assert merge(merge(first, second), third) == merge(first, merge(second, third))


@given(sets, sets)
def test_merging_again_changes_nothing(first, second):
    once = merge(first, second)
    assert merge(once, second) == once
    assert merge(first, first) == first


@given(sets, st.integers(0, _LIMIT))
def test_clipping_leaves_nothing_outside_and_never_more_than_the_duration(spans, duration_ms):
    clipped = clip(spans, duration_ms)
    assert _milliseconds(clipped) == {at for at in _milliseconds(spans) if at < duration_ms}
    assert covered_ms(clipped) <= duration_ms


@given(st.integers(0, 10**9), st.integers(0, 10**6), st.integers(0, 10**6))
def test_beats_that_meet_leave_no_gap_whatever_the_decimals(start, first, second):
    """One beat ends where the next begins: cut the same way, they still touch."""
    joint = Decimal(start + first) / 7919
    spans = normalise(
        [
            (to_ms(Decimal(start) / 7919), to_ms(joint)),
            (to_ms(joint), to_ms(joint + Decimal(second) / 7919)),
        ]
    )
    assert len(spans) <= 1


def test_seconds_are_cut_downwards_to_milliseconds():
    assert to_ms(Decimal("1.9999")) == 1999
    assert to_ms(Decimal("412.5")) == 412_500
    assert to_seconds(412_500) == 412.5


def test_percentages_are_cut_so_that_almost_is_not_done():
    assert covered_percent(8999, 10_000) == 89
    assert covered_percent(9000, 10_000) == 90
    assert covered_percent(500, 0) == 0
