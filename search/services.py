"""The search: words in, an answer out, each hit asked of the database before it is shown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from content.core import ports
from content.core.audience import Viewer
from content.core.clock import url_seconds
from content.core.ports import DocumentKey, Span, VisibleDocument
from search.answers import Answer, AnsweredMoment, AnsweredResult
from search.backends import Searcher, answering_engine
from search.cards import cards_for, glossary
from search.highlights import highlight_spans
from search.models import StoredDocument
from search.query import MAXIMUM_PAGE_SIZE, AnalysedQuery, GroupFilter, SearchQuery
from search.query_analysis import LONGEST_QUERY
from search.relaxed import Asked, as_written, ask, relaxed
from search.results import EngineHits, Facets, GroupHit, MomentHit
from search.spelling import guesses

MOMENTS = 12
"""How many moments of a result are fetched: three are read, all are ticks on the strip."""
LAST_PAGE = 100
WATCHED_SHARE = 0.5
FEW = 3
"""With fewer results than this, another spelling is offered."""

_Seen = dict[DocumentKey, VisibleDocument]


def search(  # noqa: PLR0913  # words, who asks, and the filters a person may set
    *,
    text: str,
    viewer: Viewer,
    language: str,
    filters: Mapping[str, Sequence[str]] | None = None,
    watched: bool | None = None,
    newest_first: bool = False,
    page: int = 1,
    page_size: int = 10,
    engine: Searcher | None = None,
) -> Answer:
    """What the viewer may see of what was asked, titles and addresses in the interface `language`.

    `filters` narrow by the keys of facets (`search.query.FACETS`), `watched` to the recordings that
    the signed-in viewer has watched at least half of, or has not. Any text is accepted: what lies
    beyond 200 characters is not read. Raises EngineUnavailable where no engine can answer.
    """
    query = SearchQuery(
        text=text[:LONGEST_QUERY],
        viewer=viewer,
        filters={name: tuple(keys) for name, keys in (filters or {}).items()},
        within=_within(viewer, watched),
        newest_first=newest_first,
        page=min(max(page, 1), LAST_PAGE),
        page_size=page_size,
        synonyms=ports.synonyms(),
        moments_per_group=MOMENTS,
    )
    engine = engine or answering_engine()
    asked = ask(engine, query)
    hits = asked.hits
    seen = ports.visible(viewer, [_key(hit) for hit in hits.groups], language)
    groups = [hit for hit in hits.groups if _key(hit) in seen]
    total, facets = hits.total, hits.facets
    if len(groups) < len(hits.groups):
        total, facets = _without_hidden(engine, query, hits, seen, language)
    marks = ports.viewer_marks(
        viewer.user_id, [hit.id for hit in groups if hit.kind == "recording"]
    )
    return Answer(
        engine=hits.engine,
        degraded=hits.degraded,
        total=total,
        facets=facets,
        labels=_labels(facets, language),
        did_you_mean=_meant(engine, asked, language),
        is_relaxed=asked.is_relaxed,
        results=tuple(
            _result(hit, seen[_key(hit)], asked.query, viewer, marks.get(hit.id, ()))
            for hit in groups
        ),
        page=query.page,
        page_size=query.size,
    )


def _within(viewer: Viewer, watched: bool | None) -> GroupFilter | None:
    """A filter and no facet: what a person has watched is no index's business, and counting what
    it would give would cost every search one more question."""
    if watched is None or viewer.user_id is None:
        return None
    keys = (DocumentKey("recording", ident) for ident in ports.watched(viewer.user_id))
    return GroupFilter("recording", frozenset(map(str, keys)), wanted=watched)


def _labels(facets: Facets, language: str) -> dict[str, Mapping[str, str]]:
    """Names for what was counted, and for nothing else: an address must not spell out a list."""
    found = {name: ports.labels(name, list(keys), language) for name, keys in facets.items()}
    return {name: names for name, names in found.items() if names}


def _meant(engine: Searcher, asked: Asked, language: str) -> str | None:
    """Another way to write the words that more is written with; only where little was found, and
    only from what the viewer may see, by the cards, the engine and the database alike."""
    query = asked.query.query
    if not asked.query.clauses or (not asked.is_relaxed and asked.hits.total >= FEW):
        return None
    others = guesses(query.text, [*cards_for(query.viewer), glossary(ports.terms())])
    least = _written(engine, query, language) if others else (0, 0)
    for other in others:
        all_of_it, part_of_it = _written(engine, replace(query, text=other, page=1), language)
        if all_of_it > least[0] or (all_of_it == least[0] == 0 and part_of_it > least[1]):
            return other
    return None


def _written(engine: Searcher, query: SearchQuery, language: str) -> tuple[int, int]:
    """In how many things the viewer may see the words are so written; where in none, in how many
    part of them is."""
    exact = as_written(query)
    found = _admitted(engine, exact, language)
    return found, 0 if found else _admitted(engine, relaxed(exact), language)


def _admitted(engine: Searcher, query: AnalysedQuery, language: str) -> int:
    if not query.clauses:
        return 0
    hits = engine.search(query)
    seen = ports.visible(query.query.viewer, [_key(hit) for hit in hits.groups], language)
    return hits.total - len(hits.groups) + len(seen) if seen else 0


def _key(hit: GroupHit) -> DocumentKey:
    return DocumentKey(hit.kind, hit.id)


def _without_hidden(
    engine: Searcher, query: SearchQuery, hits: EngineHits, seen: _Seen, language: str
) -> tuple[int, Facets]:
    """Total and facets without the things whose rights changed since they were indexed.

    The index lags behind for a second or two: what it counted among the best fifty is asked of
    the database as well, so that not even a number tells of what was withdrawn.
    """
    first = replace(query, page=1, page_size=MAXIMUM_PAGE_SIZE, moments_per_group=1)
    counted = ask(engine, first).hits.groups
    keys = {_key(hit) for hit in (*hits.groups, *counted)}
    hidden = keys - set(seen) - set(ports.visible(query.viewer, keys - set(seen), language))
    total = max(hits.total - len(hidden), 0)
    return total, _facets_without(hits.facets, hidden)


def _facets_without(facets: Facets, hidden: Collection[DocumentKey]) -> Facets:
    counts = {name: dict(values) for name, values in facets.items()}
    groups = [str(key) for key in hidden]
    of_group: dict[str, set[tuple[str, str]]] = {str(key): {("kind", key.kind)} for key in hidden}
    for row in StoredDocument.objects.living().filter(group__in=groups):
        document = row.document()
        of_group[row.group].add(("language", row.language))
        of_group[row.group].update(document.facets)
    for values in of_group.values():
        for name, value in values:
            if value in counts.get(name, {}):
                counts[name][value] -= 1
    return {
        name: {value: count for value, count in values.items() if count > 0}
        for name, values in counts.items()
    }


def _result(
    hit: GroupHit,
    document: VisibleDocument,
    query: AnalysedQuery,
    viewer: Viewer,
    watched: Sequence[Span],
) -> AnsweredResult:
    is_known = viewer.user_id is not None and hit.kind == "recording"
    return AnsweredResult(
        kind=hit.kind,
        id=hit.id,
        title=document.title,
        title_highlights=tuple(highlight_spans(document.title, query)),
        url=document.url,
        unit=document.unit,
        published_at=document.published_at,
        duration_ms=document.duration_ms,
        image_url=document.image_url,
        is_reviewed=document.reviewed,
        moments=tuple(
            _moment(moment, document.url, query.query.text, watched if is_known else None)
            for moment in hit.moments
        ),
        watched=tuple(watched),
        chapters=document.chapters,
        file_type=document.file_type,
        places=document.places,
        media=document.media,
    )


def _moment(
    moment: MomentHit, url: str, words: str, watched: Sequence[Span] | None
) -> AnsweredMoment:
    is_watched = None
    if watched is not None and moment.start_ms is not None and moment.end_ms is not None:
        is_watched = _is_covered(moment.start_ms, moment.end_ms, watched)
    return AnsweredMoment(
        start_ms=moment.start_ms,
        end_ms=moment.end_ms,
        url=page_url(url, moment.page) if moment.page else moment_url(url, moment.start_ms, words),
        text=moment.text,
        highlights=tuple(moment.highlights),
        language=moment.language,
        is_watched=is_watched,
        page=moment.page,
        number=moment.number,
    )


def page_url(url: str, page: int) -> str:
    """The file, opened at that page by a browser that shows it."""
    return f"{url}#page={page}"


def moment_url(url: str, start_ms: int | None, words: str) -> str:
    """The page at that second, with the words to mark in the transcript."""
    values: Mapping[str, str] = {"q": words.strip()}
    if start_ms is not None:
        values = {"t": url_seconds(start_ms), **values}
    return f"{url}{'&' if '?' in url else '?'}{urlencode(values, errors='replace')}"


def _is_covered(start_ms: int, end_ms: int, watched: Sequence[Span]) -> bool:
    covered = sum(max(0, min(end, end_ms) - max(start, start_ms)) for start, end in watched)
    return covered >= (end_ms - start_ms) * WATCHED_SHARE
