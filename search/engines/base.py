"""What every engine promises. The suite in `tests/contracts` holds each of them to it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from search.documents import DocumentVersion, IndexDocument, Removal
from search.query import AnalysedQuery
from search.results import EngineHits


class EngineError(Exception):
    """The engine was reached and something went wrong: a fault of ours, or of a document."""


class EngineUnavailable(EngineError):  # noqa: N818 - says the state, not the fault
    """The engine cannot be reached or cannot answer now. Trying again later may help."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A document the engine would not take, and why, in the engine's words."""

    id: str
    reason: str


class DocumentsRefused(EngineError):  # noqa: N818 - carries what was refused
    """Some documents were not taken; all others of the same call were."""

    def __init__(self, refused: Sequence[Refused]) -> None:
        self.refused = tuple(refused)
        super().__init__(f"{len(self.refused)} refused, the first: {self.refused[0]}")


class RebuildHandle(ABC):
    """A second index being filled beside the living one, which goes on answering.

    Writes to the living engine reach both. The handle has a cursor of its own: write into it the
    place in the journal from which changes must be replayed after the swap.
    """

    @abstractmethod
    def put(self, documents: Iterable[IndexDocument]) -> int:
        """As `SearchEngine.put`, into the new index alone."""

    @abstractmethod
    def write_cursor(self, value: int) -> None:
        """The living index's cursor after `finish`."""

    @abstractmethod
    def finish(self) -> None:
        """Swaps in one step: each search sees the old index or the new one, whole."""

    @abstractmethod
    def abandon(self) -> None:
        """Drops the new index; the living one is as it was. May be called at any time."""


class SearchEngine(ABC):
    """A place where documents are kept and searched.

    Every method raises `EngineUnavailable` where the engine cannot be reached. Documents are told
    apart by (group, language). A version lower than the one held, or than that of a removal, is
    passed over in silence; an equal one is written again.
    """

    name: str
    takes_many_writers = False
    """Whether several processes fill one index faster than one; its handles then go to them."""
    moments_written = 0
    """How many moments this object has given the living index: what its changes have cost."""

    @abstractmethod
    def prepare(self) -> None:
        """Makes what is needed to store and search; harmless when it is there."""

    @abstractmethod
    def put(self, documents: Iterable[IndexDocument]) -> int:
        """Stores documents: of one that is held in an earlier version only the moments that are
        younger, all of any other; moments of an earlier cut are gone. Returns how many documents
        were new enough to be written. Raises `DocumentsRefused` after writing all it could."""

    @abstractmethod
    def remove(self, removals: Iterable[Removal]) -> int:
        """Forgets documents and remembers the versions, so that older writes cannot revive them.
        Returns how many documents went."""

    @abstractmethod
    def search(self, query: AnalysedQuery) -> EngineHits:
        """Groups the viewer is admitted to, best first, with their best moments."""

    @abstractmethod
    def refresh(self) -> None:
        """What was put is found by any search after this."""

    @abstractmethod
    def count(self) -> int:
        """How many documents (group and language) are held."""

    @abstractmethod
    def moment_count(self) -> int:
        """How many moments are held."""

    @abstractmethod
    def versions(self) -> Iterator[DocumentVersion]:
        """Every document held, in no particular order."""

    @abstractmethod
    def read_cursor(self) -> int:
        """The last place of the journal this index has taken in; 0 at first."""

    @abstractmethod
    def write_cursor(self, value: int) -> None:
        """Stored with the index itself, so that the two cannot part."""

    @abstractmethod
    def begin_rebuild(self) -> RebuildHandle:
        """Starts an empty index beside the living one; leftovers of a dead rebuild are dropped."""

    @abstractmethod
    def drop(self) -> None:
        """Removes everything this engine stored."""

    @abstractmethod
    def close(self) -> None:
        """Lets go of connections. The engine may be used again: it connects anew."""
