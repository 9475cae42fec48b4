"""The lines of the transcript panel: cues with what is marked in them, what stands beside them, and
when their words are said."""

from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import urlencode

from content.core.ports import Span
from content.lectures.alignment import beside, characters_within
from content.lectures.player import CueLine, Piece
from content.lectures.query_marks import Place, mark_cues
from content.lectures.timecode import url_seconds
from content.lectures.word_places import WordPlace, said_within, word_places
from content.transcripts.cue_states import words_from
from content.transcripts.models import Cue, Transcript

DOUBTFUL_BELOW = 0.5
NEAR_MS = 30_000
IN_ORDER = ("start_ms", "number")


def cues_of(transcript: Transcript) -> list[Cue]:
    """In order of time, without what only the editor needs: one query."""
    wanted = transcript.cues.only("transcript", "start_ms", "end_ms", "text", "confidence")
    return list(wanted.order_by(*IN_ORDER))


def words_of_line(transcript: Transcript, line: int) -> list[WordPlace]:
    """The words of a line, counted from 0 in order of time: one query. None where there is no such
    line, or nobody heard its words one by one."""
    rows = transcript.cues.order_by(*IN_ORDER)[line : line + 1]
    return [word for row in rows for word in words_of(row)]


def words_of(cue: Cue) -> list[WordPlace]:
    words = words_from(cue.words)
    return word_places(cue.text, (cue.start_ms, cue.end_ms), words)


def cue_lines(
    cues: Sequence[Cue],
    *,
    query: str = "",
    quoted: Span | None = None,
    start_ms: int | None = None,
    others: Sequence[Cue] = (),
    kept: dict[str, str],
    is_draft: bool = False,
) -> tuple[CueLine, ...]:
    """`quoted` is the stretch of time an address leads to; `others` are the cues of the other
    language; `kept` is what each line's address says beside its second."""
    hits = mark_cues([cue.text for cue in cues], query, _near(cues, start_ms))
    spans = [(cue.start_ms, cue.end_ms) for cue in cues]
    neighbours = beside(spans, [(cue.start_ms, cue.end_ms) for cue in others])
    ending = urlencode(kept)
    return tuple(
        CueLine(
            start_ms=cue.start_ms,
            end_ms=cue.end_ms,
            pieces=pieces(cue.text, places, _quoted(cue, quoted)),
            url=f"?t={url_seconds(cue.start_ms)}{'&' if ending else ''}{ending}",
            is_doubtful=is_draft and cue.confidence is not None and cue.confidence < DOUBTFUL_BELOW,
            beside=" ".join(others[number].text for number in neighbours[at]),
        )
        for at, (cue, places) in enumerate(zip(cues, hits, strict=True))
    )


def _near(cues: Sequence[Cue], start_ms: int | None) -> range:
    """The cues of the half minute that an address with `?t=` leads to, by their place."""
    if start_ms is None:
        return range(0)
    first = sum(cue.end_ms <= start_ms for cue in cues)
    return range(first, sum(cue.start_ms < start_ms + NEAR_MS for cue in cues))


def _quoted(cue: Cue, quoted: Span | None) -> Place | None:
    """Whole lines and those outside need no times of words, which are a query of their own."""
    if quoted is None or cue.end_ms <= quoted[0] or quoted[1] <= cue.start_ms:
        return None
    is_cut = cue.start_ms < quoted[0] or quoted[1] < cue.end_ms
    if is_cut and (words := words_of(cue)):
        return said_within(words, quoted)
    return characters_within((cue.start_ms, cue.end_ms), len(cue.text), quoted)


def pieces(text: str, hits: tuple[Place, ...], quoted: Place | None = None) -> tuple[Piece, ...]:
    """The text cut where a hit or the quote begins or ends; joined again it is the text."""
    if not hits and quoted is None:
        return (Piece(text),) if text else ()
    edges = {0, len(text), *(edge for hit in hits for edge in hit), *(quoted or ())}
    places = sorted(edges)
    return tuple(
        Piece(text[start:end], _holds(hits, start), _holds((quoted,) if quoted else (), start))
        for start, end in pairwise(places)
    )


def _holds(places: tuple[Place, ...], at: int) -> bool:
    return any(start <= at < end for start, end in places)
