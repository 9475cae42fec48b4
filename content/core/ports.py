"""The ports: how search learns of content with no import of it.

Each content app's `indexing.py` implements a `DocumentSource` and registers it in `ready()`.
`visible` is the one answer to "who may see": every hit of every engine passes through it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from content.core.audience import Audience, Viewer

Span = tuple[int, int]
"""From and to, integer milliseconds, from < to."""


@dataclass(frozen=True, order=True)
class DocumentKey:
    """What a search result is, in any language: a kind ("recording") and a stable id (a uuid)."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> "DocumentKey":
        kind, _colon, ident = text.partition(":")
        return cls(kind, ident)


def uuids(ids: Collection[str]) -> list[UUID]:
    """Those of the ids that are uuids: an id from outside may be anything."""
    found = []
    for ident in ids:
        try:
            found.append(UUID(ident))
        except ValueError:
            continue
    return found


@dataclass(frozen=True)
class SourceMoment:
    """One cue of a transcript, as spoken: the indexer groups them into moments."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True)
class SourcePage:
    """A page of a document, a slide, a sheet: what an address can point at. Numbers from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class SourceDocument:
    """What is to be indexed of one thing in one language. `body` is plain text.

    `facets` are what it can be narrowed by, as keys that are the same in every language:
    ("topic", slug), ("unit", code), ("speaker", primary key).
    """

    key: DocumentKey
    language: str
    title: str
    audiences: tuple[Audience, ...]
    summary: str = ""
    body: str = ""
    topics: tuple[str, ...] = ()
    speaker: str = ""
    unit: str = ""
    facets: tuple[tuple[str, str], ...] = ()
    published_at: datetime | None = None
    duration_ms: int | None = None
    moments: tuple[SourceMoment, ...] = ()
    # What was shown, with its times: found there, but not part of what was said.
    slides: tuple[SourceMoment, ...] = ()
    pages: tuple[SourcePage, ...] = ()
    reviewed: bool = True


@dataclass(frozen=True)
class VisibleMedia:
    """What plays a thing in place, all of it open to the viewer.

    `captions`: address, tag, label.
    """

    url: str
    is_audio: bool
    poster_url: str = ""
    captions: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class VisibleDocument:
    """What a result page shows of a thing the viewer may see, in the viewer's language.

    `places`: title and address of the pages it belongs to, each open to the viewer as well.
    """

    key: DocumentKey
    title: str
    url: str
    language: str
    image_url: str = ""
    duration_ms: int | None = None
    unit: str = ""
    published_at: datetime | None = None
    reviewed: bool = True
    file_type: str = ""
    places: tuple[tuple[str, str], ...] = ()
    media: VisibleMedia | None = None
    chapters: tuple[tuple[int, str], ...] = ()


class DocumentSource(Protocol):
    """What one content app offers to search."""

    kind: str

    def documents(self, ids: Collection[str] | None = None) -> Iterator[SourceDocument]:
        """All documents, or those of these ids; one per language. A missing id gives nothing."""
        ...

    def visible(
        self, viewer: Viewer, ids: Collection[str], language: str
    ) -> Mapping[str, VisibleDocument]:
        """Those of the ids that exist, are live and admit the viewer, by the database."""
        ...


_sources: dict[str, DocumentSource] = {}
_synonyms: list[Callable[[], Collection[Collection[str]]]] = []
_terms: list[Callable[[], Collection[str]]] = []
_labels: dict[str, Callable[[Collection[str], str], Mapping[str, str]]] = {}
_watched: list[Callable[[int], Collection[str]]] = []
_marks: list[Callable[[int, Collection[str]], Mapping[str, tuple[Span, ...]]]] = []


def register_source(source: DocumentSource) -> None:
    _sources[source.kind] = source


def sources() -> Mapping[str, DocumentSource]:
    return dict(_sources)


def documents(keys: Collection[DocumentKey] | None = None) -> Iterator[SourceDocument]:
    """What to index: everything, or what these keys stand for."""
    for kind, source in _sources.items():
        ids = None if keys is None else [key.id for key in keys if key.kind == kind]
        if ids is None or ids:
            yield from source.documents(ids)


def visible(
    viewer: Viewer, keys: Collection[DocumentKey], language: str
) -> dict[DocumentKey, VisibleDocument]:
    """The one answer to "who may see", for hits of any engine."""
    found: dict[DocumentKey, VisibleDocument] = {}
    for kind, source in _sources.items():
        ids = [key.id for key in keys if key.kind == kind]
        if ids:
            for ident, document in source.visible(viewer, ids, language).items():
                found[DocumentKey(kind, ident)] = document
    return found


def register_synonyms(provider: Callable[[], Collection[Collection[str]]]) -> None:
    _synonyms.append(provider)


def synonyms() -> tuple[tuple[str, ...], ...]:
    """Groups of words that mean the same, mis-hearings too, from the editors' glossary."""
    return tuple(tuple(group) for provider in _synonyms for group in provider())


def register_terms(provider: Callable[[], Collection[str]]) -> None:
    _terms.append(provider)


def terms() -> tuple[str, ...]:
    """The words of the glossary as they are written right: no secret, suggested to anyone."""
    return tuple(word for provider in _terms for word in provider())


def register_labels(
    facet: str, provider: Callable[[Collection[str], str], Mapping[str, str]]
) -> None:
    """`provider` names the keys of a facet in a language; a key that is gone has no name."""
    _labels[facet] = provider


def labels(facet: str, keys: Collection[str], language: str) -> Mapping[str, str]:
    provider = _labels.get(facet)
    return provider(keys, language) if provider is not None and keys else {}


def register_watched(provider: Callable[[int], Collection[str]]) -> None:
    _watched.append(provider)


def watched(user_id: int) -> frozenset[str]:
    """The recordings (uuids) of which this person has watched at least half."""
    return frozenset(ident for provider in _watched for ident in provider(user_id))


def register_viewer_marks(
    provider: Callable[[int, Collection[str]], Mapping[str, tuple[Span, ...]]],
) -> None:
    _marks.append(provider)


def viewer_marks(
    user_id: int | None, recording_ids: Collection[str]
) -> dict[str, tuple[Span, ...]]:
    """What this person has watched of these recordings (uuids), as spans in milliseconds."""
    marks: dict[str, tuple[Span, ...]] = {}
    if user_id is not None:
        for provider in _marks:
            marks.update(provider(user_id, recording_ids))
    return marks
