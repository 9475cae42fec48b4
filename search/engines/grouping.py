"""From scored rows to groups: rights, filters, facets, pages. Pure, for the database engines.

The same steps that Elasticsearch takes by filters, aggregations and `collapse`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from content.core.audience import Viewer
from search.engines.matching import ROW_BITS
from search.query import SearchQuery


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """What an engine knows of a document beside its text."""

    ordinal: int
    group: str
    language: str
    kind: str
    topics: tuple[str, ...]
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


def rank(
    query: SearchQuery, scores: Mapping[int, float], documents: Collection[HeldDocument]
) -> Ranked:
    """The page of groups that is asked for, with totals and facets over all of them."""
    open_to = [held for held in documents if admits(query.viewer, held.audiences)]
    chosen = {held.ordinal: held for held in open_to if _passes(query, held, but="")}
    best: dict[str, float] = {}
    newest: dict[str, int] = {}
    for row, score in scores.items():
        held = chosen.get(row >> ROW_BITS)
        if held is not None and score > best.get(held.group, -1.0):
            best[held.group] = score
            newest[held.group] = held.published_ms
    order = sorted(best, key=lambda group: (-round(best[group], 6), -newest[group], group))
    page = order[query.offset : query.offset + query.size]
    return Ranked(
        total=len(best),
        facets=_facets(query, open_to),
        groups=tuple(_ranked_groups(query, page, best, scores, chosen)),
    )


def _ranked_groups(
    query: SearchQuery,
    page: Collection[str],
    best: Mapping[str, float],
    scores: Mapping[int, float],
    chosen: Mapping[int, HeldDocument],
) -> Iterable[RankedGroup]:
    shown = {ordinal: held.group for ordinal, held in chosen.items() if held.group in set(page)}
    rows: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for row, score in scores.items():
        group = shown.get(row >> ROW_BITS)
        if group is not None and row & ((1 << ROW_BITS) - 1):
            rows[group].append((row, score))
    for group in page:
        ordered = sorted(rows[group], key=lambda found: (-round(found[1], 6), found[0]))
        yield RankedGroup(group, best[group], tuple(ordered[: query.moments_per_group]))


def _facets(query: SearchQuery, documents: Collection[HeldDocument]) -> dict[str, dict[str, int]]:
    """Each facet counts the groups its values would give, all other filters standing."""
    found: dict[str, dict[str, set[str]]] = {}
    for name in ("kind", "language", "topic"):
        values: dict[str, set[str]] = defaultdict(set)
        for held in documents:
            if _passes(query, held, but=name):
                for value in _values(held, name):
                    values[value].add(held.group)
        found[name] = values
    return {
        name: {value: len(groups) for value, groups in sorted(values.items())}
        for name, values in found.items()
    }


def _values(held: HeldDocument, name: str) -> Collection[str]:
    if name == "topic":
        return held.topics
    return (held.kind if name == "kind" else held.language,)


def _passes(query: SearchQuery, held: HeldDocument, but: str) -> bool:
    """Whether a document passes the query's filters, but the one named."""
    return (
        (but == "kind" or not query.kinds or held.kind in query.kinds)
        and (but == "language" or not query.languages or held.language in query.languages)
        and (but == "topic" or not query.topics or bool(set(query.topics) & set(held.topics)))
    )
