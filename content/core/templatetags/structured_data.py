"""Writes structured data into a page so that no text of an editor can end the element."""

import json

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# What could close the element or open a comment, as JSON's own escapes.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def linked_data(data: object) -> SafeString:
    """A JSON-LD element: a data block, which is not run and so needs no leave of the policy."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  # escaped above
