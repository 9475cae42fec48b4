"""How much each frame of a video looks like each slide. Pure arithmetic on small pictures.

A slide may fill the frame, stand in a part of it beside the speaker, or be covered in a corner by
the speaker's picture; and a video may pass from one such layout to another. So the layouts are
found first, from a few frames of the whole video: where the slide stands (a rectangle in shares of
the frame) and which of its blocks are the slide's at all. What all slides have in common is taken
off before comparing, or every slide of a template would look like every other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float32]
"""Of the shape (frames, slides): 1 is the very picture, 0 has nothing to do with it."""

COLUMNS, ROWS = 64, 36
_BLOCK = 4
# The rim of a slide is not looked at: what stands around the slide would shine into it.
_MARGIN = 0.04
MOST_LAYOUTS = 3
# From here on a frame counts as showing the slide while layouts are sought.
LIKELY = 0.5
_LEAST_FRAMES = 2
_SCALES = (1.0, 0.94, 0.88, 0.83, 0.78, 0.74, 0.7, 0.667, 0.63, 0.6, 0.55, 0.5)
_SPACING = 0.025
_STEPS = (0.03, 0.015, 0.0075, 0.004)
_ROUGH_FRAMES, _FINE_FRAMES = 9, 32
_NOISE = 16 * 8.0**2
"""What a block of a noisy or compressed video may hold where the slide is plain."""
_ONE_SLIDE_WORTH = 0.25
_FRAMES_AT_ONCE = 256
_TINY = 1e-6


@dataclass(frozen=True)
class Layout:
    """Where the slide stands in the frame, in shares of it, and what each of its blocks weighs."""

    left: float
    top: float
    width: float
    height: float
    weights: tuple[float, ...] = ()

    def as_list(self) -> list[Any]:
        return [self.left, self.top, self.width, self.height, list(self.weights)]

    @classmethod
    def from_list(cls, values: Sequence[Any]) -> "Layout":
        left, top, width, height, weights = values
        return cls(left, top, width, height, tuple(weights))

    @property
    def is_inside(self) -> bool:
        return (
            self.left >= -0.02
            and self.top >= -0.02
            and self.left + self.width <= 1.02
            and self.top + self.height <= 1.02
            and min(self.width, self.height) >= 0.3
        )


class SlideSet:
    """The slides to compare with, as grey pictures of any one shape (slides, height, width)."""

    def __init__(
        self, pictures: npt.NDArray[Any], aspect: float = 16 / 9, *, soft: bool = False
    ) -> None:
        self.aspect = aspect
        self._soft = soft
        self.softer = self if soft else SlideSet(pictures, aspect, soft=True)
        details = _details(_patches(pictures, Layout(0, 0, 1, 1)), soft=soft)
        self._common = details.mean(axis=0) if len(details) > 1 else np.zeros_like(details[0])
        self._own = details - self._common
        self._most = np.max([_blocks(detail * detail) for detail in details], axis=0)
        self.raw = details

    def scores(self, frames: npt.NDArray[Any], layouts: Sequence[Layout]) -> Scores:
        """The best over the layouts; some frames at a time, so that memory stays flat."""
        best = np.full((len(frames), len(self._own)), -1, np.float32)
        for first in range(0, len(frames), _FRAMES_AT_ONCE):
            some = slice(first, first + _FRAMES_AT_ONCE)
            for layout in layouts:
                best[some] = np.maximum(best[some], self.scores_in(frames[some], layout))
        return best

    def scores_in(self, frames: npt.NDArray[Any], layout: Layout) -> Scores:
        details = _details(_patches(frames, layout), soft=self._soft)
        weights = _weights(layout.weights or self._uncovered(details))
        seen = self._without_common(details, weights)
        return _correlation(seen * weights, self._own * weights)

    def _uncovered(self, details: Picture) -> tuple[float, ...]:
        """As `block_weights`, before it is known what is shown: 0 where more goes on than in any
        slide, as in a speaker's picture."""
        seen = _blocks((details * details).mean(axis=0))
        kept = seen <= 3 * self._most + _NOISE
        return tuple(float(value) for value in kept.ravel()) if kept.mean() >= 0.5 else ()

    def _without_common(self, details: Picture, weights: Picture) -> Picture:
        """Less what the slides have in common, at the frame's own contrast."""
        common = self._common * weights
        energy = float((common * common).sum())
        if energy < _TINY:
            return details
        gains = (details * common).sum(axis=(1, 2)) / energy
        bare: Picture = details - np.clip(gains, 0, 2)[:, None, None] * self._common
        return bare

    def block_weights(self, frames: npt.NDArray[Any], layout: Layout) -> tuple[float, ...]:
        """1 for blocks in which the frames agree with the slides they show, 0 for covered ones."""
        bare = Layout(layout.left, layout.top, layout.width, layout.height)
        scores = self.scores_in(frames, bare)
        best = scores.argmax(axis=1)
        shown = scores.max(axis=1) >= LIKELY
        if shown.sum() < _LEAST_FRAMES:
            return ()
        seen = _details(_patches(frames[shown], bare), soft=self._soft)
        meant = self.raw[best[shown]]
        agreed = _blocks((seen * meant).sum(axis=0))
        energy_seen = _blocks((seen * seen).sum(axis=0))
        energy_meant = _blocks((meant * meant).sum(axis=0))
        agreement = agreed / np.sqrt(energy_seen * energy_meant + _TINY)
        is_empty = (energy_meant < energy_meant.mean() * 0.05) & (
            energy_seen < energy_seen.mean() * 0.05
        )
        kept = (agreement > 0.4) | is_empty
        if kept.mean() < 0.4:
            return ()
        return tuple(float(value) for value in kept.ravel())


