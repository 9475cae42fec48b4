"""Which picture a viewer may be shown of a thing, and what stands in where there is none.

Nobody gets an address that would answer 404: the picture's own audience is asked first.
"""

from dataclasses import dataclass
from zlib import crc32

from django.http import HttpRequest

from content.core.audience import Viewer, admits
from content.library.models import CustomImage

CARD = "fill-720x540|format-webp"
SHARE = "fill-1200x630|format-jpeg"

_SUBJECTS = ("crane", "panel", "double-t", "sleeve", "plan", "steel")
_PALETTES = ("", "slate", "green")


@dataclass(frozen=True)
class Drawing:
    """A drawing of the trade that stands in for a photograph."""

    subject: str
    palette: str


def shown_to(viewer: Viewer, image: CustomImage | None) -> CustomImage | None:
    """The picture, where there is one and the viewer may see it."""
    return image if image is not None and admits(viewer, image.audience) else None


def picture_url(viewer: Viewer, image: CustomImage | None, spec: str = CARD) -> str:
    """The address of the picture in one size (a Wagtail filter), or nothing."""
    shown = shown_to(viewer, image)
    return "" if shown is None else str(shown.get_rendition(spec).url)


def share_picture(request: HttpRequest, image: CustomImage | None) -> str:
    """The absolute address of a picture for share cards; only a public one has it."""
    address = picture_url(Viewer.anonymous(), image, SHARE)
    return request.build_absolute_uri(address) if address else ""


def drawing_for(seed: str) -> Drawing:
    """The same drawing for the same words, so that a list looks the same at each visit."""
    number = crc32(seed.encode())
    return Drawing(
        subject=_SUBJECTS[number % len(_SUBJECTS)],
        palette=_PALETTES[number // len(_SUBJECTS) % len(_PALETTES)],
    )
