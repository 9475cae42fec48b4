"""Where the words that the machine heard stand in a line as people read it. Pure.

The line may have been corrected since: then a word's place is where its like stands now.
"""

from collections.abc import Sequence
from itertools import pairwise

from content.core.ports import Span
from content.lectures.alignment import Place
from content.transcripts.cue_states import Word
from content.transcripts.text_places import place_in

WordPlace = tuple[int, int, int, int]
"""From and to, in characters; start and end, in milliseconds of the recording."""


def word_places(text: str, line: Span, words: Sequence[Word]) -> list[WordPlace]:
    """The words in order; without those that correction took out. Their times lie within the
    line's own, which people may have set."""
    heard = "".join(word[2] for word in words)
    edges = [0]
    for word in words:
        edges.append(edges[-1] + len(word[2]))
    places = [place_in(heard, edge, text) for edge in edges[:-1]] + [len(text)]
    return [
        (first, last, _within(word[0], line), _within(word[1], line))
        for (first, last), word in zip(pairwise(places), words, strict=True)
        if first < last
    ]


def said_within(words: Sequence[WordPlace], wanted: Span) -> Place | None:
    """From the first to the last character of the words whose middle lies in a stretch of time."""
    said = [word for word in words if _is_within(word[2] + word[3], wanted)]
    return (said[0][0], said[-1][1]) if said else None


def _is_within(twice_ms: int, wanted: Span) -> bool:
    return 2 * wanted[0] <= twice_ms <= 2 * wanted[1]


def _within(at_ms: int, line: Span) -> int:
    return min(max(at_ms, line[0]), line[1])
