"""`{% load strip %}{% strip a_strip %}` draws the strip; see `content.core.strip` for its shape."""

from dataclasses import dataclass

from django import template
from django.utils.translation import gettext as _

from content.core.clock import clock
from content.core.strip import Strip

register = template.Library()


@dataclass(frozen=True)
class _Mark:
    """Something drawn at a place: SVG percentages as text, so that no locale touches them."""

    at: str
    width: str = ""
    url: str = ""
    label: str = ""


def spoken_length(milliseconds: int) -> str:
    """ "12 min 05 s" in the language of the interface, for those who hear the strip."""
    minutes, seconds = divmod(max(milliseconds, 0) // 1000, 60)
    if not minutes:
        return _("%(seconds)d s") % {"seconds": seconds}
    return _("%(minutes)d min %(seconds)02d s") % {"minutes": minutes, "seconds": seconds}


def describe(strip: Strip) -> str:
    """The strip in one sentence: its length, what was watched, how many hits."""
    parts = [_("Length %(length)s") % {"length": spoken_length(strip.duration_ms)}]
    if strip.watched:
        watched = {"length": spoken_length(strip.watched_ms), "percent": strip.watched_percent}
        parts.append(_("watched %(length)s, %(percent)d%%") % watched)
    if strip.hits:
        parts.append(_("hits: %(count)d") % {"count": len(strip.hits)})
    if strip.chapters:
        parts.append(_("chapters: %(count)d") % {"count": len(strip.chapters)})
    return _(", ").join(parts)


@register.inclusion_tag("core/strip.html", name="strip")
def draw_strip(strip: Strip, *, label: str = "", links: bool = True) -> dict[str, object]:
    """`label` replaces the sentence that describes the strip; `links` false draws ticks only."""
    return {
        "watched": [
            _Mark(strip.percent(start), strip.percent(end - start)) for start, end in strip.watched
        ],
        "joints": [
            _Mark(strip.percent(chapter.at_ms)) for chapter in strip.chapters if chapter.at_ms
        ],
        "hits": [
            _Mark(strip.percent(hit.at_ms), url=hit.url if links else "", label=hit.label)
            for hit in strip.ticks
        ],
        "now": None if strip.now_ms is None else strip.percent(strip.now_ms),
        "label": label or describe(strip),
        "has_links": links and any(hit.url for hit in strip.hits),
    }


register.filter(clock)


@register.filter
def length_in_words(milliseconds: int | None) -> str:
    """A length in words, to the minute: "52 min", "1 h 12 min"; under a minute, in seconds."""
    seconds = max(milliseconds or 0, 0) // 1000
    if seconds < 60:
        return _("%(seconds)d s") % {"seconds": seconds}
    hours, minutes = divmod((seconds + 30) // 60, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
