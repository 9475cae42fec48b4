"""From what each frame looks like to when each slide comes up. Pure arithmetic.

The likeliest course through the slides: staying costs nothing, going on to the next slide little,
any other jump, also back, more; frames that show no slide have a state of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from content.slides.matching import Scores

NOTHING_LEVEL = 0.38
"""A frame less like every slide than this shows none."""
NEXT_COST = 0.9
JUMP_COST = 1.8
NOTHING_COST = 1.0

Course = npt.NDArray[np.int64]
"""The slide of each frame, counted from 0; -1 where none is shown."""


@dataclass(frozen=True)
class Showing:
    """A stretch of frames, `first` to before `end`, that shows slide `slide` (from 0)."""

    slide: int
    first: int
    end: int
    confidence: float


def likeliest_course(scores: Scores) -> Course:
    """By dynamic programming over all frames; the last state stands for "no slide"."""
    frames, slides = scores.shape
    gains = np.concatenate(
        [scores, np.full((frames, 1), NOTHING_LEVEL, scores.dtype)], axis=1
    ).astype(np.float64)
    came_from = np.zeros((frames, slides + 1), np.int32)
    total = gains[0].copy()
    for frame in range(1, frames):
        best, origin = _step(total, slides)
        came_from[frame] = origin
        total = best + gains[frame]
    return _walked_back(came_from, int(total.argmax()), slides)


def _step(total: npt.NDArray[np.float64], slides: int) -> tuple[npt.NDArray[np.float64], Course]:
    """The best total before each state, and the state it came from."""
    best, origin = total.copy(), np.arange(slides + 1)
    shown = total[:slides]
    leader = int(shown.argmax())
    ways = (
        (np.concatenate([[-np.inf], shown[:-1]]) - NEXT_COST, np.arange(slides) - 1),
        (np.full(slides, shown[leader] - JUMP_COST), np.full(slides, leader)),
        (np.full(slides, total[slides] - NOTHING_COST), np.full(slides, slides)),
    )
    for value, source in ways:
        better = value > best[:slides]
        best[:slides] = np.where(better, value, best[:slides])
        origin[:slides] = np.where(better, source, origin[:slides])
    if shown[leader] - NOTHING_COST > best[slides]:
        best[slides], origin[slides] = shown[leader] - NOTHING_COST, leader
    return best, origin


def _walked_back(came_from: npt.NDArray[np.int32], last: int, slides: int) -> Course:
    course = np.empty(len(came_from), np.int64)
    state = last
    for frame in range(len(came_from) - 1, -1, -1):
        course[frame] = state
        state = int(came_from[frame, state])
    course[course == slides] = -1
    return course


def showings(scores: Scores, course: Course) -> list[Showing]:
    """Where a slide comes up that was not the last one shown; what lies between counts for it."""
    found: list[Showing] = []
    for slide, first, end in _runs(course):
        if found and found[-1].slide == slide:
            continue  # the camera came in between
        found.append(Showing(slide, first, end, _confidence(scores[first:end], slide)))
    return found


def _runs(course: Course) -> Iterator[tuple[int, int, int]]:
    edges = [0, *(int(place) + 1 for place in np.flatnonzero(np.diff(course))), len(course)]
    for first, end in pairwise(edges):
        if end > first and course[first] >= 0:
            yield int(course[first]), first, end


def _confidence(scores: Scores, slide: int) -> float:
    """How like the slide the frames are, and how much less like any other."""
    likeness = float(scores[:, slide].mean())
    others = np.delete(scores, slide, axis=1)
    margin = likeness - float(others.max(axis=1).mean()) if others.size else 1.0
    share = (likeness - NOTHING_LEVEL) / (0.85 - NOTHING_LEVEL)
    return round(float(np.clip(share, 0, 1) * np.clip(0.4 + 4 * margin, 0, 1)), 3)
