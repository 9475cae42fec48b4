"""Where slides may belong in a recording that does not show them: by their words, else evenly.

What comes of it are proposals for an editor, never times to show. Pure.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LATIN = re.compile(r"[a-z0-9]{2,}")
_WIDE = re.compile(r"[\u3400-\u9fff]+")
# What an even pace is worth, in matched words: enough to part ties, too little to outvote a word.
_PACE_WORTH = 0.6
_SKIP_COST = 0.3
# Less than this much matched a slide, and the words say nothing.
LEAST_WORTH = 0.8


@dataclass(frozen=True)
class SpokenLine:
    start_ms: int
    text: str


@dataclass(frozen=True)
class Alignment:
    """When each slide begins, in the order of slides, and how well the words of each agreed."""

    starts: tuple[tuple[int, int], ...]
    worth: float


def words(text: str) -> Iterator[str]:
    """Words of Latin letters without their plural, and pairs of Chinese characters."""
    lowered = text.lower()
    for match in _LATIN.finditer(lowered):
        word = match[0]
        yield word[:-1] if len(word) > 3 and word.endswith("s") else word
    for match in _WIDE.finditer(lowered):
        run = match[0]
        yield from (run[place : place + 2] for place in range(len(run) - 1))


def align(slides: Sequence[str], lines: Sequence[SpokenLine]) -> Alignment:
    """The slides in their order along the lines so that most words meet."""
    if not slides or not lines:
        return Alignment((), 0.0)
    gains = _gains(slides, lines)
    course = _course(gains)
    starts: dict[int, int] = {}
    matched = 0.0
    for place, slide in enumerate(course):
        starts.setdefault(slide, 0 if not starts else lines[place].start_ms)
        matched += gains[place][slide]
    ordered = tuple((number, at_ms) for number, at_ms in sorted(starts.items()))
    return Alignment(ordered, matched / len(slides))


def evenly(slides: int, duration_ms: int) -> tuple[tuple[int, int], ...]:
    """Each slide the same time."""
    return tuple((number, number * duration_ms // slides) for number in range(slides))


def _gains(slides: Sequence[str], lines: Sequence[SpokenLine]) -> list[list[float]]:
    """What each slide has of the words of each line; rare words weigh most."""
    sets = [set(words(text)) for text in slides]
    known = Counter(word for found in sets for word in found)
    weight = {word: math.log(1 + len(slides) / count) for word, count in known.items()}
    gains = []
    for line in lines:
        spoken = set(words(line.text))
        gains.append([sum(weight[word] for word in spoken & found) for found in sets])
    return gains


def _course(gains: Sequence[Sequence[float]]) -> list[int]:
    """The best way that never goes back, by dynamic programming."""
    count, slides = len(gains), len(gains[0])
    minus = float("-inf")
    total = [gains[0][k] + _pace(0, count, k, slides) - _SKIP_COST * k for k in range(slides)]
    origins: list[list[int]] = []
    for place in range(1, count):
        fresh, origin = [minus] * slides, [0] * slides
        best_before, best_from = minus, 0
        for k in range(slides):
            stay = total[k]
            if k > 0 and total[k - 1] > best_before - _SKIP_COST:
                best_before, best_from = total[k - 1], k - 1
            elif k > 0:
                best_before -= _SKIP_COST
            fresh[k], origin[k] = (stay, k) if stay >= best_before else (best_before, best_from)
            fresh[k] += gains[place][k] + _pace(place, count, k, slides)
        total = fresh
        origins.append(origin)
    state = max(range(slides), key=lambda k: total[k])
    course = [state]
    for origin in reversed(origins):
        state = origin[state]
        course.append(state)
    return course[::-1]


def _pace(place: int, count: int, slide: int, slides: int) -> float:
    """Nothing lost at an even pace, up to `_PACE_WORTH` far from it."""
    return -_PACE_WORTH * abs((place + 0.5) / count - (slide + 0.5) / slides)
