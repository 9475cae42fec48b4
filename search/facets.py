"""What an answer can be narrowed to, as links: every link is the address of a question.

Values for the template; nothing here asks an engine or the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from search.answers import Answer
from search.asked import Asked

MOST_SHOWN = 6
KIND_LABELS: dict[str, Promise] = {
    "recording": _("Lecture"),
    "article": _("Article"),
    "course": _("Course"),
    "event": _("Event"),
    "document": _("Material"),
    "figure": _("Figure"),
}
FACET_LABELS: dict[str, Promise] = {
    "kind": _("Kind"),
    "language": _("Language"),
    "topic": _("Topic"),
    "unit": _("Unit"),
    "speaker": _("Speaker or author"),
    "year": _("Year"),
}
_IN_PANEL = ("topic", "unit", "speaker", "year", "language")


@dataclass(frozen=True)
class Chip:
    """A value as a link; a chosen one's link lets it go. `count` None where nothing is counted."""

    label: str | Promise
    url: str
    is_chosen: bool
    count: int | None = None


@dataclass(frozen=True)
class ChipRow:
    label: str | Promise
    chips: tuple[Chip, ...]


def kind_row(answer: Answer, asked: Asked) -> ChipRow:
    """All kinds and each of them: the first thing a person narrows by."""
    counts = answer.facets.get("kind", {})
    known = [kind for kind in KIND_LABELS if kind in counts]
    others = sorted(set(counts) - set(known))
    everything = Chip(
        label=_("All"),
        count=sum(counts.values()),
        url=asked.freed("kind").query_string(),
        is_chosen=not asked.chosen("kind"),
    )
    return ChipRow(
        FACET_LABELS["kind"], (everything, *_chips(answer, asked, "kind", [*known, *others]))
    )


def panel_rows(answer: Answer, asked: Asked, *, is_known: bool) -> list[ChipRow]:
    """What else there is to choose from: nothing that would change nothing. `is_known`: somebody
    is signed in, and may ask for what they have watched."""
    rows = []
    if is_known and ("recording" in answer.facets.get("kind", {}) or asked.watched is not None):
        rows.append(_watched_row(asked))
    for name in _IN_PANEL:
        keys = _shown(answer, asked, name)
        if len(keys) > 1 or asked.chosen(name):
            rows.append(ChipRow(FACET_LABELS[name], _chips(answer, asked, name, keys)))
    return rows


def sort_row(asked: Asked) -> ChipRow:
    return ChipRow(
        _("Order"),
        tuple(
            Chip(
                label,
                asked.sorted(newest_first=newest).query_string(),
                newest == asked.newest_first,
            )
            for label, newest in ((_("Best first"), False), (_("Newest first"), True))
        ),
    )


def _watched_row(asked: Asked) -> ChipRow:
    choices = ((_("Not yet watched"), False), (_("Watched at least half"), True))
    return ChipRow(
        _("My watching"),
        tuple(
            Chip(
                label,
                asked.seen(None if asked.watched is value else value).query_string(),
                asked.watched is value,
            )
            for label, value in choices
        ),
    )


def _shown(answer: Answer, asked: Asked, name: str) -> list[str]:
    """The chosen keys, then those that give most; years from the newest on."""
    counts = answer.facets.get(name, {})
    chosen = list(asked.chosen(name))
    if name == "year":
        return sorted({*counts, *chosen}, reverse=True)[:MOST_SHOWN]
    others = sorted(counts.keys() - chosen, key=lambda key: (-counts[key], key))
    return (chosen + others)[: max(MOST_SHOWN, len(chosen))]


def _chips(answer: Answer, asked: Asked, name: str, keys: Sequence[str]) -> tuple[Chip, ...]:
    counts = answer.facets.get(name, {})
    chosen = asked.chosen(name)
    every = list(dict.fromkeys([*keys, *chosen]))
    return tuple(
        Chip(
            label=_label(answer, name, key),
            count=counts.get(key, 0),
            url=asked.toggled(name, key).query_string(),
            is_chosen=key in chosen,
        )
        for key in every
    )


def _label(answer: Answer, name: str, key: str) -> str | Promise:
    if name == "kind":
        return KIND_LABELS.get(key, key)
    if name == "language":
        return _language_name(key)
    if name == "year":
        return key
    return answer.labels.get(name, {}).get(key) or FACET_LABELS[name]


def _language_name(code: str) -> str:
    """A language in its own words; what nobody knows is shown as it is."""
    if code.lower().startswith("zh"):
        return "中文"
    try:
        return str(get_language_info(code.lower())["name_local"])
    except KeyError:
        return code
