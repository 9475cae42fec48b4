"""Where documents belong: the pages of what they are attached to, told by the apps above."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from content.core.audience import Viewer


@dataclass(frozen=True)
class Place:
    """A page that the viewer may see, in the viewer's language where there is one."""

    title: str
    url: str


Provider = Callable[[Viewer, Collection[int], str], Mapping[int, Sequence[Place]]]
"""Of documents by primary key the places that this viewer may see, in a language."""

_providers: dict[str, Provider] = {}


def register_places(name: str, provider: Provider) -> None:
    """Let an app above say where documents belong. A second of a name replaces the first."""
    _providers[name] = provider


def places_of(viewer: Viewer, documents: Collection[int], language: str) -> dict[int, list[Place]]:
    """Places by document; a document that belongs nowhere the viewer may look has none."""
    found: dict[int, list[Place]] = {}
    for provider in _providers.values():
        for document, places in provider(viewer, documents, language).items():
            found.setdefault(document, []).extend(places)
    return found
