"""Pictures for articles, drawn when the demonstration is loaded: one a subject, no words in them.

Needs no font, so it looks the same on every machine.
"""

import io

from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from content.demo.drawing.subjects import draw
from content.demo.texts import table
from content.library.models import CustomImage

WIDTH_PX = 1600
_QUALITY = 88


def filename_of(subject: str) -> str:
    return f"lectern-demo-{subject.replace('_', '-')}.jpg"


def jpeg_of(subject: str) -> bytes:
    buffer = io.BytesIO()
    draw(subject, WIDTH_PX).save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return buffer.getvalue()


def description_of(subject: str, language: str) -> str:
    """What the picture shows, for those who cannot see it."""
    return str(table("site")["pictures"][subject][language])


def picture_of(subject: str) -> CustomImage:
    """The picture of a subject in the library; drawn where it is not there yet."""
    images = get_image_model().objects
    title = description_of(subject, "zh")
    found: CustomImage | None = images.filter(
        title=title, file__contains=filename_of(subject).removesuffix(".jpg")
    ).first()
    if found is not None:
        return found
    made: CustomImage = images.create(
        title=title,
        description=description_of(subject, "en"),
        file=ContentFile(jpeg_of(subject), name=filename_of(subject)),
    )
    return made
