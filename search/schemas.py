"""The shapes of the search API. Times are decimal seconds; highlights are character spans."""

from collections.abc import Sequence

from ninja import Schema

from search.answers import Answer, AnsweredMoment, AnsweredResult
from search.asked import Asked
from search.neighbours import Neighbour
from search.promotions import Promoted
from search.query import FACETS


class SearchIn(Schema):
    q: str = ""
    kind: list[str] = []
    language: list[str] = []
    topic: list[str] = []
    unit: list[str] = []
    speaker: list[str] = []
    year: list[str] = []
    watched: str = ""
    sort: str = ""
    page: int = 1

    def asked(self) -> Asked:
        return Asked.of(
            text=self.q,
            filters={name: getattr(self, name) for name in FACETS},
            watched=self.watched,
            sort=self.sort,
            page=self.page,
        )


class MomentOut(Schema):
    """A stretch of speech; a passage of a text has null times, and a page where it has any."""

    start: float | None
    end: float | None
    url: str
    text: str
    highlights: list[tuple[int, int]]
    page: int | None = None

    @classmethod
    def of(cls, moment: AnsweredMoment) -> "MomentOut":
        return cls(
            start=_seconds(moment.start_ms),
            end=_seconds(moment.end_ms),
            url=moment.url,
            text=moment.text,
            highlights=list(moment.highlights),
            page=moment.page,
        )


class NeighbourOut(Schema):
    start: float | None
    end: float | None
    text: str

    @classmethod
    def of(cls, neighbour: Neighbour | None) -> "NeighbourOut | None":
        if neighbour is None:
            return None
        return cls(
            start=_seconds(neighbour.start_ms),
            end=_seconds(neighbour.end_ms),
            text=neighbour.text,
        )


class NeighboursOut(Schema):
    """Null at the beginning and at the end."""

    before: NeighbourOut | None
    after: NeighbourOut | None


class PlaceOut(Schema):
    """A page that a document belongs to, open to the asker."""

    title: str
    url: str


class ResultOut(Schema):
    """One thing, of whatever kind, with the moments that match, best first."""

    kind: str
    id: str
    title: str
    url: str
    moments: list[MomentOut]
    places: list[PlaceOut] = []

    @classmethod
    def of(cls, result: AnsweredResult) -> "ResultOut":
        return cls(
            kind=result.kind,
            id=result.id,
            title=result.title,
            url=result.url,
            moments=[MomentOut.of(moment) for moment in result.moments],
            places=[PlaceOut(title=title, url=url) for title, url in result.places],
        )


class PromotedOut(Schema):
    title: str
    url: str
    description: str


class SearchOut(Schema):
    """`facets` counts results by facet and key, `facet_labels` names the keys; `degraded` says that
    the engine which should answer could not, and that `engine` did."""

    engine: str
    degraded: bool
    total: int
    facets: dict[str, dict[str, int]]
    facet_labels: dict[str, dict[str, str]]
    did_you_mean: str | None
    results: list[ResultOut]
    promoted: list[PromotedOut] = []

    @classmethod
    def of(cls, answer: Answer, promoted: Sequence[Promoted] = ()) -> "SearchOut":
        return cls(
            engine=answer.engine,
            degraded=answer.degraded,
            total=answer.total,
            facets={name: dict(values) for name, values in answer.facets.items()},
            facet_labels={name: dict(names) for name, names in answer.labels.items()},
            did_you_mean=answer.did_you_mean,
            results=[ResultOut.of(result) for result in answer.results],
            promoted=[PromotedOut(**vars(each)) for each in promoted],
        )


class SuggestionOut(Schema):
    """`kind`: recording, article, course, or glossary for a word to search for."""

    text: str
    kind: str
    url: str


class SuggestionsOut(Schema):
    suggestions: list[SuggestionOut]


class ProblemOut(Schema):
    detail: str


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000
