"""The lecture beside the search box: what a search leads to, with words that were really said.

Takes an editor's example and the published transcripts of lectures that the visitor may see; where
no example was said in them, the first chapters stand in. Searches nothing but those few lectures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest

from content.core.strip import Strip, StripHit
from content.lectures.languages import spoken
from content.lectures.models import LecturePage
from content.lectures.query_marks import Place, mark_cues
from content.lectures.selectors import page_chapters
from content.lectures.timecode import url_seconds
from content.transcripts.models import Cue, TranscriptState

SAID = 2
CHAPTERS = 3
_CUES_READ = 200


@dataclass(frozen=True)
class Piece:
    text: str
    is_hit: bool = False


@dataclass(frozen=True)
class Moment:
    """A second of a lecture to go to, with what is said or begins there."""

    at_ms: int
    url: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Specimen:
    """`query` is the example that was said, empty where chapters stand in; `count` how often."""

    title: str
    url: str
    unit: str
    strip: Strip
    moments: tuple[Moment, ...]
    query: str = ""
    count: int = 0


def specimen_of(
    lectures: Sequence[LecturePage], examples: Sequence[str], language: str, request: HttpRequest
) -> Specimen | None:
    """The lecture that says most of the first example that any of them says; one query."""
    pages = [page for page in lectures if page.recording.is_playable and page.recording.duration_ms]
    cues = _cues_that_say(pages, examples, language) if examples else []
    for example in examples:
        marked = zip(cues, mark_cues([cue.text for cue in cues], example), strict=True)
        by_recording: dict[int, list[tuple[Cue, tuple[Place, ...]]]] = {}
        for cue, places in marked:
            if places:
                by_recording.setdefault(cue.transcript.recording_id, []).append((cue, places))
        if by_recording:
            page = max(pages, key=lambda page: len(by_recording.get(page.recording_id, ())))
            return _said(page, example, by_recording[page.recording_id], request)
    return next((_chapters(page, request) for page in pages if page_chapters(page)), None)


def _cues_that_say(
    pages: Sequence[LecturePage], examples: Sequence[str], language: str
) -> list[Cue]:
    """Lines of published transcripts, in the page's language, that hold a word of an example."""
    any_word = Q()
    for word in {word for example in examples for word in example.split()}:
        any_word |= Q(text__icontains=word)
    cues = Cue.objects.filter(
        any_word,
        transcript__recording__in=[page.recording_id for page in pages],
        transcript__state=TranscriptState.PUBLISHED,
        transcript__language=spoken(language),
    )
    found = cues.select_related("transcript").order_by("transcript", "number")
    return list(found.defer("words", "raw_text")[:_CUES_READ])


def _said(
    page: LecturePage,
    example: str,
    hits: Sequence[tuple[Cue, tuple[Place, ...]]],
    request: HttpRequest,
) -> Specimen:
    url = page.get_url(request) or ""

    def address(at_ms: int) -> str:
        return f"{url}?{urlencode({'t': url_seconds(at_ms), 'q': example})}"

    moments = tuple(
        Moment(cue.start_ms, address(cue.start_ms), _pieces(cue.text, places))
        for cue, places in hits[:SAID]
    )
    ticks = tuple(StripHit(cue.start_ms, address(cue.start_ms), cue.text) for cue, _p in hits)
    strip = Strip(page.recording.duration_ms or 0, hits=ticks, chapters=page_chapters(page))
    unit = str(page.recording.unit or "")
    return Specimen(page.title, url, unit, strip, moments, query=example, count=len(hits))


def _chapters(page: LecturePage, request: HttpRequest) -> Specimen:
    url = page.get_url(request) or ""
    chapters = page_chapters(page)
    # The first one begins with the lecture itself.
    moments = tuple(
        Moment(chapter.at_ms, url + chapter.url, (Piece(chapter.title),))
        for chapter in chapters[1 : CHAPTERS + 1]
    )
    strip = Strip(page.recording.duration_ms or 0, chapters=chapters)
    return Specimen(page.title, url, str(page.recording.unit or ""), strip, moments)


def _pieces(text: str, places: Sequence[Place]) -> tuple[Piece, ...]:
    """The text cut at the places of the hits."""
    pieces: list[Piece] = []
    done = 0
    for start, end in places:
        pieces += [Piece(text[done:start]), Piece(text[start:end], is_hit=True)]
        done = end
    pieces.append(Piece(text[done:]))
    return tuple(piece for piece in pieces if piece.text)
