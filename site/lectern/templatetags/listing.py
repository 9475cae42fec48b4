"""What lists need: addresses with one parameter changed, page numbers with gaps."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.core.paginator import Page

register = template.Library()


@register.simple_tag(takes_context=True)
def query_with(context: dict[str, Any], name: str, value: object = "") -> str:
    """ "?…" with every parameter of this request, `name` set to `value` (left out where empty)."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None
    if query is None:
        return f"?{name}={value}"
    query.pop(name, None)
    if value not in ("", None):
        query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag
def elided_pages(items: "Page[Any]") -> Iterator[str | int]:
    return items.paginator.get_elided_page_range(items.number, on_each_side=2, on_ends=1)
