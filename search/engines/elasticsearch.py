"""The engine for large sites: an Elasticsearch 9 server. The only file that imports its client.

One index holds a flat document for each moment and a header (number 0) for each document. An alias
names the living index and a second one that of a rebuild; the swap is one call. Every write carries
our version (`external_gte`), so the server itself refuses an older one; a removed document leaves a
header marked so. Readers are given one second, writers longer.
"""

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from search.documents import ContentMark, DocumentVersion, IndexDocument, Removal, document_id
from search.engines.base import (
    DocumentsRefused,
    EngineError,
    EngineUnavailable,
    RebuildHandle,
    Refused,
    SearchEngine,
)
from search.engines.elasticsearch_body import (
    ANY_LANGUAGE,
    FACET_FIELDS,
    KEYWORD,
    MAPPINGS,
    NOTHING,
    SEEN_FIELDS,
    SETTINGS,
    Body,
    Header,
    deletions,
    differing,
    header_id,
    hits_of,
    put_actions,
    rights_of,
    search_body,
    tombstone,
)
from search.engines.elasticsearch_outcomes import MISSING, PASSING, Sent
from search.query import AnalysedQuery
from search.results import EngineHits

SEARCH_SECONDS = 1.0
WRITE_SECONDS = 30.0
BATCH = 50
BULK_ACTIONS = 5_000
BULK_BYTES = 5 * 1024 * 1024
"""What one bulk request carries; moments differ too much in size to be counted."""
BULK_RETRIES, FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 6, 0.25, 8.0
"""How often an overwhelmed server (429) is asked again, at longer and longer intervals."""
CURSOR_ID = "cursor"
_HEADERS: Body = {"bool": {"filter": [{"term": {"number": 0}}, {"term": {"removed": False}}]}}


