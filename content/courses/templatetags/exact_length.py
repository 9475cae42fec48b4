"""`{{ milliseconds|exact_length }}`: "12 min 30 s", to the second: what is left is counted so."""

from django import template

from content.core.templatetags.strip import spoken_length

register = template.Library()


@register.filter
def exact_length(milliseconds: int | None) -> str:
    """Rounded up to the second, so that "0 s left" means none."""
    return spoken_length(-(-(milliseconds or 0) // 1000) * 1000)
