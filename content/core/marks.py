"""A port: where the words of a query stand in lines of text, by the analysis that search uses.

Search fills it. Without search nothing is marked here, and the asker falls back on its own means.
"""

from collections.abc import Callable, Sequence

Place = tuple[int, int]
"""From and to, in characters of the original text."""

Marker = Callable[[Sequence[str], str], list[tuple[Place, ...]]]

_marker: list[Marker] = []


def register_marker(marker: Marker) -> None:
    """`marker(texts, query)` gives for each text the places to mark: ascending, apart."""
    _marker[:] = [marker]


def mark_lines(texts: Sequence[str], query: str) -> list[tuple[Place, ...]]:
    """For each text, where the query stands in it as written, stemmed or sounded."""
    return _marker[0](texts, query) if _marker else [() for _text in texts]