class ElasticsearchEngine(SearchEngine):
    """`index` is the alias; indices are called `<index>-v<number>`."""

    name = "elasticsearch"
    takes_many_writers = True
    WHILE_FILLED: Body = {
        "refresh_interval": "-1",
        "auto_expand_replicas": "false",
        "number_of_replicas": 0,
    }
    """Neither searched nor copied while a rebuild fills it; `finish` sets both back."""

    def __init__(
        self,
        url: str,
        index: str,
        *,
        search_seconds: float = SEARCH_SECONDS,
        shards: int = 1,
        replicas: int | None = None,
    ) -> None:
        """`replicas` None: one as soon as there is a second server to hold it."""
        self._url = url
        self._shards = shards
        self._copies: Body = (
            {"auto_expand_replicas": "0-1"}
            if replicas is None
            else {"auto_expand_replicas": "false", "number_of_replicas": replicas}
        )
        self.live = index
        self.building = f"{index}-building"
        self._search_seconds = search_seconds
        self._client: Any = None

    def __getstate__(self) -> dict[str, Any]:
        """Another process makes a connection of its own."""
        return {**self.__dict__, "_client": None}

    def client(self, seconds: float = WRITE_SECONDS) -> Any:
        if self._client is None:
            from elasticsearch import Elasticsearch  # heavy, and only where it is configured

            self._client = Elasticsearch(self._url, max_retries=0, retry_on_timeout=False)
        return self._client.options(request_timeout=seconds)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    # The life of the index.

    def prepare(self) -> None:
        with translated():
            if not self.client().indices.exists_alias(name=self.live):
                self.create(self.live, self._copies)
            # An index of an earlier release learns of the fields it lacks.
            self.client().indices.put_mapping(
                index=self.live, properties=dict.fromkeys(FACET_FIELDS.values(), KEYWORD)
            )

    def create(self, alias: str, settings: Body) -> str:
        name = f"{self.live}-v{time.time_ns()}"
        self.client().indices.create(
            index=name,
            settings={**SETTINGS, "number_of_shards": self._shards, **settings},
            mappings=MAPPINGS,
            aliases={alias: {}},
            wait_for_active_shards=1,
        )
        return name

    def drop(self) -> None:
        with translated():
            for name in self.indices():
                self.client().indices.delete(index=name, ignore_unavailable=True)

    def indices(self) -> list[str]:
        """Every index of ours: the living one, one being built, and what a crash left."""
        ours = re.compile(rf"{re.escape(self.live)}-v\d+\Z")
        names = self.client().indices.get(index=f"{self.live}-v*", allow_no_indices=True)
        return sorted(name for name in names if ours.match(name))

    def refresh(self) -> None:
        with translated():
            self.client().indices.refresh(index=self.live)

    def begin_rebuild(self) -> RebuildHandle:
        # An inner import: the rebuild speaks through this engine.
        from search.engines.elasticsearch_rebuild import ElasticsearchRebuild

        with translated():
            living = set(self.client().indices.get_alias(name=self.live))
            for name in self.indices():
                if name not in living:
                    self.client().indices.delete(index=name, ignore_unavailable=True)
            name = self.create(self.building, self.WHILE_FILLED)
        return ElasticsearchRebuild(self, name)

    def read_cursor(self) -> int:
        with translated():
            found = self.client().options(ignore_status=MISSING).get(index=self.live, id=CURSOR_ID)
        if "error" in found:
            raise EngineUnavailable("the index is not prepared")
        return int(found["_source"]["cursor"]) if found.get("found") else 0

    def write_cursor(self, value: int) -> None:
        self.write_cursor_into(self.live, value)

    def write_cursor_into(self, alias: str, value: int) -> None:
        with translated():
            self.client().index(
                index=alias, id=CURSOR_ID, document={"cursor": value}, require_alias=True
            )

    # Writing.

    def put(self, documents: Iterable[IndexDocument]) -> int:
        targets = self._targets()
        return self._put_into(targets, documents)

    def _targets(self) -> list[str]:
        """The living index, and that of a rebuild under way: writes reach both."""
        with translated():
            building = self.client().indices.exists_alias(name=self.building)
        return [self.live, self.building] if building else [self.live]

    def _put_into(self, targets: Sequence[str], documents: Iterable[IndexDocument]) -> int:
        written, refused = 0, []
        waiting = iter(documents)
        with translated():
            while batch := list(islice(waiting, BATCH)):
                for place, alias in enumerate(targets):
                    counted, problems = self._put_batch(alias, batch)
                    if place == 0:
                        written += counted
                        refused += problems
        if refused:
            raise DocumentsRefused(refused)
        return written

    def _put_batch(self, alias: str, batch: Sequence[IndexDocument]) -> tuple[int, list[Refused]]:
        held = self._headers(alias, batch)
        fresh = {
            document.id: document
            for document in batch
            if held.get(header_id(document.id), NOTHING).version <= document.version
            and held.get(header_id(document_id(document.group, ANY_LANGUAGE)), NOTHING).version
            <= document.version
        }
        actions = (
            action
            for document in fresh.values()
            for action in put_actions(document, held.get(header_id(document.id), NOTHING))
        )
        sent = self.bulk(alias, actions)
        overtaken = [each for each in fresh.values() if header_id(each.id) in sent.older]
        if overtaken:
            self._take_back(alias, overtaken)
        if alias == self.live:
            self.moments_written += sum(
                len(differing(each, held.get(header_id(each.id), NOTHING)))
                for each in fresh.values()
            )
        return len(fresh) - len(overtaken), sent.refused

    def _take_back(self, alias: str, overtaken: Sequence[IndexDocument]) -> None:
        """A newer one was written between the look and this: beyond its end it must not keep
        moments of ours. Those before its end it has written, or found right as they were."""
        held = self._headers(alias, overtaken)
        self.bulk(
            alias,
            [
                action
                for each in overtaken
                for action in deletions(
                    each.id,
                    held.get(header_id(each.id), NOTHING).moments + 1,
                    len(each.moments),
                    each.version,
                )
            ],
        )

    def _headers(self, alias: str, batch: Sequence[IndexDocument]) -> dict[str, Header]:
        """By header id, as they are now, refreshed or not."""
        ids = {header_id(document.id) for document in batch}
        ids |= {header_id(document_id(document.group, ANY_LANGUAGE)) for document in batch}
        answer = self.client().mget(
            index=alias, ids=sorted(ids), source_includes=["version", "moments", "removed"]
        )
        return {
            found["_id"]: Header(
                found["_source"]["version"],
                found["_source"].get("moments", 0),
                found["_source"].get("removed", False),
            )
            for found in answer["docs"]
            if found.get("found")
        }

    def bulk(self, alias: str, actions: Iterable[Body]) -> "Sent":
        """Sends actions in pieces. Raises EngineUnavailable where the server takes no writes."""
        from elasticsearch import helpers  # as above

        outcomes = helpers.streaming_bulk(
            self.client(),
            actions,
            index=alias,
            require_alias=True,
            chunk_size=BULK_ACTIONS,
            max_chunk_bytes=BULK_BYTES,
            max_retries=BULK_RETRIES,
            initial_backoff=FIRST_PAUSE_SECONDS,
            max_backoff=LONGEST_PAUSE_SECONDS,
            raise_on_error=False,
            raise_on_exception=False,
        )
        sent = Sent()
        for is_done, item in outcomes:
            sent.take(item, is_done=is_done)
        return sent

    def remove(self, removals: Iterable[Removal]) -> int:
        wanted = list(removals)
        gone, refused = 0, []
        for place, alias in enumerate(self._targets()):
            with translated():
                self.client().indices.refresh(index=alias)
                counted, actions = self._removal_actions(alias, wanted)
                problems = self.bulk(alias, actions).refused
            if place == 0:
                gone, refused = counted, problems
        if refused:
            raise DocumentsRefused(refused)
        return gone

    def _removal_actions(self, alias: str, removals: Sequence[Removal]) -> tuple[int, list[Body]]:
        actions: list[Body] = []
        gone = 0
        for removal in removals:
            rules = [*_HEADERS["bool"]["filter"], {"term": {"group": removal.group}}]
            if removal.language is not None:
                rules.append({"term": {"language": removal.language}})
            query = {"bool": {"filter": rules}}
            for source in self._scan(alias, query, ["language", "version", "moments"]):
                if source["version"] <= removal.version:
                    gone += 1
                    ident = document_id(removal.group, source["language"])
                    actions += deletions(ident, 1, source["moments"], removal.version)
                    actions.append(tombstone(removal, source["language"]))
            actions.append(tombstone(removal, removal.language or ANY_LANGUAGE))
        return gone, actions

    # Reading.

    def search(self, query: AnalysedQuery) -> EngineHits:
        if not query.clauses:
            return EngineHits(engine=self.name, total=0, groups=())
        try:
            answer = self._search(query)
        except _IndexGone:
            # A rebuild swapped and dropped the old index under this search: ask the new one.
            answer = self._search(query)
        if answer["timed_out"] or answer["_shards"]["failed"]:
            raise EngineUnavailable("elasticsearch answered in part only")
        return hits_of(self.name, query, answer.body)

    def _search(self, query: AnalysedQuery) -> Any:
        with translated():
            return self.client(self._search_seconds).search(
                index=self.live,
                body=search_body(query),
                request_cache=False,
                allow_partial_search_results=False,
            )

    def count(self) -> int:
        with translated():
            return int(self.client().count(index=self.live, query=_HEADERS)["count"])

    def moment_count(self) -> int:
        query = {"range": {"number": {"gte": 1}}}
        with translated():
            return int(self.client().count(index=self.live, query=query)["count"])

    def versions(self) -> Iterator[DocumentVersion]:
        versions: dict[tuple[str, str], int] = {}
        marks: dict[tuple[str, str], ContentMark] = defaultdict(ContentMark)
        query = {"exists": {"field": "group"}}
        with translated():
            for source in self._scan(self.live, query, SEEN_FIELDS):
                identity = source["group"], source["language"]
                if source["number"]:
                    number, text, start_ms = (source[name] for name in SEEN_FIELDS[:3])
                    marks[identity].take(number, text, start_ms, rights_of(source))
                elif not source["removed"]:
                    versions[identity] = source["version"]
        for identity in versions.keys() | marks.keys():
            yield DocumentVersion(*identity, versions.get(identity, 0), marks[identity].value)

    def _scan(self, alias: str, query: Body, fields: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        from elasticsearch import helpers  # as above

        body = {"query": query, "_source": list(fields)}
        for hit in helpers.scan(self.client(), index=alias, query=body, size=1000):
            yield hit["_source"]


class _IndexGone(EngineUnavailable):
    """There is no index, or its shards are gone: never prepared, or swapped this instant."""


@contextmanager
def translated() -> Iterator[None]:
    """The client's errors in our words: what passes by itself, and what does not."""
    from elasticsearch import ApiError, TransportError  # as above

    try:
        yield
    except TransportError as problem:
        raise EngineUnavailable(f"elasticsearch: {problem.message}") from problem
    except ApiError as problem:
        kind: type[EngineError] = EngineError
        if problem.status_code in {MISSING, 503}:
            kind = _IndexGone
        elif problem.status_code in PASSING:
            kind = EngineUnavailable
        raise kind(f"elasticsearch: {problem.status_code} {problem.message}") from problem
