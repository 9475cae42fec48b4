"""From scored rows to groups: rights, filters, facets, pages. Pure, for the database engines.

The same steps that Elasticsearch takes by filters, aggregations and `collapse`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from content.core.audience import Viewer
from search.engines.matching import ROW_BITS, Scores
from search.query import FACETS, SearchQuery


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """What an engine knows of a document beside its text."""

    ordinal: int
    group: str
    language: str
    kind: str
    keys: Mapping[str, Sequence[str]]
    audiences: tuple[frozenset[str], ...]
    published_ms: int


@dataclass(frozen=True, slots=True)
class RankedGroup:
    """A group and its best rows, best first; header rows left out."""

    group: str
    score: float
    rows: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    total: int
    facets: Mapping[str, Mapping[str, int]]
    groups: tuple[RankedGroup, ...]


def admits(viewer: Viewer, audiences: Iterable[frozenset[str]]) -> bool:
    """The rule of `content.core.audience`, on tokens as they are indexed: all sets must be met."""
    return viewer.sees_everything or all(viewer.tokens & tokens for tokens in audiences)


def rank(query: SearchQuery, scores: Scores, documents: Collection[HeldDocument]) -> Ranked:
    """The page of groups that is asked for, with totals and facets over all of them."""
    open_to = [(held, _failed(query, held)) for held in documents if _is_open(query, held)]
    best: dict[str, float] = {}
    newest: dict[str, int] = {}
    ordinals: dict[str, list[int]] = defaultdict(list)
    for held, failed in open_to:
        if not failed:
            ordinals[held.group].append(held.ordinal)
            best[held.group] = max(best.get(held.group, 0.0), scores.best[held.ordinal])
            newest[held.group] = max(newest.get(held.group, 0), held.published_ms)
    order = sorted(best, key=lambda group: _place(query, best[group], newest[group], group))
    page = order[query.offset : query.offset + query.size]
    return Ranked(
        total=len(best),
        facets=_facets(open_to),
        groups=tuple(
            RankedGroup(
                group,
                best[group],
                _best_moments(
                    [found for ordinal in ordinals[group] for found in scores.rows(ordinal)],
                    query.moments_per_group,
                ),
            )
            for group in page
        ),
    )


def _is_open(query: SearchQuery, held: HeldDocument) -> bool:
    within = query.within
    return admits(query.viewer, held.audiences) and (
        within is None or within.admits(held.kind, held.group)
    )


def _place(query: SearchQuery, score: float, newest: int, group: str) -> tuple[float, float, str]:
    by_score, by_date = -round(score, 6), -newest
    return (by_date, by_score, group) if query.newest_first else (by_score, by_date, group)


def _best_moments(found: Iterable[tuple[int, float]], count: int) -> tuple[tuple[int, float], ...]:
    """The best rows with their scores, headers left out; the earlier of equals first."""
    moments = [(row, score) for row, score in found if row & ((1 << ROW_BITS) - 1)]
    moments.sort(key=lambda each: (-round(each[1], 6), each[0]))
    return tuple(moments[:count])


def _facets(documents: Iterable[tuple[HeldDocument, Collection[str]]]) -> dict[str, dict[str, int]]:
    """Each facet counts the groups its values would give, all other filters standing."""
    found: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in FACETS}
    for held, failed in documents:
        # One that fails a single filter still counts for that filter's own facet.
        names = FACETS if not failed else failed if len(failed) == 1 else ()
        for name in names:
            for value in _values(held, name):
                found[name][value].add(held.group)
    return {
        name: {value: len(groups) for value, groups in sorted(values.items())}
        for name, values in found.items()
    }


def _values(held: HeldDocument, name: str) -> Collection[str]:
    if name == "kind":
        return (held.kind,)
    return (held.language,) if name == "language" else held.keys.get(name, ())


def _failed(query: SearchQuery, held: HeldDocument) -> list[str]:
    """The names of the query's filters that a document does not pass."""
    return [
        name
        for name, wanted in query.filters.items()
        if wanted and set(wanted).isdisjoint(_values(held, name))
    ]
