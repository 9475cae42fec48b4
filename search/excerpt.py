"""The part of a text worth reading in a list of results: around the first words found. Pure."""

from dataclasses import dataclass

LENGTH = 80
LEAD = 32
"""How many characters are shown before the first mark."""
LONGEST_WORD = 24
"""A longer run of letters is cut anywhere."""

_STOPS = "。！？!?；;"
_COMMAS = "，,、"


@dataclass(frozen=True)
class Excerpt:
    """`highlights` are character spans of `text`, ascending and apart."""

    text: str
    highlights: tuple[tuple[int, int], ...]


def excerpt(text: str, highlights: tuple[tuple[int, int], ...]) -> Excerpt:
    """At most some 80 characters, with an ellipsis where something was left out."""
    first, last = highlights[0] if highlights else (0, 0)
    start = _start(text, first)
    start = first - len(text[start:first].lstrip())
    end = _end(text, start, last)
    before, after = ("…" if start else ""), ("…" if end < len(text) else "")
    shift = len(before) - start
    kept = tuple(
        (max(left, start) + shift, min(right, end) + shift)
        for left, right in highlights
        if left < end and right > start
    )
    return Excerpt(f"{before}{text[start:end]}{after}", kept)


def _end(text: str, start: int, last: int) -> int:
    """Where the room ends, but never within a word of letters after the first mark."""
    end = start + LENGTH
    if end >= len(text) or not _is_within_a_word(text, end):
        return min(end, len(text))
    space = text.rfind(" ", max(start, last), end)
    return space if space >= end - LONGEST_WORD else end


def _is_within_a_word(text: str, place: int) -> bool:
    return text[place - 1].isascii() and text[place - 1 : place + 1].isalnum()


def _start(text: str, first: int) -> int:
    """The beginning of the sentence, or of the clause, shortly before the first mark."""
    if len(text) <= LENGTH:
        return 0
    for signs in (_STOPS, _COMMAS):
        places = [text.rfind(sign, max(first - LEAD, 0), first) for sign in signs]
        if (place := max(places)) >= 0:
            return place + 1
    if (space := text.find(" ", max(first - LEAD, 0), first)) >= 0:
        return space + 1
    return 0 if first <= LEAD else first - LEAD // 2
