"""`{% load marks %}{% marked text highlights %}`: the words that were found, in `<mark>`."""

from collections.abc import Sequence

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def marked(text: str, highlights: Sequence[tuple[int, int]]) -> SafeString:
    """Everything is escaped, piece by piece; only the marks themselves are markup."""
    pieces: list[str] = []
    at = 0
    for start, end in highlights:
        if at <= start < end <= len(text):
            pieces.append(conditional_escape(text[at:start]))
            pieces.append(format_html("<mark>{}</mark>", text[start:end]))
            at = end
    pieces.append(conditional_escape(text[at:]))
    return mark_safe("".join(pieces))  # noqa: S308  # each piece was escaped above
