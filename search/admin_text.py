"""What the administration's search keeps of a thing, and what it looks for: pure.

The same normal form and the same readings as the site's own search, as substrings instead of
tokens: an editor looks for a fragment of a title, not for what a lecture speaks of.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from search import text as analyser
from search.pinyin import LONGEST_SYLLABLE, is_syllable, syllables, typed_readings

LONGEST_TEXT = 20_000
LONGEST_TITLE = 255
LONGEST_QUERY = 200
MOST_WORDS = 8
SHORTEST_INITIALS = 2


@dataclass(frozen=True)
class Kept:
    """`sound`: "|zhuang|pei|shi|" for each run of characters; `initials`: "zps" for those of the
    title alone, for in a long text any three letters stand somewhere."""

    title: str
    text: str
    sound: str
    initials: str


@dataclass(frozen=True)
class Wanted:
    """One word of a query: what of it may be found in which column."""

    text: str
    sounds: tuple[str, ...] = ()
    initials: str = ""


def kept(title: str, others: Iterable[str]) -> Kept:
    name = _normal(title)
    whole = "\n".join([name, *map(_normal, others)])[:LONGEST_TEXT]
    return Kept(
        title=name[:LONGEST_TITLE],
        text=whole,
        sound=_sound(whole),
        initials=_initials(name)[:LONGEST_TITLE],
    )


def storable(query: str) -> str:
    """What any database takes as a value to look for."""
    return analyser.storable(query).replace("\x00", "")


def wanted(query: str) -> list[Wanted]:
    """The words of a query, all of which must be found. Any text is accepted."""
    return [_wanted(word) for word in _normal(query[:LONGEST_QUERY]).split()[:MOST_WORDS]]


def _wanted(word: str) -> Wanted:
    if not (word.isascii() and word.isalpha()):
        return Wanted(word)
    return Wanted(
        text=word,
        sounds=tuple(f"|{'|'.join(reading)}" for reading in _readings(word)),
        initials=word if len(word) >= SHORTEST_INITIALS else "",
    )


def _readings(word: str) -> list[tuple[str, ...]]:
    """Also while the last syllable is being typed."""
    if whole := _whole(word):
        return whole
    for cut in range(1, min(LONGEST_SYLLABLE, len(word))):
        if whole := _whole(word[:-cut]):
            return [(*reading, word[-cut:]) for reading in whole]
    return []


def _whole(word: str) -> list[tuple[str, ...]]:
    alone = [(word,)] if is_syllable(word) else []
    return [*alone, *typed_readings(word)]


def _normal(text: str) -> str:
    return " ".join(analyser.normalise(text)[0].replace("\x00", "").split())


def _sound(normal: str) -> str:
    runs = (piece.text for piece in analyser.pieces(normal) if piece.is_cjk)
    return " ".join(f"|{'|'.join(syllables(run))}|" for run in runs)


def _initials(normal: str) -> str:
    """Of characters their syllable's, of words their own; one run, as a person types it."""
    letters = []
    for piece in analyser.pieces(normal):
        parts = syllables(piece.text) if piece.is_cjk else [piece.text]
        letters += [part[0] for part in parts if part]
    return "".join(letters)
