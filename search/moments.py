"""From cues to moments, and from a body of text to passages: what a search result points at.

A cue (3–8 s) is too short to hold several words of a query; a moment is a run of cues of 15–30 s,
cut where a sentence ends. Pure: knows neither the database nor an engine.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from content.core.ports import SourceMoment, SourcePage
from search.documents import Passage

SHORTEST_MS = 15_000
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

    A moment is no longer than 30 s unless a single cue is; no shorter than 15 s unless the speech
    around it leaves no choice.
    """
    spoken = [cue for cue in sorted(cues, key=_start) if cue.text.strip()]
    return [_moment(run) for run in _runs(spoken)]


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


def _runs(cues: Sequence[SourceMoment]) -> Iterator[list[SourceMoment]]:
    run: list[SourceMoment] = []
    for index, cue in enumerate(cues):
        if run and _length([*run, cue]) > LONGEST_MS:
            kept = _best_cut(run)
            yield run[:kept]
            run = run[kept:]
            if run and _length([*run, cue]) > LONGEST_MS:
                yield run
                run = []
        run.append(cue)
        following = cues[index + 1] if index + 1 < len(cues) else None
        if _length(run) >= SHORTEST_MS and _ends_thought(cue, following):
            yield run
            run = []
    if run:
        yield run


def _length(run: Sequence[SourceMoment]) -> int:
    return max(cue.end_ms for cue in run) - run[0].start_ms


def _best_cut(run: Sequence[SourceMoment]) -> int:
    """How many cues of an overfull run to let go: up to its last sentence end, else all."""
    for kept in range(len(run), 1, -1):
        following = run[kept] if kept < len(run) else None
        long_enough = _length(run[:kept]) * 2 >= SHORTEST_MS
        if long_enough and _ends_thought(run[kept - 1], following):
            return kept
    return len(run)


def _ends_thought(cue: SourceMoment, following: SourceMoment | None) -> bool:
    if following is None or following.start_ms - cue.end_ms >= PAUSE_MS:
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
