"""The strip: a thin timeline of what matters in a recording. One data shape for all places."""

from dataclasses import dataclass
from fractions import Fraction

from content.core.ports import Span

MOST_TICKS = 200
"""A strip is drawn some 300 to 1 200 pixels wide, and a tick is four."""


@dataclass(frozen=True)
class StripHit:
    """A tick at the second where something was said. `url` opens the recording there."""

    at_ms: int
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class StripChapter:
    at_ms: int
    title: str = ""
    url: str = ""


@dataclass(frozen=True)
class Strip:
    """What one strip shows; times in milliseconds within 0…duration_ms."""

    duration_ms: int
    watched: tuple[Span, ...] = ()
    hits: tuple[StripHit, ...] = ()
    chapters: tuple[StripChapter, ...] = ()
    now_ms: int | None = None

    @property
    def ticks(self) -> tuple[StripHit, ...]:
        """The hits to draw: the earliest of those that would lie on each other, at most
        MOST_TICKS."""
        kept: dict[int, StripHit] = {}
        for hit in sorted(self.hits, key=lambda each: each.at_ms):
            place = max(hit.at_ms, 0) * MOST_TICKS // max(self.duration_ms, 1)
            kept.setdefault(min(place, MOST_TICKS - 1), hit)
        return tuple(kept.values())

    def percent(self, at_ms: int) -> str:
        """Where a time lies on the strip, as SVG wants it: "12.34%"."""
        if self.duration_ms <= 0:
            return "0%"
        share = Fraction(min(max(at_ms, 0), self.duration_ms), self.duration_ms)
        return f"{float(share * 100):.2f}%"

    @property
    def watched_ms(self) -> int:
        return sum(end - start for start, end in self.watched)

    @property
    def watched_percent(self) -> int:
        """Whole percent watched, rounded down: 99.9 % is not 100 %."""
        return self.watched_ms * 100 // self.duration_ms if self.duration_ms > 0 else 0
