"""Two languages side by side, and a stretch of time as characters of the lines. Pure."""

from collections.abc import Sequence

from content.core.ports import Span

Place = tuple[int, int]
"""From and to, in characters."""


def beside(lines: Sequence[Span], others: Sequence[Span]) -> list[list[int]]:
    """For each line, which of the other language's lines stand beside it.

    Both in order of time. Every other line stands once: beside the line with which it shares most
    time, else beside the one nearest to its middle.
    """
    found: list[list[int]] = [[] for _line in lines]
    first = 0
    for number, other in enumerate(others):
        if not lines:
            break
        # Whatever ended before this one began is of no use to the later ones either.
        while first + 1 < len(lines) and lines[first + 1][0] <= other[0]:
            first += 1
        found[_best(lines, first, other)].append(number)
    return found


def _best(lines: Sequence[Span], first: int, other: Span) -> int:
    best, best_worth = first, _worth(lines[first], other)
    for number in range(first + 1, len(lines)):
        worth = _worth(lines[number], other)
        if worth > best_worth:
            best, best_worth = number, worth
        if lines[number][0] >= other[1]:
            break
    return best


def _worth(line: Span, other: Span) -> tuple[int, int]:
    shared = min(line[1], other[1]) - max(line[0], other[0])
    apart = abs(line[0] + line[1] - other[0] - other[1])
    return max(shared, 0), -apart


def characters_within(line: Span, length: int, wanted: Span) -> Place | None:
    """Which characters of a line of this many are said within a stretch of time, as if all took
    equally long; None for none. The script that makes the addresses reckons the same way."""
    start_ms, end_ms = line
    if length == 0 or wanted[0] >= end_ms or wanted[1] <= start_ms:
        return None
    whole = end_ms - start_ms
    # To the nearest character; half is rounded up, as JavaScript does.
    first = (2 * length * max(wanted[0] - start_ms, 0) + whole) // (2 * whole)
    last = (2 * length * min(wanted[1] - start_ms, whole) + whole) // (2 * whole)
    return (first, last) if first < last else None
