"""The words of Elasticsearch's requests and answers: its index, its documents, its search. Pure.

The search says in the server's terms what `search.engines.matching` and `.grouping` say in Python:
the same matches, the same rights, the same sums. The server's own rarity (BM25 with k1 = 0) is the
formula used there.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from content.core.audience import Viewer
from search.documents import MAXIMUM_AUDIENCES, IndexDocument, IndexMoment, Removal, document_id
from search.engines import weights
from search.query import AnalysedQuery, Clause, SearchQuery, Term
from search.results import EngineHits, GroupHit, MomentHit, group_hit, moment_hit

Body = dict[str, Any]

ANYONE = "*"
"""Stands in the audience fields a document does not use; every viewer holds it."""
ANY_LANGUAGE = ""
"""The language of the header that remembers the removal of a whole group."""
FACET_SIZE = 200
FACET_FIELDS = {
    **{"kind": "kind", "language": "language", "topic": "topics"},
    **{"unit": "unit", "speaker": "speaker", "year": "year"},
}
_TOKENS: Body = {
    "type": "text",
    "analyzer": "whitespace",
    "index_options": "docs",
    "norms": False,
    "similarity": "rarity",
}
KEYWORD: Body = {"type": "keyword"}
_SHOWN_NUMBER: Body = {"type": "integer", "index": False}

AUDIENCE_FIELDS = tuple(f"audience_{place}" for place in range(MAXIMUM_AUDIENCES))
SEEN_FIELDS = (
    *("number", "shown", "start_ms"),
    *("group", "language", "version", "removed"),
    *AUDIENCE_FIELDS,
)
"""What is read of everything held, to compare it with what should be."""

SETTINGS: Body = {
    "refresh_interval": "1s",
    # Deletions are remembered long, so that an older write that comes late finds them.
    "gc_deletes": "1h",
    "similarity": {
        "rarity": {"type": "BM25", "k1": 0.0, "b": 0.0},
        "gist": {"type": "BM25", "k1": weights.GIST_SATURATION, "b": 0.0},
    },
}
MAPPINGS: Body = {
    "dynamic": "strict",
    # Tokens are searched and never shown: kept once, in the index.
    "_source": {"excludes": ["text", "context", "title", "gist"]},
    "properties": {
        "group": KEYWORD,
        **dict.fromkeys(FACET_FIELDS.values(), KEYWORD),
        **dict.fromkeys(AUDIENCE_FIELDS, KEYWORD),
        "number": {"type": "integer"},
        "version": {"type": "long", "index": False},
        "moments": _SHOWN_NUMBER,
        "removed": {"type": "boolean"},
        "published_ms": {"type": "long"},
        "shown": {"type": "text", "index": False},
        "start_ms": _SHOWN_NUMBER,
        "end_ms": _SHOWN_NUMBER,
        "cues": {"type": "object", "enabled": False},
        "text": _TOKENS,
        "context": _TOKENS,
        "title": _TOKENS,
        "gist": {**_TOKENS, "index_options": "freqs", "similarity": "gist"},
        "cursor": {"type": "long", "index": False},
    },
}


class Header(NamedTuple):
    """What an index says it holds of a document; version 0 where it holds nothing."""

    version: int = 0
    moments: int = 0
    is_removed: bool = False


NOTHING = Header()


def sources(document: IndexDocument, moments: Sequence[IndexMoment]) -> Iterator[tuple[int, Body]]:
    """What to store for these moments, by number; the header (0) last: its version seals the
    rest."""
    shared: Body = {
        "group": document.group,
        "kind": document.kind,
        "language": document.language,
        **{FACET_FIELDS[name]: keys for name, keys in document.keys.items()},
        "published_ms": document.published_ms,
        "version": document.version,
        "title": document.title_tokens,
        "gist": document.gist_tokens,
    }
    for place, field in enumerate(AUDIENCE_FIELDS):
        held = document.audiences[place : place + 1]
        shared[field] = sorted(held[0]) if held else [ANYONE]
    for moment in moments:
        yield (
            moment.number,
            {
                **shared,
                "number": moment.number,
                "shown": moment.text,
                "start_ms": moment.start_ms,
                "end_ms": moment.end_ms,
                "cues": {"at": [list(cue) for cue in moment.cues]},
                "text": moment.tokens,
                "context": moment.context,
            },
        )
    yield (
        0,
        {
            **shared,
            "number": 0,
            "text": document.header_tokens,
            "moments": len(document.moments),
            "removed": False,
        },
    )


def rights_of(source: Mapping[str, Any]) -> list[list[str]]:
    """The audiences as they are stored with a moment."""
    return [source[field] for field in AUDIENCE_FIELDS if source[field] != [ANYONE]]


def search_body(query: AnalysedQuery) -> Body:
    """The whole search in one request."""
    asked = query.query
    filters = _filters(asked)
    body: Body = {
        "from": asked.offset,
        "size": asked.size,
        "track_total_hits": False,
        "_source": False,
        "docvalue_fields": ["group"],
        "query": {
            "bool": {
                "must": [{"dis_max": {"queries": [_clause(each) for each in query.clauses]}}],
                "filter": _rights(asked.viewer) + _within(asked),
            }
        },
        "sort": _order(asked),
        "track_scores": True,
        "collapse": {
            "field": "group",
            "inner_hits": {
                "name": "moments",
                # A document's headers, one a language, may stand among the best.
                "size": asked.moments_per_group + 2,
                "_source": ["number", "shown", "start_ms", "end_ms", "cues", "language"],
                "sort": [{"_score": "desc"}, {"number": "asc"}],
                "track_scores": True,
            },
        },
        "aggs": _aggregations(filters),
    }
    if filters:
        body["post_filter"] = {"bool": {"filter": list(filters.values())}}
    return body


def _clause(clause: Clause) -> Body:
    tokens = sorted({variant.token for term in clause.terms for variant in term.variants})
    return {
        "bool": {
            "boost": clause.weight,
            "filter": [{"terms": {"text": tokens}}],
            "must": [
                {
                    "bool": {
                        "should": [_term(term) for term in clause.asked],
                        "minimum_should_match": clause.minimum,
                    }
                }
            ],
            "should": [
                *(_term(term) for term in clause.lifting),
                *(_best(term, (("gist", weights.GIST),)) for term in clause.terms),
            ],
        }
    }


def _term(term: Term) -> Body:
    near = _best(term, (("text", weights.TEXT), ("context", weights.CONTEXT)))
    return {"bool": {"should": [near, _best(term, (("title", weights.TITLE),))]}}


def _best(term: Term, fields: Sequence[tuple[str, float]]) -> Body:
    queries = [
        {"term": {field: {"value": variant.token, "boost": variant.weight * share}}}
        for variant in term.variants
        for field, share in fields
    ]
    return queries[0] if len(queries) == 1 else {"dis_max": {"queries": queries}}


def _rights(viewer: Viewer) -> list[Body]:
    if viewer.sees_everything:
        return []
    tokens = sorted({*viewer.tokens, ANYONE})
    return [{"terms": {field: tokens}} for field in AUDIENCE_FIELDS]


def _within(asked: SearchQuery) -> list[Body]:
    within = asked.within
    if within is None:
        return []
    listed: Body = {"terms": {"group": sorted(within.groups)}}
    rule = listed if within.wanted else {"bool": {"must_not": [listed]}}
    return [{"term": {"kind": within.kind}}, rule]


def _order(asked: SearchQuery) -> list[Body]:
    by_score, by_date = {"_score": "desc"}, {"published_ms": "desc"}
    first = [by_date, by_score] if asked.newest_first else [by_score, by_date]
    return [*first, {"group": "asc"}]


def _filters(asked: SearchQuery) -> dict[str, Body]:
    """The person's own filters, by the facet they belong to."""
    return {
        name: {"terms": {FACET_FIELDS[name]: list(values)}}
        for name, values in asked.filters.items()
        if values
    }


