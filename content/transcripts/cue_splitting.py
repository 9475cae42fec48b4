"""Cuts what an engine heard into captions that can be read. Pure.

The rules: at most two lines, at least 5/6 s and at most 7 s on the screen, cut at the end of a
sentence or a clause or at a pause, never inside a word. Captions follow each other without
overlap, none reaches past the end of the recording, and no word is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from content.transcripts.engines.base import Segment, Word
from content.transcripts.line_breaking import (
    ends_clause,
    ends_sentence,
    fits,
    line_width,
    may_break,
    width,
)

SHORTEST_MS = 833
LONGEST_MS = 7_000
_HARD_PAUSE_MS = 1_500
_PAUSE_MS = 300
_JOINABLE_PAUSE_MS = 500

# What adults read comfortably, in half-width units a second: 9 Chinese characters, 17 letters.
_READING_UNITS_PER_S = {"zh": 18, "en": 17}


@dataclass(frozen=True, slots=True)
class DraftCue:
    """A caption before it is stored. `confidence` is the mean of its words', from 0 to 1."""

    start_ms: int
    end_ms: int
    text: str
    confidence: float | None
    words: tuple[Word, ...]


def split_into_cues(
    segments: Iterable[Segment], *, language: str, duration_ms: int
) -> list[DraftCue]:
    """Captions for segments whose times count from the recording's beginning, in order."""
    words = _orderly([word for segment in segments for word in words_of(segment)])
    groups = _groups(_atoms(words), language)
    return _timed([_cue(group) for group in groups], language, duration_ms)


