"""What is answered: groups (a recording, an article, a course) with the moments that match.

Pure values, and the one place that turns a stored moment into a hit: where it is highlighted and
at which cue a jump lands.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from search.highlights import highlight_spans, longest
from search.query import AnalysedQuery

Facets = Mapping[str, Mapping[str, int]]
"""By "kind", "language" and "topic": how many groups each value would give."""


@dataclass(frozen=True, slots=True)
class MomentHit:
    """Times None: a passage of an article. `highlights` are character spans of `text`."""

    start_ms: int | None
    end_ms: int | None
    text: str
    highlights: tuple[tuple[int, int], ...]
    score: float
    language: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class GroupHit:
    """`moments` are the best few, best first; empty where only the title or summary was found."""

    group: str
    kind: str
    id: str
    score: float
    moments: tuple[MomentHit, ...]


@dataclass(frozen=True)
class EngineHits:
    """An engine's answer. `total` and `facets` count groups the viewer is admitted to."""

    engine: str
    total: int
    groups: tuple[GroupHit, ...]
    facets: Facets = field(default_factory=dict)
    degraded: bool = False


def group_hit(group: str, score: float, moments: Sequence[MomentHit]) -> GroupHit:
    kind, _colon, ident = group.partition(":")
    return GroupHit(group=group, kind=kind, id=ident, score=score, moments=tuple(moments))


def moment_hit(
    query: AnalysedQuery,
    *,
    text: str,
    start_ms: int | None,
    end_ms: int | None,
    cues: Sequence[Sequence[int]],
    score: float,
    language: str,
    number: int,
) -> MomentHit:
    """A hit that starts at the cue in which the longest highlight begins."""
    highlights = tuple(highlight_spans(text, query))
    landing = longest(highlights)
    if landing is not None and cues:
        at = bisect_right([offset for offset, _start in cues], landing[0]) - 1
        start_ms = cues[max(at, 0)][1]
    return MomentHit(
        start_ms=start_ms,
        end_ms=end_ms,
        text=text,
        highlights=highlights,
        score=round(score, 6),
        language=language,
        number=number,
    )
