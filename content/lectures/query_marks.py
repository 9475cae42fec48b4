"""Where the words of a query stand in cues, for orange marks and ticks. Pure.

Looser than search on purpose: whatever led a reader here should be visible here. Whole words are
marked everywhere; the parts of a long Chinese word are marked where search led the reader, and
everywhere when nobody said any word as a whole.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Sequence

from content.transcripts.simplified import simplify

Place = tuple[int, int]
"""From and to, in characters."""

_SHORTEST_PART = 2
_ENDINGS = ("ing", "ed", "es", "s")


def folded(text: str) -> str:
    """Width, case and script folded, as long as the text, so that places stay true."""
    simple = simplify(text)
    source = simple if len(simple) == len(text) else text
    return "".join(_fold(sign) for sign in source)


def _fold(sign: str) -> str:
    plain = unicodedata.normalize("NFKC", sign).casefold()
    return plain if len(plain) == 1 else sign


def mark_cues(
    texts: Sequence[str], query: str, near: Container[int] = ()
) -> list[tuple[Place, ...]]:
    """For each text, where the query stands in it: sorted, apart, empty where nowhere.

    `near`: the numbers, from 0, of the texts that search led to.
    """
    words = folded(query).split()
    lines = [folded(text) for text in texts]
    if not words:
        return [() for _line in lines]
    marks = [_joined(place for word in words for place in _places(line, word)) for line in lines]
    long_words = [word for word in words if len(word) > _SHORTEST_PART and not word.isascii()]
    everywhere = not any(marks)
    for number, line in enumerate(lines):
        if everywhere or number in near:
            parts = [place for word in long_words for place in _shared(line, word)]
            marks[number] = _joined([*marks[number], *parts])
    return marks


def _places(line: str, word: str) -> list[Place]:
    if word.isascii():
        stem = _stem(word)
        found = re.finditer(r"[a-z0-9][a-z0-9']*", line)
        return [match.span() for match in found if _stem(match[0]).startswith(stem)]
    return [match.span() for match in re.finditer(re.escape(word), line)]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def _shared(line: str, word: str) -> list[Place]:
    """Every longest run of two or more characters that the line shares with the word."""
    places: list[Place] = []
    at = 0
    while at < len(line) - 1:
        size = 0
        while at + size < len(line) and line[at : at + size + 1] in word:
            size += 1
        if size >= _SHORTEST_PART:
            places.append((at, at + size))
        at += max(size, 1)
    return places


def _joined(places: Iterable[Place]) -> tuple[Place, ...]:
    joined: list[Place] = []
    for start, end in sorted(places):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
