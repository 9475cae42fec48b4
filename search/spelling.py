"""What a person may have meant: the same words but for one, which sounds alike or is one letter or
character away. Pure: from cards the person may see to guesses, best first.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from search import text as analyser
from search.cards import Card, sound_of
from search.query_analysis import LONGEST_QUERY
from search.text import Piece

MOST_GUESSES = 3
LONGEST_RUN = 6
LONGEST_LOOKED_AT = 24
MOST_PLACES = 500
SHORTEST_NEAR_RUN = 3
SHORTEST_NEAR_WORD = 4


_LATIN = re.compile("[a-zß-ɏ]{3,}")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """All cards as one text, and how each of its characters sounds: searched at one go."""

    text: str
    sound: str

    @classmethod
    def of(cls, cards: Sequence[Card]) -> "_Sheet":
        return cls(
            "\n".join(card.text for card in cards), "|".join(card.sound for card in cards) + "|"
        )


def guesses(words: str, cards: Sequence[Card]) -> list[str]:
    """At most three other ways to write the query, each with one word changed."""
    words = words[:LONGEST_QUERY]
    normal, places = analyser.normalise(words)
    # Where every character kept its place, the rest stays as it was typed.
    kept = words if places is None else normal
    sheet = _Sheet.of(cards)
    found: dict[str, None] = {}
    for piece in analyser.pieces(normal):
        for start, end, other in _of_piece(piece, sheet):
            found.setdefault(kept[:start] + other + kept[end:])
    return list(islice(found, MOST_GUESSES))


def _of_piece(piece: Piece, sheet: _Sheet) -> Iterator[tuple[int, int, str]]:
    if not piece.is_cjk:
        for other in _near_words(piece.text, sheet):
            yield piece.start, piece.end, other
        return
    alike = list(_alike(piece, sheet))
    yield from alike
    if not alike and SHORTEST_NEAR_RUN <= len(piece.text) <= LONGEST_RUN:
        for other in _near_runs(piece.text, sheet):
            yield piece.start, piece.end, other


def _alike(piece: Piece, sheet: _Sheet) -> Iterator[tuple[int, int, str]]:
    """Stretches nobody wrote that sound like something written: the longest there are."""
    run = piece.text[:LONGEST_LOOKED_AT]
    for size in range(min(len(run), LONGEST_RUN), 1, -1):
        stretches = [(at, run[at : at + size]) for at in range(len(run) - size + 1)]
        found = [
            (piece.start + at, piece.start + at + size, other)
            for at, stretch in stretches
            if stretch not in sheet.text
            for other in _sounding(stretch, sheet)
        ]
        if found:
            yield from found
            return


def _sounding(stretch: str, sheet: _Sheet) -> list[str]:
    """What is written as this sounds, what is written most first."""
    sound = sound_of(stretch) + "|"
    if "||" in sound:
        return []
    counts: Counter[str] = Counter(islice(_written_at(sheet, sound, len(stretch)), MOST_PLACES))
    return _by_count(counts)


def _written_at(sheet: _Sheet, sound: str, size: int) -> Iterator[str]:
    counted, start = 0, 0
    at = sheet.sound.find(sound)
    while at >= 0:
        start += sheet.sound.count("|", counted, at)
        counted = at
        yield sheet.text[start : start + size]
        at = sheet.sound.find(sound, at + 1)


def _near_runs(run: str, sheet: _Sheet) -> list[str]:
    """Runs of characters that differ in one: another in its place, one more or one less."""
    if run in sheet.text:
        return []
    every = range(len(run))
    # The longer first: 套筒浆 is 套筒灌浆 sooner than 套筒灌.
    ways = [f"{run[:at]}[^\\W\\d_a-z]{run[at:]}" for at in every[1:]]
    ways += [f"{run[:at]}[^\\W\\d_a-z]{run[at + 1 :]}" for at in every]
    if len(run) > SHORTEST_NEAR_RUN:
        ways += [run[:at] + run[at + 1 :] for at in every]
    return _by_count(Counter(re.findall("|".join(ways), sheet.text)))


def _near_words(word: str, sheet: _Sheet) -> list[str]:
    if len(word) < SHORTEST_NEAR_WORD or not word.isalpha():
        return []
    counts = Counter(_LATIN.findall(sheet.text))
    if counts[word]:
        return []
    near = {other: count for other, count in counts.items() if _is_near(word, other)}
    return _by_count(Counter(near))


def _is_near(one: str, other: str) -> bool:
    """Whether one letter less, more, different, or two neighbours changing places, make the
    other of the one."""
    if abs(len(one) - len(other)) > 1 or not other.isalpha():
        return False
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return len(one) != len(other)
    return (
        one[at + 1 :] in (other[at + 1 :], other[at:])
        or one[at:] == other[at + 1 :]
        or (one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :])
    )


def _by_count(counts: "Counter[str]") -> list[str]:
    ranked: Iterable[tuple[str, int]] = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return [written for written, _count in ranked]
