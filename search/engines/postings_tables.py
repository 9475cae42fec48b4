"""The tables of a database engine, seen from within one transaction.

Tables carry a generation number: a rebuild fills new ones beside the living ones. What is stored of
a document that is held in an earlier version stays; only younger moments are written.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.documents import ContentMark, DocumentVersion, IndexDocument, Removal
from search.engines.base import EngineUnavailable
from search.engines.matching import ROW_BITS

ANY_LANGUAGE = ""
"""The language of the row that remembers the removal of a whole group."""


def row_number(ordinal: int, number: int) -> int:
    return ordinal << ROW_BITS | number


@dataclass(frozen=True, slots=True)
class Written:
    """What a write came to: documents that were new enough, and moments that differed."""

    documents: int = 0
    moments: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(self.documents + other.documents, self.moments + other.moments)


class IndexTables(ABC):
    """Statements of one transaction. A removed document keeps a row with the version of its
    removal."""

    @abstractmethod
    def state(self, name: str) -> int | None:
        """A number kept with the index."""

    @abstractmethod
    def write_state(self, name: str, value: int | None) -> None:
        """Keeps a number with the index."""

    @abstractmethod
    def create(self, generation: int) -> None:
        """Empty tables."""

    def complete(self, generation: int) -> None:  # noqa: B027 - not every engine has more to do
        """What is better done once than at each write of a fill."""

    @abstractmethod
    def drop(self, generation: int) -> None:
        """The tables and their cursor, where they are there."""

    @abstractmethod
    def put(self, generation: int, documents: Sequence[IndexDocument]) -> Written:
        """Stores documents, none of them twice."""

    @abstractmethod
    def remove(self, generation: int, removal: Removal) -> int:
        """How many documents went."""

    def live(self) -> int:
        generation = self.state("live")
        if generation is None:
            raise EngineUnavailable("the index is not prepared")
        return generation

    def written(self) -> list[int]:
        """The living tables, and those of a rebuild under way: writes reach both."""
        building = self.state("building")
        return [self.live()] + ([building] if building is not None else [])


HeldRow = tuple[int, str, str, int, Iterable[Iterable[str]]]
"""Of a living document: ordinal, group, language, version, audiences."""


def held_versions(
    documents: Iterable[HeldRow], moments: Iterable[tuple[int, str, int | None]]
) -> list[DocumentVersion]:
    """What is held, with its marks. `moments` are row, text and start of each."""
    held = {document[0]: (document, ContentMark()) for document in documents}
    for row, text, start_ms in moments:
        ordinal, number = row >> ROW_BITS, row & ((1 << ROW_BITS) - 1)
        if number and ordinal in held:
            document, mark = held[ordinal]
            mark.take(number, text, start_ms, document[4])
    return [DocumentVersion(*document[1:4], mark.value) for document, mark in held.values()]
