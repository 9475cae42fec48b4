"""`{% slide_panel recording_uuid %}`: the slides of a recording, on any page with its player."""

from typing import Any

from django import template

from content.slides.selectors import shown_slides

register = template.Library()


@register.inclusion_tag("slides/_panel.html")
def slide_panel(recording_uuid: str) -> dict[str, Any]:
    """Nothing where there are no slides; one query then."""
    shown = shown_slides(recording_uuid)
    return {"slides": shown, "is_timed": any(item.starts for item in shown)}
