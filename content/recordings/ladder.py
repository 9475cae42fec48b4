"""Which qualities of a video are made: the best that makes sense, and smaller ones. Pure.

A quality is named by the shorter side of its frame, as people know it ("1080"). Nothing is ever
made larger than it came.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from content.recordings.probe import VideoFacts

# A step down that saves less than a fifth of the height is not worth its place on the disk.
_WORTH = 0.8
# Highest bit rate in kbit/s up to this height; talks and slides mostly need far less.
_KILOBITS = ((360, 700), (480, 1200), (720, 2500), (1080, 4500), (4320, 8000))


@dataclass(frozen=True)
class Quality:
    """`height` is its name; the frame fits into `long_side` × `height`, lying or standing."""

    height: int
    long_side: int
    bit_rate_k: int

    @property
    def variant(self) -> str:
        return str(self.height)


def qualities(video: VideoFacts, heights: Sequence[int]) -> tuple[Quality, ...]:
    """The highest first. `heights` are those of the settings; the largest one is the ceiling."""
    ceiling = max(heights)
    if fits(video, ceiling):
        top = _quality(min(video.width, video.height), max(video.width, video.height))
    else:
        top = _quality(ceiling, _long_side(ceiling))
    lower = sorted((h for h in set(heights) if h <= top.height * _WORTH), reverse=True)
    return (top, *(_quality(height, _long_side(height)) for height in lower))


def fits(video: VideoFacts, height: int) -> bool:
    """Whether a frame needs no shrinking for this height, lying or standing."""
    short, long = sorted((video.width, video.height))
    return short <= height and long <= _long_side(height)


def _quality(height: int, long_side: int) -> Quality:
    kilobits = next(rate for limit, rate in _KILOBITS if height <= limit)
    return Quality(height, long_side, kilobits)


def _long_side(height: int) -> int:
    """Of 16:9, even."""
    return (height * 16 // 9 + 1) // 2 * 2