def words_of(segment: Segment) -> list[Word]:
    """The segment's words; where the engine timed none, its text spread evenly over its time."""
    if segment.words:
        return [word for word in segment.words if word.text.strip()]
    pieces = _pieces(segment.text)
    total = sum(width(piece) for piece in pieces) or 1
    words, done = [], 0
    for piece in pieces:
        edges = done, done + width(piece)
        start, end = (
            segment.start_ms + (segment.end_ms - segment.start_ms) * edge // total for edge in edges
        )
        words.append(Word(start, end, piece, 0.0))
        done = edges[1]
    return words


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for character in text.strip():
        if pieces and not may_break(pieces[-1], character) and not _begins_word(pieces, character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _begins_word(pieces: list[str], character: str) -> bool:
    return character.isspace() and not pieces[-1].isspace()


def _orderly(words: Sequence[Word]) -> list[Word]:
    """Times that never run backwards, whatever the engine said."""
    orderly, now = [], 0
    for word in words:
        start = max(word.start_ms, now)
        end = max(word.end_ms, start)
        orderly.append(replace(word, start_ms=start, end_ms=end))
        now = end
    return orderly


def _atoms(words: Sequence[Word]) -> list[list[Word]]:
    """Words that may not be parted: pieces of one Latin word, a number and its unit, a mark."""
    atoms: list[list[Word]] = []
    for word in words:
        if atoms and not may_break(_text(atoms[-1]), word.text):
            atoms[-1].append(word)
        else:
            atoms.append([word])
    return atoms


def _text(words: Iterable[Word]) -> str:
    return "".join(word.text for word in words)


class _Atoms:
    """Atoms between two long pauses, and what a caption made of some of them would be like."""

    def __init__(self, atoms: list[list[Word]], language: str) -> None:
        self.atoms = atoms
        self._limit = line_width(language)
        texts = [_text(atom) for atom in atoms]
        self._until = [0, *accumulate(map(width, texts))]
        self._lead = [width(text) - width(text.lstrip()) for text in texts]
        self._sentences = [0, *accumulate(map(ends_sentence, texts))]
        self._end_costs = [self._end_cost(index, text) for index, text in enumerate(texts)]

    def _end_cost(self, index: int, text: str) -> float:
        """How little a reader expects the caption to end after this atom."""
        if index + 1 == len(self.atoms) or ends_sentence(text):
            return 0.0
        if ends_clause(text):
            return 0.4
        pause = self.atoms[index + 1][0].start_ms - self.atoms[index][-1].end_ms
        return 0.6 if pause >= _PAUSE_MS else 1.2

    def _width(self, first: int, last: int) -> int:
        return self._until[last + 1] - self._until[first] - self._lead[first]

    def duration_ms(self, first: int, last: int) -> int:
        return self.atoms[last][-1].end_ms - self.atoms[first][0].start_ms

    def hold(self, first: int) -> Iterator[int]:
        """The atoms with which a caption that begins at `first` may end; always at least one."""
        second_line = None
        yield first
        for last in range(first + 1, len(self.atoms)):
            if second_line is None and self._width(first, last) > self._limit:
                second_line = last
            if self.duration_ms(first, last) > LONGEST_MS:
                return
            if second_line is not None and self._width(second_line, last) > self._limit:
                return
            yield last

    def cost(self, first: int, last: int) -> float:
        """Few captions, ending where they should, a sentence each, none a mere flash."""
        flash = self.duration_ms(first, last) < SHORTEST_MS
        inner_sentences = self._sentences[last] - self._sentences[first]
        return 0.3 + self._end_costs[last] + 0.4 * inner_sentences + (0.7 if flash else 0.0)

    def groups(self) -> Iterator[list[Word]]:
        """The words of each caption, so that all captions together cost the least."""
        count = len(self.atoms)
        total, chosen = [0.0] * (count + 1), [0] * count
        for first in reversed(range(count)):
            costs = ((self.cost(first, last) + total[last + 1], -last) for last in self.hold(first))
            total[first], negative = min(costs)
            chosen[first] = -negative
        first = 0
        while first < count:
            last = chosen[first]
            yield [word for atom in self.atoms[first : last + 1] for word in atom]
            first = last + 1


def _groups(atoms: list[list[Word]], language: str) -> Iterator[list[Word]]:
    begin = 0
    for index in range(1, len(atoms) + 1):
        ended = index == len(atoms)
        if ended or atoms[index][0].start_ms - atoms[index - 1][-1].end_ms >= _HARD_PAUSE_MS:
            yield from _Atoms(atoms[begin:index], language).groups()
            begin = index


def _cue(words: Sequence[Word]) -> DraftCue:
    known = [word.probability for word in words]
    return DraftCue(
        start_ms=words[0].start_ms,
        end_ms=words[-1].end_ms,
        text=" ".join(_text(words).split()),
        confidence=round(sum(known) / len(known), 4) if any(known) else None,
        words=tuple(words),
    )


def _timed(cues: list[DraftCue], language: str, duration_ms: int) -> list[DraftCue]:
    if duration_ms <= 0 or not cues:
        return []
    joined = _without_flashes(cues, language)
    starts = _starts([cue.start_ms for cue in joined], duration_ms)
    if len(starts) < len(joined):
        joined = [*joined[: len(starts) - 1], _merged(joined[len(starts) - 1 :])]
    limits = [*starts[1:], duration_ms]
    return [
        replace(cue, start_ms=start, end_ms=_end(cue, start, limit, language))
        for cue, start, limit in zip(joined, starts, limits, strict=True)
    ]


def _without_flashes(cues: Sequence[DraftCue], language: str) -> list[DraftCue]:
    """Join a caption too short to read to the one before it, where both fit together."""
    joined: list[DraftCue] = []
    for cue in cues:
        if joined and _should_join(joined[-1], cue, language):
            joined[-1] = _merged([joined[-1], cue])
        else:
            joined.append(cue)
    return joined


def _should_join(before: DraftCue, cue: DraftCue, language: str) -> bool:
    short = min(cue.end_ms - cue.start_ms, before.end_ms - before.start_ms) < SHORTEST_MS
    near = cue.start_ms - before.end_ms <= _JOINABLE_PAUSE_MS
    together = _text((*before.words, *cue.words))
    return (
        short and near and cue.end_ms - before.start_ms <= LONGEST_MS and fits(together, language)
    )


def _merged(cues: Sequence[DraftCue]) -> DraftCue:
    return _cue([word for cue in cues for word in cue.words])


def _starts(starts: Sequence[int], duration_ms: int) -> list[int]:
    """Rising starts inside the recording; fewer than asked for only if there is no room."""
    count = min(len(starts), duration_ms)
    latest = duration_ms
    placed = []
    for start in reversed(starts[:count]):
        latest = min(start, latest - 1)
        placed.append(latest)
    return placed[::-1]


def _end(cue: DraftCue, start_ms: int, limit_ms: int, language: str) -> int:
    """Long enough to be read, if silence follows; never into the next caption."""
    pace = _READING_UNITS_PER_S.get(language, _READING_UNITS_PER_S["en"])
    needed = max(SHORTEST_MS, width(cue.text) * 1000 // pace)
    wanted = max(cue.end_ms, start_ms + needed)
    return max(start_ms + 1, min(wanted, limit_ms, start_ms + LONGEST_MS))
