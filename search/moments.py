"""From cues to moments, and from a body of text to passages: what a search result points at.

A cue (3–8 s) is too short to hold several words of a query; a moment is a run of cues of some 20 s,
cut where a sentence ends. Each border is sought by itself, around a line every 20 s of the clock:
what an editor changes here moves no border elsewhere. Pure: knows neither the database nor an
engine.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from content.core.ports import SourceMoment, SourcePage
from search.documents import Passage

STEP_MS = 20_000
"""From line to line, and so the length of a moment where speech is even."""
REACH_MS = 5_000
"""How far from its line a border may lie. Twice this is less than a step: a cue shorter than the
rest between two reaches takes part in one border alone."""
LONGEST_MS = 30_000
PAUSE_MS = 1_500
"""A silence this long ends a thought, whatever the punctuation says."""

SHORTEST_PASSAGE = 80
LONGEST_PASSAGE = 240

_SENTENCE_END = re.compile(r"[。！？!?；;…][”’」』）)\"']*\Z|[.][”’)\"']*\Z")
_SENTENCE = re.compile(r".*?(?:[。！？!?；;…]+[”’」』）)\"']*|[.](?=\s)|\Z)", re.DOTALL)
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003fffd]")


def moments_of(cues: Iterable[SourceMoment]) -> list[Passage]:
    """Every cue that says something, in exactly one moment, in the order of speech.

    A moment is no longer than 30 s unless a single cue is; some 10 to 30 s unless there is silence.
    """
    spoken = [cue for cue in sorted(cues, key=_start) if cue.text.strip()]
    return [_moment(run) for stretch in _stretches(spoken) for run in _in_bounds(stretch)]


def passages_of(body: str) -> list[Passage]:
    """A text in passages of some 80–240 characters, cut at paragraphs, else at sentence ends."""
    passages: list[str] = []
    held = ""
    for piece in _pieces(body):
        if held and len(held) + len(piece) > LONGEST_PASSAGE:
            passages.append(held)
            held = ""
        held = _join(held, piece) if held else piece
        if len(held) >= SHORTEST_PASSAGE:
            passages.append(held)
            held = ""
    if held:
        passages.append(held)
    return [Passage(text) for text in passages]


def slides_of(slides: Iterable[SourceMoment]) -> list[Passage]:
    """The words of each slide by themselves, from the second at which it came up."""
    return [
        Passage(
            passage.text,
            slide.start_ms,
            min(slide.end_ms, slide.start_ms + LONGEST_MS),
            ((0, slide.start_ms),),
        )
        for slide in slides
        for passage in passages_of(slide.text)
    ]


def pages_of(pages: Iterable[SourcePage]) -> list[Passage]:
    """The passages of each page, which know its number; none goes over the end of a page."""
    return [
        Passage(passage.text, cues=((0, page.number),))
        for page in pages
        for passage in passages_of(page.text)
    ]


def _start(cue: SourceMoment) -> int:
    return cue.start_ms


def _stretches(cues: Sequence[SourceMoment]) -> Iterator[Sequence[SourceMoment]]:
    """The cues between one line's border and the next one's."""
    best: dict[int, tuple[bool, int, int]] = {}
    for place, (end_ms, start_ms, breaks_off) in enumerate(_gaps(cues)):
        line, distance = _nearest_line(end_ms, start_ms)
        if distance <= REACH_MS:
            chosen = (breaks_off, distance, place)
            best[line] = min(best.get(line, chosen), chosen)
    borders = sorted({place for _breaks_off, _distance, place in best.values()})
    for first, last in pairwise([0, *borders, len(cues)]):
        if first < last:
            yield cues[first:last]


def _gaps(cues: Sequence[SourceMoment]) -> Iterator[tuple[int, int, bool]]:
    """Before each cue and after the last: end and start of what lies there, and whether a border
    there would break off a thought."""
    if cues:
        yield cues[0].start_ms, cues[0].start_ms, False
        for cue, following in pairwise(cues):
            yield cue.end_ms, following.start_ms, not _ends_thought(cue, following)
        yield cues[-1].end_ms, cues[-1].end_ms, False


def _nearest_line(end_ms: int, start_ms: int) -> tuple[int, int]:
    """The line nearest to the gap of two cues, counted from 0, and how far the gap is from it."""
    end_ms = min(end_ms, start_ms)
    line = (end_ms + start_ms + STEP_MS) // (2 * STEP_MS)
    at = line * STEP_MS
    return line, max(end_ms - at, at - start_ms, 0)


def _in_bounds(run: Sequence[SourceMoment]) -> Iterator[Sequence[SourceMoment]]:
    """A run that is too long, cut near its middle until none is."""
    if len(run) == 1 or _length(run) <= LONGEST_MS:
        yield run
        return
    middle = run[0].start_ms + _length(run) // 2
    place = min(
        range(1, len(run)),
        key=lambda at: (
            abs(run[at].start_ms - middle) > REACH_MS,
            not _ends_thought(run[at - 1], run[at]),
            abs(run[at].start_ms - middle),
        ),
    )
    yield from _in_bounds(run[:place])
    yield from _in_bounds(run[place:])


def _length(run: Sequence[SourceMoment]) -> int:
    return max(cue.end_ms for cue in run) - run[0].start_ms


def _ends_thought(cue: SourceMoment, following: SourceMoment) -> bool:
    if following.start_ms - cue.end_ms >= PAUSE_MS:
        return True
    return _SENTENCE_END.search(cue.text.strip()) is not None


def _moment(run: Sequence[SourceMoment]) -> Passage:
    text = ""
    places: list[tuple[int, int]] = []
    for cue in run:
        words = _one_line(cue.text)
        text = _join(text, words) if text else words
        places.append((len(text) - len(words), cue.start_ms))
    end_ms = max(cue.end_ms for cue in run)
    return Passage(text, run[0].start_ms, end_ms, tuple(places))


def _one_line(text: str) -> str:
    line = ""
    for part in text.split("\n"):
        if words := " ".join(part.split()):
            line = _join(line, words) if line else words
    return line


def _join(left: str, right: str) -> str:
    """Chinese characters meet without a space; everything else keeps one."""
    if _WIDE.match(left[-1]) or _WIDE.match(right[0]):
        return left + right
    return f"{left} {right}"


def _pieces(body: str) -> Iterator[str]:
    """Paragraphs, those too long cut at sentence ends, sentences too long cut anywhere."""
    for paragraph in body.splitlines():
        words = " ".join(paragraph.split())
        if len(words) <= LONGEST_PASSAGE:
            if words:
                yield words
            continue
        for sentence in _SENTENCE.findall(words):
            trimmed = sentence.strip()
            for at in range(0, len(trimmed), LONGEST_PASSAGE):
                yield trimmed[at : at + LONGEST_PASSAGE]
