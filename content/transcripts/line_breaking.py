"""Where a line of Chinese or Latin text may end, and how a caption falls into two lines. Pure.

Widths are counted in half-width units: a Chinese character is two, a Latin letter one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

LINES = 2
_LINE_WIDTHS = {"zh": 32, "en": 42}  # 16 Chinese characters; 42 Latin letters

SENTENCE_ENDS = "。！？!?…"
CLAUSE_ENDS = "，、；：,;:"
_CLOSING = "，。、；：！？）》」』】〉”’…％%,.;:!?)]}"
_OPENING = "（《「『【〈“‘([{"


def width(text: str) -> int:
    """In half-width units; marks that combine with a letter take no room."""
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def is_wide(character: str) -> bool:
    return _width(character) == 2


def line_width(language: str) -> int:
    return _LINE_WIDTHS.get(language, _LINE_WIDTHS["en"])


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two texts that follow each other.

    Never inside a Latin word or a number, between a number and its unit, before a closing mark or
    after an opening one.
    """
    if not before or not after:
        return False
    last, first = before[-1], after[0]
    if last.isspace() or first.isspace():
        outer, inner = before.rstrip()[-1:], after.lstrip()[:1]
        return bool(outer and inner) and outer not in _OPENING and inner not in _CLOSING
    if last in _OPENING or first in _CLOSING:
        return False
    if last.isdigit() and is_wide(first):
        return False
    return is_wide(last) or is_wide(first)


def ends_sentence(text: str) -> bool:
    """Ends with a mark that closes a sentence, quotation marks after it set aside."""
    bare = text.rstrip().rstrip("”’」』）)\"'")
    return bare.endswith(tuple(SENTENCE_ENDS)) or (bare.endswith(".") and not bare[-2:-1].isdigit())


def ends_clause(text: str) -> bool:
    return text.rstrip().rstrip("”’」』）)\"'").endswith(tuple(CLAUSE_ENDS))


def join(before: str, after: str) -> str:
    """Two texts that follow each other: Chinese without a blank between, all other with one."""
    if not before or not after:
        return before or after
    blank = "" if is_wide(before[-1]) or is_wide(after[0]) else " "
    return f"{before}{blank}{after}"


def fits(text: str, language: str) -> bool:
    """Whether a caption's lines hold the text."""
    limit = line_width(language)
    return width(text.strip()) <= limit or _best_break(text.strip(), limit) is not None


def wrap(text: str, language: str) -> list[str]:
    """The caption's lines: two at most where the text fits, as many as it takes where not."""
    limit = line_width(language)
    rest, lines = " ".join(text.split()), []
    while width(rest) > limit:
        place = _best_break(rest, limit) or _last_break(rest, limit)
        lines.append(rest[:place].rstrip())
        rest = rest[place:].lstrip()
    return [*lines, rest] if rest else lines


def _best_break(text: str, limit: int) -> int | None:
    """Where to break into two lines: after punctuation if possible, and about evenly."""
    best, best_cost = None, 0.0
    for place in _places(text):
        first, second = width(text[:place].rstrip()), width(text[place:].lstrip())
        if first > limit or second > limit:
            continue
        after_mark = ends_sentence(text[:place]) or ends_clause(text[:place])
        cost = abs(first - second) - (limit / 2 if after_mark else 0)
        if best is None or cost < best_cost:
            best, best_cost = place, cost
    return best


def _last_break(text: str, limit: int) -> int:
    """The last permitted place within the limit, or the limit itself in one endless word."""
    place = 0
    for candidate in _places(text):
        if width(text[:candidate].rstrip()) > limit:
            break
        place = candidate
    if place:
        return place
    taken = 0
    for index, character in enumerate(text):
        taken += _width(character)
        if taken > limit:
            return max(index, 1)
    return len(text)


def _places(text: str) -> Iterator[int]:
    return (index for index in range(1, len(text)) if may_break(text[:index], text[index:]))
