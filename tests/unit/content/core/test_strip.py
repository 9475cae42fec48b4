"""The strip's values, before anything is drawn."""

from hypothesis import given
from hypothesis import strategies as st

from content.core.strip import MOST_TICKS, Strip, StripHit
from content.core.templatetags.strip import describe, draw_strip


@given(st.lists(st.integers(0, 4_000_000)), st.integers(0, 3_600_000))
def test_hits_that_would_lie_on_each_other_are_one_tick(places: list[int], length: int) -> None:
    strip = Strip(length, hits=tuple(map(StripHit, places)))
    assert set(strip.ticks) <= set(strip.hits)
    assert len(strip.ticks) <= MOST_TICKS
    assert bool(strip.ticks) == bool(strip.hits)
    kept = [tick.at_ms for tick in strip.ticks]
    within = [place for place in places if 0 <= place < length]
    assert all(any(0 <= at - tick <= length / MOST_TICKS for tick in kept) for at in within)


def test_three_thousand_hits_are_drawn_by_as_many_ticks_as_can_be_seen_and_all_counted() -> None:
    hits = tuple(StripHit(at * 3_600, f"?t={at}", "said") for at in range(3_000))
    strip = Strip(10_800_000, hits=hits)
    assert len(draw_strip(strip)["hits"]) == MOST_TICKS  # type: ignore[arg-type]
    assert "3000" in describe(strip)


def test_ticks_far_enough_apart_all_stay() -> None:
    hits = tuple(StripHit(at * 10_000) for at in range(20))
    assert Strip(200_000, hits=hits).ticks == hits
