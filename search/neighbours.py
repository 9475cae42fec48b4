"""What was said before and after a moment: read from the journal, for whoever may see the thing."""

from dataclasses import dataclass

from content.core import ports
from content.core.audience import Viewer
from content.core.ports import DocumentKey
from search.documents import IndexMoment
from search.languages import primary
from search.models import StoredDocument


@dataclass(frozen=True)
class Neighbour:
    """Times None: a passage of a text."""

    start_ms: int | None
    end_ms: int | None
    text: str


@dataclass(frozen=True)
class Neighbours:
    before: Neighbour | None
    after: Neighbour | None


def neighbours(
    *, viewer: Viewer, key: DocumentKey, language: str, number: int
) -> Neighbours | None:
    """The moments next to the one of this number; None where there is no such moment or the viewer
    may not see the thing, by the database."""
    if key not in ports.visible(viewer, [key], language):
        return None
    rows = StoredDocument.objects.living().filter(group=str(key), language=primary(language))
    row = rows.first()
    moments = row.document().moments if row is not None else ()
    if not 1 <= number <= len(moments):
        return None
    return Neighbours(
        before=_neighbour(moments[number - 2]) if number > 1 else None,
        after=_neighbour(moments[number]) if number < len(moments) else None,
    )


def _neighbour(moment: IndexMoment) -> Neighbour:
    return Neighbour(moment.start_ms, moment.end_ms, moment.text)
