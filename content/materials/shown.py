"""The materials of a thing as a page lists them: only those that the reader may open."""

from collections.abc import Iterable
from dataclasses import dataclass

from content.core.audience import Viewer, admits
from content.materials.models import AttachedDocument


@dataclass(frozen=True)
class ShownMaterial:
    """`file_type` is "PDF", "XLSX"; `size_bytes` None where it was never measured."""

    title: str
    url: str
    file_type: str
    size_bytes: int | None


def shown_materials(
    viewer: Viewer, attached: Iterable[AttachedDocument], language: str
) -> list[ShownMaterial]:
    """In their order, each document once. Whether the viewer may see the thing that they are
    attached to is the caller's question. Asks no query where `attached` comes with its documents.
    """
    first: dict[int, AttachedDocument] = {}
    for row in attached:
        first.setdefault(row.document_id, row)
    return [
        ShownMaterial(
            title=row.title_in(language),
            url=row.document.url,
            file_type=str(row.document.file_extension).upper(),
            size_bytes=row.document.file_size,
        )
        for row in first.values()
        if admits(viewer, row.document.audience)
    ]
