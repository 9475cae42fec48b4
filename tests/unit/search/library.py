"""Content for tests of search: things in memory, offered through the port like any app's."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from content.core.audience import Audience, Viewer, admits
from content.core.ports import DocumentKey, SourceDocument, SourceMoment, Span, VisibleDocument
from content.core.signals import document_changed, document_removed
from search import journal
from search.engines.base import SearchEngine
from search.indexer import RebuildNeeded, drain
from search.rebuild import rebuild


def cues(*texts: str, seconds: int = 20) -> tuple[SourceMoment, ...]:
    step = seconds * 1000
    return tuple(
        SourceMoment(number * step, (number + 1) * step, text) for number, text in enumerate(texts)
    )


@dataclass
class Shelf:
    """Things of one kind. `saved` tells search, as an app's save does."""

    kind: str
    things: dict[tuple[str, str], SourceDocument] = field(default_factory=dict)

    def add(self, ident: str, title: str, *, language: str = "zh-hans", **values) -> DocumentKey:
        key = DocumentKey(self.kind, ident)
        values.setdefault("audiences", (Audience.public(),))
        self.things[ident, language] = SourceDocument(key, language, title, **values)
        document_changed.send(sender=Shelf, key=key)
        return key

    def change(self, ident: str, *, tell: bool = True, language: str = "zh-hans", **values) -> None:
        thing = self.things[ident, language]
        self.things[ident, language] = replace(thing, **values)
        if tell:
            document_changed.send(sender=Shelf, key=thing.key)

    def remove(self, ident: str, *, tell: bool = True) -> None:
        for place in [place for place in self.things if place[0] == ident]:
            del self.things[place]
        if tell:
            document_removed.send(sender=Shelf, key=DocumentKey(self.kind, ident))

    def documents(self, ids: Collection[str] | None = None) -> Iterator[SourceDocument]:
        for (ident, _language), thing in list(self.things.items()):
            if ids is None or ident in ids:
                yield thing

    def visible(
        self, viewer: Viewer, ids: Collection[str], language: str
    ) -> Mapping[str, VisibleDocument]:
        return {
            thing.key.id: VisibleDocument(
                key=thing.key,
                title=thing.title,
                url=f"/{language}/{self.kind}s/{thing.key.id}/",
                language=thing.language,
                duration_ms=thing.duration_ms,
                unit=thing.unit,
                reviewed=thing.reviewed,
            )
            for thing in self.documents(ids)
            if admits(viewer, *thing.audiences)
        }


class Library(Shelf):
    """Recordings, and a shelf of articles beside them."""

    def __init__(self) -> None:
        super().__init__("recording")
        self.articles = Shelf("article")
        self.watched: dict[str, tuple[Span, ...]] = {}

    def marks(self, _user: int, ids: Collection[str]) -> Mapping[str, tuple[Span, ...]]:
        return {ident: spans for ident, spans in self.watched.items() if ident in ids}


def index(engine: SearchEngine) -> None:
    """What a worker does within a second of a save."""
    journal.absorb_all()
    try:
        drain(engine)
    except RebuildNeeded:
        rebuild(engine)
