"""The shapes of the API of lectures."""

from ninja import Schema


class FoundLine(Schema):
    """A line that holds the query. `line` counts from 0, in order of time; `highlights` are places
    in its text, from and to, in characters."""

    line: int
    start: float
    highlights: list[tuple[int, int]]


class FoundLinesOut(Schema):
    """`total` is how many there are, also where `lines` holds only the first of them."""

    language: str
    total: int
    lines: list[FoundLine]


class LineWordsOut(Schema):
    """Each word of a line: from and to in characters of its text, start and end in seconds."""

    language: str
    words: list[tuple[int, int, float, float]]
