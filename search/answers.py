"""What a search answers to a person: things they may see, with the moments that match.

Frozen values. Made by `services.search` alone, after the rights were asked of the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from content.core.ports import Span, VisibleMedia
from search.results import Facets

Highlights = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class AnsweredMoment:
    """Times None: a passage of a text, on a page where it has any. `is_watched` is None where
    nobody is signed in."""

    start_ms: int | None
    end_ms: int | None
    url: str
    text: str
    highlights: Highlights
    language: str
    is_watched: bool | None = None
    page: int | None = None
    number: int = 0


@dataclass(frozen=True)
class AnsweredResult:
    """One thing, of whatever kind. `moments`: the best first, none for a mere title."""

    kind: str
    id: str
    title: str
    title_highlights: Highlights
    url: str
    unit: str
    published_at: datetime | None
    duration_ms: int | None
    image_url: str
    is_reviewed: bool
    moments: tuple[AnsweredMoment, ...]
    watched: tuple[Span, ...] = ()
    chapters: tuple[tuple[int, str], ...] = ()
    file_type: str = ""
    places: tuple[tuple[str, str], ...] = ()
    media: VisibleMedia | None = None


@dataclass(frozen=True)
class Answer:
    """`degraded`: the engine that should answer could not, another one did. `is_relaxed`: nothing
    holds enough of what was asked, these hold part of it. `labels` names the keys of the facets in
    the language of the interface."""

    engine: str
    degraded: bool
    total: int
    facets: Facets
    did_you_mean: str | None
    results: tuple[AnsweredResult, ...]
    page: int
    page_size: int
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    is_relaxed: bool = False