def find_layouts(
    slides: SlideSet, frames: npt.NDArray[Any], frame_aspect: float = 16 / 9
) -> list[Layout]:
    """The layouts of the video, the most frequent first; none where it does not show the slides."""
    layouts: list[Layout] = []
    left = frames
    while len(left) >= _LEAST_FRAMES and len(layouts) < MOST_LAYOUTS:
        found = _best_layout(slides, left, frame_aspect)
        explained = slides.scores_in(left, found).max(axis=1) >= LIKELY
        if explained.sum() < max(_LEAST_FRAMES, 0.03 * len(frames)):
            break
        layouts.append(found)
        left = left[~explained]
    return layouts


def _best_layout(slides: SlideSet, frames: npt.NDArray[Any], frame_aspect: float) -> Layout:
    few, some = _halved(_thinned(frames, _ROUGH_FRAMES)), _thinned(frames, _FINE_FRAMES)
    rough = max(
        _candidates(slides.aspect, frame_aspect),
        key=lambda layout: _worth(slides.softer, few, layout),
    )
    found = _refined(slides.softer, some, rough, _STEPS[:2])
    found = _refined(slides, some, found, _STEPS[1:])
    masked = _with_weights(found, slides.block_weights(frames, found))
    return _refined(slides, some, masked, _STEPS)


