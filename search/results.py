"""What is answered: groups (a recording, an article, a course) with the moments that match.

Pure values, and the one place that turns a stored moment into a hit: where it is highlighted and
at which cue a jump lands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from search.highlights import cue_of_mark, joined, landing, marks_of_terms
from search.query import AnalysedQuery

Facets = Mapping[str, Mapping[str, int]]
"""By facet (`search.query.FACETS`): how many groups each value would give."""


@dataclass(frozen=True, slots=True)
class MomentHit:
    """Times None: a passage of a text, on a page where it has any. `highlights` are character spans
    of `text`."""

    start_ms: int | None
    end_ms: int | None
    text: str
    highlights: tuple[tuple[int, int], ...]
    score: float
    language: str
    number: int = 0
    page: int | None = None


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
    """A hit that starts at the cue which holds most of what was asked for."""
    page = None
    marks = marks_of_terms(text, query)
    highlights = tuple(joined(text, query, marks))
    if cues:
        offsets = [offset for offset, _start in cues]
        cue = landing(marks, offsets)
        cue = cue_of_mark(highlights, offsets) if cue is None else cue
        page = cues[cue or 0][1] if start_ms is None else None
        start_ms = start_ms if cue is None or start_ms is None else cues[cue][1]
    return MomentHit(
        start_ms=start_ms,
        end_ms=end_ms,
        text=text,
        highlights=highlights,
        score=round(score, 6),
        language=language,
        number=number,
        page=page,
    )
