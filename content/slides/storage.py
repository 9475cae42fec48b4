"""Where the files of a deck lie: `slides/<uuid>/source.<kind>` and `<number>-<size>.webp`.

Names are ours alone; nothing of what a client called its file is in them.
"""

import re
from pathlib import Path
from uuid import UUID

from django.conf import settings

PREFIX = "slides/"
SIZES = {"small": 480, "large": 1440}
CONTENT_TYPE = "image/webp"

_PICTURE = re.compile(
    r"slides/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(\d{1,4})-(small|large)\.webp"
)


def folder_of(uuid: UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / PREFIX / str(uuid)


def source_path(uuid: UUID, kind: str) -> Path:
    return folder_of(uuid) / f"source.{kind}"


def picture_path(uuid: UUID, number: int, size: str) -> Path:
    return folder_of(uuid) / f"{number}-{size}.webp"


def parse_picture(name: str) -> tuple[UUID, int] | None:
    """The deck and the slide whose picture has this storage name; None for any other name."""
    match = _PICTURE.fullmatch(name)
    return (UUID(match[1]), int(match[2])) if match else None
