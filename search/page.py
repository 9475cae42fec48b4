"""What the search page shows of an answer: labels, strips, excerpts, facets as links.

Values for the template; nothing here asks an engine or the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from content.core.strip import Strip, StripChapter, StripHit
from content.core.templatetags.strip import clock
from search.answers import Answer, AnsweredMoment, AnsweredResult
from search.asked import LAST_PAGE, Asked
from search.excerpt import Excerpt, excerpt

SHOWN_MOMENTS = 3
SHOWN_TOPICS = 8
KIND_LABELS: dict[str, Promise] = {
    "recording": _("Lecture"),
    "article": _("Article"),
    "course": _("Course"),
}
EXAMPLES = (_("grouting sleeve"), "zhuangpeishi", _("quality of prefabricated parts"))


@dataclass(frozen=True)
class Chip:
    """A facet's value as a link; a chosen one's link sets it free again."""

    label: str | Promise
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class ChipRow:
    label: str | Promise
    chips: tuple[Chip, ...]


@dataclass(frozen=True)
class ShownMoment:
    """`clock` is empty for a passage of a text."""

    url: str
    clock: str
    seconds: float
    excerpt: Excerpt
    is_watched: bool | None


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
            moments=_shown_moments(result.moments),
        )
        for result in answer.results
    ]


def chip_rows(answer: Answer, asked: Asked) -> list[ChipRow]:
    """Kinds, languages and topics, each with how many results it would give."""
    rows = [_kinds(answer, asked)]
    languages = answer.facets.get("language", {})
    if len(languages) > 1 or asked.languages:
        rows.append(ChipRow(_("Language"), _chips(asked, "language", sorted(languages.items()))))
    if topics := _shown_topics(answer, asked):
        rows.append(ChipRow(_("Topic"), _chips(asked, "topic", topics)))
    return rows


def page_of(answer: Answer) -> Page[int]:
    """The place among the pages, for the pagination component."""
    most = min(answer.total, LAST_PAGE * answer.page_size)
    return Paginator(range(most), answer.page_size).get_page(answer.page)


def _kinds(answer: Answer, asked: Asked) -> ChipRow:
    counts = answer.facets.get("kind", {})
    known = [(kind, counts[kind]) for kind in KIND_LABELS if kind in counts]
    everything = Chip(
        label=_("All"),
        count=sum(counts.values()),
        url=asked.narrowed("kind", None).query_string(),
        is_chosen=not asked.kinds,
    )
    return ChipRow(_("Kind"), (everything, *_chips(asked, "kind", known)))


def _shown_topics(answer: Answer, asked: Asked) -> list[tuple[str, int]]:
    """The chosen ones, then the commonest whose name is in the language of the interface: what is
    written in the other language carries the same topics under their other names."""
    is_chinese = (get_language() or "").startswith("zh")
    counted = sorted(answer.facets.get("topic", {}).items(), key=lambda item: (-item[1], item[0]))
    chosen = [item for item in counted if item[0] in asked.topics]
    others = [
        item
        for item in counted
        if item[0] not in asked.topics and item[0].isascii() is not is_chinese
    ]
    return (chosen + others)[: max(SHOWN_TOPICS, len(chosen))]


def _chips(asked: Asked, name: str, values: Sequence[tuple[str, int]]) -> tuple[Chip, ...]:
    counted = dict(values)
    counted.update((value, 0) for value in asked.chosen(name) if value not in counted)
    return tuple(
        Chip(
            label=_label(name, value),
            count=count,
            url=asked.narrowed(
                name, None if _is_chosen(asked, name, value) else value
            ).query_string(),
            is_chosen=_is_chosen(asked, name, value),
        )
        for value, count in counted.items()
    )


def _is_chosen(asked: Asked, name: str, value: str) -> bool:
    return value in asked.chosen(name)


def _label(name: str, value: str) -> str | Promise:
    if name == "kind":
        return KIND_LABELS.get(value, value)
    if name == "language":
        return _language_name(value)
    return value


def _language_name(code: str) -> str:
    """A language in its own words; what nobody knows is shown as it is."""
    if code.lower().startswith("zh"):
        return "中文"
    try:
        return str(get_language_info(code.lower())["name_local"])
    except KeyError:
        return code


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


def _shown_moments(moments: Sequence[AnsweredMoment]) -> tuple[ShownMoment, ...]:
    """The best three, in the order in which they were said."""
    best = sorted(moments[:SHOWN_MOMENTS], key=_start)
    return tuple(
        ShownMoment(
            url=moment.url,
            clock="" if moment.start_ms is None else clock(moment.start_ms),
            seconds=_start(moment) / 1000,
            excerpt=excerpt(moment.text, moment.highlights),
            is_watched=moment.is_watched,
        )
        for moment in best
    )


def _start(moment: AnsweredMoment) -> int:
    return moment.start_ms or 0
