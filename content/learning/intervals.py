"""Sets of watched time: disjoint spans in order, in integer milliseconds. Pure arithmetic.

A set is a tuple of `(start_ms, end_ms)` with start < end, sorted, neither overlapping nor touching.
That form is unique, so two sets are equal exactly when the same milliseconds were watched, and
`merge` is commutative, associative and idempotent: tabs, retries and offline queues may arrive in
any order.

The rounding rule, for all that is said to be covered: decimal seconds are cut to whole
milliseconds (both ends downwards, so that what begins where another ended still touches it), gaps
are never closed, and percentages are cut to whole percent: 89.99 % is not 90 %.
"""

from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal

from content.core.ports import Span

Spans = tuple[Span, ...]

EMPTY: Spans = ()


def to_ms(seconds: Decimal) -> int:
    """Whole milliseconds of decimal seconds, cut downwards."""
    return int((seconds * 1000).to_integral_value(rounding=ROUND_FLOOR))


def to_seconds(at_ms: int) -> float:
    """Decimal seconds with at most three places."""
    return at_ms / 1000


def normalise(pieces: Iterable[Span]) -> Spans:
    """The one set that covers these pieces; empty and reversed pieces add nothing."""
    spans: list[Span] = []
    for start, end in sorted(piece for piece in pieces if piece[0] < piece[1]):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return tuple(spans)


def merge(first: Spans, second: Spans) -> Spans:
    """What is in either set."""
    return normalise((*first, *second))


def clip(spans: Spans, duration_ms: int) -> Spans:
    """What of a set lies within 0…duration_ms."""
    return normalise((max(start, 0), min(end, duration_ms)) for start, end in spans)


def covered_ms(spans: Spans) -> int:
    return sum(end - start for start, end in spans)


def covered_percent(covered: int, duration_ms: int) -> int:
    """Whole percent, cut downwards; 0 where the duration is unknown."""
    return min(100, covered * 100 // duration_ms) if duration_ms > 0 else 0
