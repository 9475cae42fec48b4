"""What the search page shows of an answer: labels, strips, excerpts.

Values for the template; nothing here asks an engine or the database.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.core.clock import clock
from content.core.strip import Strip, StripChapter, StripHit
from search.answers import Answer, AnsweredMoment, AnsweredResult
from search.asked import LAST_PAGE
from search.excerpt import Excerpt, excerpt
from search.facets import KIND_LABELS

SHOWN_MOMENTS = 3
EXAMPLES = (_("grouting sleeve"), "zhuangpeishi", _("quality of prefabricated parts"))


@dataclass(frozen=True)
class ShownMoment:
    """`clock` is empty for a passage of a text."""

    url: str
    clock: str
    seconds: float
    excerpt: Excerpt
    is_watched: bool | None
    page: int | None
    around_url: str


@dataclass(frozen=True)
class ShownResult:
    """One result as it is read: `strip` None where the thing has no length."""

    result: AnsweredResult
    kind_label: str | Promise
    strip: Strip | None
    moments: tuple[ShownMoment, ...]


def shown_results(answer: Answer) -> list[ShownResult]:
    return [
        ShownResult(
            result=result,
            kind_label=KIND_LABELS.get(result.kind, result.kind),
            strip=_strip(result),
            moments=_shown_moments(result),
        )
        for result in answer.results
    ]


def page_of(answer: Answer) -> Page[int]:
    """The place among the pages, for the pagination component."""
    most = min(answer.total, LAST_PAGE * answer.page_size)
    return Paginator(range(most), answer.page_size).get_page(answer.page)


def _strip(result: AnsweredResult) -> Strip | None:
    if not result.duration_ms or result.kind != "recording":
        return None
    hits = sorted(
        (moment for moment in result.moments if moment.start_ms is not None),
        key=_start,
    )
    return Strip(
        duration_ms=result.duration_ms,
        watched=result.watched,
        hits=tuple(StripHit(_start(hit), hit.url, clock(_start(hit))) for hit in hits),
        chapters=tuple(StripChapter(at_ms, title) for at_ms, title in result.chapters),
    )


def _shown_moments(result: AnsweredResult) -> tuple[ShownMoment, ...]:
    """The best three, in the order in which they were said or stand in the text."""
    best = sorted(result.moments[:SHOWN_MOMENTS], key=_place)
    return tuple(
        ShownMoment(
            url=moment.url,
            clock="" if moment.start_ms is None else clock(moment.start_ms),
            seconds=_start(moment) / 1000,
            excerpt=excerpt(moment.text, moment.highlights),
            is_watched=moment.is_watched,
            page=moment.page,
            around_url=_around_url(result, moment),
        )
        for moment in best
    )


def _around_url(result: AnsweredResult, moment: AnsweredMoment) -> str:
    asked = {
        **{"kind": result.kind, "id": result.id},
        **{"language": moment.language, "number": moment.number},
    }
    return f"{reverse('api:neighbours')}?{urlencode(asked)}"


def _place(moment: AnsweredMoment) -> tuple[int, int]:
    return _start(moment), moment.number


def _start(moment: AnsweredMoment) -> int:
    return moment.start_ms or 0
