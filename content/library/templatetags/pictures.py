"""Large pictures in several sizes; small ones in cards come as one address from selectors."""

from typing import Any

from django import template
from django.template.context import Context

from content.core.audience import Viewer
from content.core.viewers import viewer_of_request
from content.library.models import CustomImage
from content.library.pictures import drawing_for, shown_to

register = template.Library()

# The sizes made of a large picture, and how wide it stands in the layout.
_CROPPED = ("fill-720x405|format-webp", "fill-1360x765|format-webp")
_WHOLE = ("width-640|format-webp", "width-1280|format-webp")
_SIZES = "(min-width: 56rem) 45rem, 100vw"


@register.inclusion_tag("library/large_picture.html", takes_context=True)
def large_picture(
    context: Context,
    image: CustomImage | None,
    *,
    alt: str = "",
    whole: bool = False,
    seed: str = "",
    eager: bool = False,
) -> dict[str, Any]:
    """`image` cropped to 16:9, or `whole`; where it may not be seen, a drawing from `seed`."""
    request = context.get("request")
    viewer = Viewer.anonymous() if request is None else viewer_of_request(request)
    shown = shown_to(viewer, image)
    answer: dict[str, Any] = {"alt": alt, "eager": eager, "whole": whole, "sizes": _SIZES}
    if shown is None:
        return {**answer, "drawing": drawing_for(seed) if seed else None}
    specs = _WHOLE if whole else _CROPPED
    made = shown.get_renditions(*specs)
    return {**answer, "renditions": [made[spec] for spec in specs], "credit": shown.credit}
