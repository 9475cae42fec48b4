"""`{% load cue_list %}{% cue_list panel %}` writes the lines of a transcript.

In Python and not in a template, because three thousand lines cost a template half a second and
this a tenth of it. Everything that people wrote is escaped here.
"""

from collections.abc import Iterator

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from content.core.clock import clock
from content.lectures.player import CueLine, Piece, TranscriptPanel

register = template.Library()


@register.simple_tag
def cue_list(panel: TranscriptPanel) -> SafeString:
    """The <li>s of all lines, each a link to its second."""
    beside_tag = escape(panel.beside_tag)
    lines = "".join(line for cue in panel.cues for line in _line(cue, beside_tag))
    return mark_safe(lines)  # noqa: S308 - every text in it has been escaped


def _line(cue: CueLine, beside_tag: str) -> Iterator[str]:
    hit = " cue--hit" if cue.is_hit else ""
    quoted = " cue--quoted" if cue.is_quoted else ""
    doubt = " cue__doubt" if cue.is_doubtful else ""
    yield (
        f'<li class="cue{hit}{quoted}" data-start="{cue.start_seconds}"'
        f' data-end="{cue.end_seconds}">'
        f'<a class="cue__link" href="{escape(cue.url)}" draggable="false">'
        f'<time class="cue__time">{clock(cue.start_ms)}</time>'
        f'<span class="cue__text{doubt}">'
    )
    yield from map(_piece, cue.pieces)
    yield "</span>"
    if beside_tag:
        yield f'<span class="cue__beside" lang="{beside_tag}">{escape(cue.beside)}</span>'
    yield "</a></li>\n"


def _piece(piece: Piece) -> str:
    text = escape(piece.text)
    if piece.is_quoted:
        return f'<mark class="quoted">{text}</mark>'
    return f"<mark>{text}</mark>" if piece.is_hit else text
