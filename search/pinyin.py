"""Toneless pinyin: the syllables of Chinese characters, and the syllables in what a person types.

pypinyin's dictionaries are read once, on first use; the reading of a run is then a table look-up
per character, mended by the phrases in which a character is read otherwise (重新, 银行). That is
some twenty times faster than segmenting the text, and a search needs no finer reading.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

LONGEST_SYLLABLE = 6
LONGEST_TYPED = 48
_NOT_SYLLABLES = frozenset({"m", "n", "ng", "hm", "hng", "r", "ê", "e", "o", "a"})
_SPELLINGS = {"lue": "lve", "nue": "nve"}


def syllables(run: str) -> Sequence[str]:
    """One toneless syllable for each character of a run of Han characters; "" where unknown."""
    table, phrases, sizes = _dictionary()
    read = [table.get(character, "") for character in run]
    done = 0
    for index in [place for place, character in enumerate(run) if character in sizes]:
        if index >= done:
            for size in sizes[run[index]]:
                phrase = phrases.get(run[index : index + size])
                if phrase is not None:
                    read[index : index + size] = phrase
                    done = index + size
                    break
    return read


@lru_cache(maxsize=1024)
def typed_readings(letters: str, most: int = 3) -> tuple[tuple[str, ...], ...]:
    """The ways to cut typed letters into at least two syllables, fewest syllables first.

    Empty where the letters are no pinyin. `ü` may be typed as v, u or ü.
    """
    if not letters.isascii() or not letters.isalpha() or len(letters) > LONGEST_TYPED:
        return ()
    found: list[tuple[str, ...]] = []
    for reading in _cuts(letters):
        found.append(reading)
        if len(found) == 64:
            break
    # An open syllable before a vowel (xi|an) is rarer than the closed one, except as the only cut.
    readings = sorted((cut for cut in found if len(cut) > 1), key=len)
    return tuple(readings[:most])


def is_syllable(letters: str) -> bool:
    return _spelt(letters) in known_syllables()


@cache
def known_syllables() -> frozenset[str]:
    table, _phrases, _sizes = _dictionary()
    return frozenset(
        syllable
        for syllable in set(table.values())
        if syllable.isascii() and syllable.isalpha() and syllable not in _NOT_SYLLABLES
    ) | {"a", "e", "o"}


def _cuts(letters: str) -> Iterator[tuple[str, ...]]:
    """Every way to cut, longest first syllable first; letters that cannot end are never retried."""
    dead: set[int] = set()

    def from_(start: int) -> Iterator[tuple[str, ...]]:
        if start == len(letters):
            yield ()
            return
        if start in dead:
            return
        alive = False
        for size in range(min(LONGEST_SYLLABLE, len(letters) - start), 0, -1):
            piece = _spelt(letters[start : start + size])
            if piece in known_syllables():
                for rest in from_(start + size):
                    alive = True
                    yield (piece, *rest)
        if not alive:
            dead.add(start)

    return from_(0)


def _spelt(syllable: str) -> str:
    return _SPELLINGS.get(syllable, syllable)


def _toneless(reading: str) -> str:
    plain = unicodedata.normalize("NFD", reading.replace("ü", "v"))
    plain = plain.replace("u\u0308", "v")
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return _spelt(letters)


@cache
def _dictionary() -> tuple[dict[str, str], dict[str, list[str]], dict[str, list[int]]]:
    """Readings by character; phrases read otherwise; their lengths by first character, falling."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT  # heavy: 2 MB of tables

    toneless = cache(_toneless)
    table = {
        chr(point): toneless(readings.partition(",")[0]) for point, readings in PINYIN_DICT.items()
    }
    phrases = {}
    for phrase, readings in PHRASES_DICT.items():
        read = [toneless(reading[0]) for reading in readings]
        usual = [table.get(character) for character in phrase]
        if read != usual and len(read) == len(phrase):
            phrases[phrase] = read
    sizes: dict[str, set[int]] = {}
    for phrase in phrases:
        sizes.setdefault(phrase[0], set()).add(len(phrase))
    falling = {first: sorted(found, reverse=True) for first, found in sizes.items()}
    return table, phrases, falling