def _halved(frames: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """At half the size, which is enough for a first guess and four times as quick."""
    count, height, width = frames.shape
    cut = frames[:, : height // 2 * 2, : width // 2 * 2]
    halved: npt.NDArray[Any] = cut.reshape(count, height // 2, 2, width // 2, 2).mean(axis=(2, 4))
    return halved


def _thinned(frames: npt.NDArray[Any], count: int) -> npt.NDArray[Any]:
    """So many of them, evenly from the whole."""
    return frames[np.linspace(0, len(frames) - 1, min(count, len(frames))).astype(np.int64)]


def _worth(slides: SlideSet, frames: npt.NDArray[Any], layout: Layout) -> float:
    """How well the frames that show slides at all are explained.

    What looks like one and the same slide all the time may be a wall: variety counts for more.
    """
    scores = slides.scores_in(frames, layout)
    likeness = np.clip(scores.max(axis=1) - 0.25, 0, None)
    by_slide = np.bincount(scores.argmax(axis=1), weights=likeness)
    total = float(likeness.sum())
    variety = 1 - float(by_slide.max()) / total if total > 0 else 0.0
    return total * max(_ONE_SLIDE_WORTH, variety)


def _candidates(slide_aspect: float, frame_aspect: float) -> Iterator[Layout]:
    width, height = min(1.0, slide_aspect / frame_aspect), min(1.0, frame_aspect / slide_aspect)
    # Squeezed by whoever recorded it: to fill the frame, or to the shape of an old screen.
    yield from (Layout(0, 0, 1, 1), Layout(0.125, 0, 0.75, 1), Layout(0, 0.125, 1, 0.75))
    for scale in _SCALES:
        across, down = width * scale, height * scale
        for left in np.linspace(0, 1 - across, 1 + round((1 - across) / _SPACING)):
            for top in np.linspace(0, 1 - down, 1 + round((1 - down) / _SPACING)):
                yield Layout(float(left), float(top), across, down)


def _refined(
    slides: SlideSet, frames: npt.NDArray[Any], layout: Layout, steps: Iterable[float]
) -> Layout:
    """Climb from here by small moves and stretches as long as the frames agree more."""
    best, worth = layout, _worth(slides, frames, layout)
    for step in steps:
        for _round in range(6):
            tried = [(_worth(slides, frames, near), near) for near in _near(best, step)]
            top_worth, top = max(tried, key=lambda pair: pair[0], default=(0.0, best))
            if top_worth <= worth + _TINY:
                break
            best, worth = top, top_worth
    return best


def _near(layout: Layout, step: float) -> Iterator[Layout]:
    moves = (
        (1, 0, 0, 0), (-1, 0, 0, 0), (0, 1, 0, 0), (0, -1, 0, 0),
        (0, 0, 1, 1), (0, 0, -1, -1), (-0.5, -0.5, 1, 1), (0.5, 0.5, -1, -1),
        (0, 0, 1, 0), (0, 0, -1, 0), (0, 0, 0, 1), (0, 0, 0, -1),
    )  # fmt: skip
    for x, y, across, down in moves:
        moved = Layout(
            layout.left + x * step,
            layout.top + y * step,
            layout.width + across * step,
            layout.height + down * step,
            layout.weights,
        )
        if moved.is_inside:
            yield moved


def _with_weights(layout: Layout, weights: tuple[float, ...]) -> Layout:
    return Layout(layout.left, layout.top, layout.width, layout.height, weights)


def _weights(weights: tuple[float, ...]) -> Picture:
    if not weights:
        return np.ones((ROWS, COLUMNS), np.float32)
    blocks = np.array(weights, np.float32).reshape(ROWS // _BLOCK, COLUMNS // _BLOCK)
    return np.kron(blocks, np.ones((_BLOCK, _BLOCK), np.float32)).astype(np.float32)


def _blocks(picture: Picture) -> Picture:
    """Sums over blocks."""
    cut = picture.reshape(ROWS // _BLOCK, _BLOCK, COLUMNS // _BLOCK, _BLOCK)
    summed: Picture = cut.sum(axis=(1, 3))
    return summed


def _patches(frames: npt.NDArray[Any], layout: Layout) -> Picture:
    """The part of each frame where the slide stands, at the size at which slides are compared.

    Each value is the mean over its share of the frame, to fractions of a pixel.
    """
    kept = 1 - 2 * _MARGIN
    left, top = layout.left + _MARGIN * layout.width, layout.top + _MARGIN * layout.height
    lines = _shares(frames.astype(np.float32), left, kept * layout.width, COLUMNS)
    columns = _shares(lines.swapaxes(1, 2), top, kept * layout.height, ROWS)
    patches: Picture = columns.swapaxes(1, 2)
    return patches


def _shares(values: Picture, start: float, length: float, count: int) -> Picture:
    """The means over `count` equal shares of the last axis, from `start` on, both in shares."""
    size = values.shape[2]
    sums = np.pad(values.cumsum(axis=2, dtype=np.float32), ((0, 0), (0, 0), (1, 0)))
    edges = np.clip((start + length * np.arange(count + 1) / count) * size, 0, size - 0.001)
    first = edges.astype(np.int64)
    part = (edges - first).astype(np.float32)
    at_edges = sums[:, :, first] * (1 - part) + sums[:, :, first + 1] * part
    widths = np.maximum(np.diff(edges), 0.01).astype(np.float32)
    means: Picture = np.diff(at_edges, axis=2) / widths
    return means


def _details(patches: Picture, *, soft: bool = False) -> Picture:
    """Less the light of the neighbourhood: what is left is edges and writing; where `soft`,
    blocks of writing, which can be told from farther beside their place."""
    if soft:
        return _blurred(patches, 2) - _blurred(patches, 8)
    return patches - _blurred(patches, 4)


def _blurred(patches: Picture, reach: int) -> Picture:
    padded = np.pad(patches, ((0, 0), (reach, reach), (reach, reach)), mode="edge")
    sums = np.pad(padded.cumsum(axis=1).cumsum(axis=2), ((0, 0), (1, 0), (1, 0)))
    size = 2 * reach + 1
    area = (
        sums[:, size:, size:] - sums[:, :-size, size:]
        - sums[:, size:, :-size] + sums[:, :-size, :-size]
    )  # fmt: skip
    blurred: Picture = (area / (size * size)).astype(np.float32)
    return blurred


def _correlation(seen: Picture, meant: Picture) -> Scores:
    flat_seen, flat_meant = seen.reshape(len(seen), -1), meant.reshape(len(meant), -1)
    # A slide or frame without any detail of its own is like nothing at all.
    floor = _TINY + 0.5 * flat_seen.shape[1] ** 0.5
    norm_seen = np.maximum(np.linalg.norm(flat_seen, axis=1), floor)
    norm_meant = np.maximum(np.linalg.norm(flat_meant, axis=1), floor)
    scores = (flat_seen @ flat_meant.T) / np.outer(norm_seen, norm_meant)
    return scores.astype(np.float32)
