"""The parts of a player's context: captions, the transcript panel, hits."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from content.core.strip import StripHit
from content.lectures.languages import html_tag, own_name, spoken
from content.lectures.player import (
    CaptionTrack,
    CueLine,
    Piece,
    TranscriptChoice,
    TranscriptPanel,
)
from content.lectures.query_marks import Place, mark_cues
from content.lectures.timecode import clock, url_seconds
from content.transcripts.models import Cue, Transcript, TranscriptState

DOUBTFUL_BELOW = 0.5
NEAR_MS = 30_000


def captions_url(transcript: Transcript, extension: str = "vtt") -> str:
    return f"{settings.MEDIA_URL}captions/{transcript.uuid}.{extension}"


def caption_tracks(transcripts: Sequence[Transcript], language: str) -> tuple[CaptionTrack, ...]:
    """One track a language; the interface's is shown from the start, else the first."""
    languages = [transcript.language for transcript in transcripts]
    wanted = spoken(language) if spoken(language) in languages else next(iter(languages), "")
    return tuple(
        CaptionTrack(
            url=captions_url(transcript),
            tag=html_tag(transcript.language),
            label=own_name(transcript.language),
            is_default=transcript.language == wanted,
        )
        for transcript in transcripts
    )


def transcript_panel(
    transcripts: Sequence[Transcript],
    wanted: str,
    spoken_language: str,
    query: str,
    start_ms: int | None = None,
) -> TranscriptPanel | None:
    """The transcript in the wanted language, else in the spoken one, else any; None without any."""
    by_language = {transcript.language: transcript for transcript in transcripts}
    chosen = by_language.get(wanted) or by_language.get(spoken_language)
    chosen = chosen or next(iter(by_language.values()), None)
    if chosen is None:
        return None
    cues = list(chosen.cues.order_by("number"))
    marks = mark_cues([cue.text for cue in cues], query, _cues_near(cues, start_ms))
    kept = {"q": query} if query else {}
    if chosen.language != wanted or len(transcripts) > 1:
        kept["transcript"] = chosen.language
    is_draft = chosen.state == TranscriptState.DRAFT
    return TranscriptPanel(
        tag=html_tag(chosen.language),
        label=own_name(chosen.language),
        is_draft=is_draft,
        state_label=chosen.get_state_display(),
        cues=tuple(
            _cue_line(cue, places, kept, is_draft) for cue, places in zip(cues, marks, strict=True)
        ),
        choices=_choices(transcripts, chosen, query),
        download_url=captions_url(chosen),
    )


def _cues_near(cues: Sequence[Cue], start_ms: int | None) -> range:
    """The cues of the half minute that an address with `?t=` leads to, by their place."""
    if start_ms is None:
        return range(0)
    first = sum(cue.end_ms <= start_ms for cue in cues)
    return range(first, sum(cue.start_ms < start_ms + NEAR_MS for cue in cues))


def _cue_line(cue: Cue, places: tuple[Place, ...], kept: dict[str, str], is_draft: bool) -> CueLine:
    doubtful = is_draft and cue.confidence is not None and cue.confidence < DOUBTFUL_BELOW
    return CueLine(
        start_ms=cue.start_ms,
        end_ms=cue.end_ms,
        pieces=pieces(cue.text, places),
        url="?" + urlencode({"t": url_seconds(cue.start_ms), **kept}),
        is_doubtful=doubtful,
    )


def pieces(text: str, places: tuple[Place, ...]) -> tuple[Piece, ...]:
    """The text cut at the places; joined again it is the text."""
    cut, at = [], 0
    for start, end in places:
        if start > at:
            cut.append(Piece(text[at:start]))
        cut.append(Piece(text[start:end], is_hit=True))
        at = end
    if at < len(text):
        cut.append(Piece(text[at:]))
    return tuple(cut)


def _choices(
    transcripts: Sequence[Transcript], chosen: Transcript, query: str
) -> tuple[TranscriptChoice, ...]:
    if len(transcripts) < 2:
        return ()
    kept = {"q": query} if query else {}
    return tuple(
        TranscriptChoice(
            tag=html_tag(transcript.language),
            label=own_name(transcript.language),
            url="?" + urlencode({"transcript": transcript.language, **kept}),
            is_current=transcript.pk == chosen.pk,
        )
        for transcript in transcripts
    )


def strip_hits(panel: TranscriptPanel | None) -> tuple[StripHit, ...]:
    """A tick for each cue with a hit."""
    if panel is None:
        return ()
    return tuple(
        StripHit(
            at_ms=cue.start_ms,
            url=cue.url,
            label=_("%(time)s: %(text)s") % {"time": clock(cue.start_ms), "text": cue.text},
        )
        for cue in panel.cues
        if cue.is_hit
    )