def _aggregations(filters: dict[str, Body]) -> Body:
    """Totals and facets in groups; each facet under all filters but its own."""
    count: Body = {"cardinality": {"field": "group", "precision_threshold": 40_000}}
    found: Body = {"total": _under(list(filters.values()), {"groups": count})}
    for name, field in FACET_FIELDS.items():
        others = [rule for owner, rule in filters.items() if owner != name]
        values = {"terms": {"field": field, "size": FACET_SIZE}, "aggs": {"groups": count}}
        found[name] = _under(others, {"values": values})
    return found


def _under(rules: list[Body], aggregations: Body) -> Body:
    return {"filter": {"bool": {"filter": rules}}, "aggs": aggregations}


def header_id(ident: str) -> str:
    return f"{ident}:0"


def differing(document: IndexDocument, held: Header) -> Sequence[IndexMoment]:
    """The moments to send to an index that holds this. Title, rights and the like stand in each
    moment: where they differ, all of them do."""
    version = 0 if held.is_removed else held.version
    return document.changed_since(version) if document.shares_since(version) else document.moments


def put_actions(document: IndexDocument, held: Header = NOTHING) -> Iterator[Body]:
    yield from deletions(document.id, len(document.moments) + 1, held.moments, document.version)
    for number, source in sources(document, differing(document, held)):
        yield {
            "_op_type": "index",
            "_id": document.moment_id(number),
            "_source": source,
            "version": document.version,
            "version_type": "external_gte",
        }


def deletions(ident: str, first: int, last: int, version: int) -> list[Body]:
    return [
        {
            "_op_type": "delete",
            "_id": f"{ident}:{number}",
            "version": version,
            "version_type": "external_gte",
        }
        for number in range(first, last + 1)
    ]


def tombstone(removal: Removal, language: str) -> Body:
    return {
        "_op_type": "index",
        "_id": header_id(document_id(removal.group, language)),
        "_source": {
            "group": removal.group,
            "language": language,
            "number": 0,
            "version": removal.version,
            "moments": 0,
            "removed": True,
        },
        "version": removal.version,
        "version_type": "external_gte",
    }


def hits_of(engine: str, query: AnalysedQuery, answer: Mapping[str, Any]) -> EngineHits:
    found = answer["aggregations"]
    facets = {
        name: {
            bucket["key"]: bucket["groups"]["value"]
            for bucket in sorted(found[name]["values"]["buckets"], key=lambda each: each["key"])
        }
        for name in FACET_FIELDS
    }
    groups = tuple(_group(query, hit) for hit in answer["hits"]["hits"])
    return EngineHits(
        engine=engine, total=found["total"]["groups"]["value"], groups=groups, facets=facets
    )


def _group(query: AnalysedQuery, hit: Mapping[str, Any]) -> GroupHit:
    moments: list[MomentHit] = []
    for inner in hit["inner_hits"]["moments"]["hits"]["hits"]:
        source = inner["_source"]
        if source["number"] and len(moments) < query.query.moments_per_group:
            moments.append(
                moment_hit(
                    query,
                    text=source["shown"],
                    start_ms=source["start_ms"],
                    end_ms=source["end_ms"],
                    cues=source["cues"]["at"],
                    score=inner["_score"],
                    language=source["language"],
                    number=source["number"],
                )
            )
    return group_hit(hit["fields"]["group"][0], round(hit["_score"], 6), moments)
