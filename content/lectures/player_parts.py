"""The parts of a player's context: what the address asks, captions, the panel, hits, files."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from content.core.clock import clock
from content.core.ports import Span
from content.core.strip import StripHit
from content.lectures.cue_lines import cue_lines, cues_of
from content.lectures.languages import html_tag, own_name, spoken
from content.lectures.player import (
    AUDIO_ONLY,
    CaptionTrack,
    Download,
    DownloadGroup,
    SourceChoice,
    TranscriptChoice,
    TranscriptPanel,
)
from content.lectures.timecode import parse_url_seconds
from content.recordings.models import Recording
from content.recordings.selectors import audio_only, qualities_of
from content.transcripts.captions import DOWNLOADS
from content.transcripts.models import Transcript

LONGEST_QUERY = 200
BOTH = "both"
"""What `?transcript=` says for two languages side by side."""


@dataclass(frozen=True)
class Asked:
    """What the address of a player's page asks for: ?t= ?end= ?q= ?transcript=."""

    start_ms: int | None = None
    end_ms: int | None = None
    query: str = ""
    transcript: str = ""

    @classmethod
    def from_query(cls, parameters: QueryDict) -> "Asked":
        """Read leniently: what makes no sense is as if it were not there."""
        start_ms = parse_url_seconds(parameters.get("t", "") or "")
        end_ms = parse_url_seconds(parameters.get("end", "") or "")
        is_span = start_ms is not None and end_ms is not None and start_ms < end_ms
        return cls(
            start_ms=start_ms,
            end_ms=end_ms if is_span else None,
            query=(parameters.get("q", "") or "")[:LONGEST_QUERY].strip(),
            transcript=(parameters.get("transcript", "") or "")[:8],
        )

    @property
    def span(self) -> Span | None:
        """The stretch of time to quote; None where only a second is asked for."""
        if self.start_ms is None or self.end_ms is None:
            return None
        return (self.start_ms, self.end_ms)

    @property
    def wants_both(self) -> bool:
        return self.transcript == BOTH


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
    asked: Asked,
) -> TranscriptPanel | None:
    """The transcript in the wanted language, else in the spoken one, else any; None without any.

    Where the reader asked for both, the first other one stands beside it.
    """
    by_language = {transcript.language: transcript for transcript in transcripts}
    chosen = by_language.get(wanted) or by_language.get(spoken_language)
    chosen = chosen or next(iter(by_language.values()), None)
    if chosen is None:
        return None
    others = [row for row in transcripts if row.pk != chosen.pk] if asked.wants_both else []
    is_draft = not chosen.is_reviewed
    kept = {"q": asked.query} if asked.query else {}
    if others:
        kept["transcript"] = BOTH
    elif chosen.language != wanted or len(transcripts) > 1:
        kept["transcript"] = chosen.language
    return TranscriptPanel(
        tag=html_tag(chosen.language),
        language=chosen.language,
        label=own_name(chosen.language),
        is_draft=is_draft,
        state_label=chosen.state_label,
        cues=cue_lines(
            cues_of(chosen),
            query=asked.query,
            quoted=asked.span,
            start_ms=asked.start_ms,
            others=cues_of(others[0]) if others else (),
            kept=kept,
            is_draft=is_draft,
        ),
        choices=_choices(transcripts, BOTH if others else chosen.language, asked.query),
        beside_tag=html_tag(others[0].language) if others else "",
    )


def _choices(
    transcripts: Sequence[Transcript], current: str, query: str
) -> tuple[TranscriptChoice, ...]:
    if len(transcripts) < 2:
        return ()
    kept = {"q": query} if query else {}
    named = [(row.language, html_tag(row.language), own_name(row.language)) for row in transcripts]
    return tuple(
        TranscriptChoice(
            tag=tag,
            label=label,
            url="?" + urlencode({"transcript": key, **kept}),
            is_current=key == current,
            key=key,
        )
        for key, tag, label in [*named, (BOTH, "", _("Side by side"))]
    )


def downloads(transcripts: Sequence[Transcript]) -> tuple[DownloadGroup, ...]:
    """Every transcript in every format there is."""
    return tuple(
        DownloadGroup(
            label=own_name(row.language),
            tag=html_tag(row.language),
            is_draft=not row.is_reviewed,
            downloads=tuple(Download(captions_url(row, name), name.upper()) for name in DOWNLOADS),
        )
        for row in transcripts
    )


def sources(recording: Recording) -> tuple[SourceChoice, ...]:
    """The qualities, the highest first, and the sound alone where there is a picture too."""
    videos = [
        SourceChoice(row.variant or str(row.height or ""), row.url, row.content_type)
        for row in qualities_of(recording)
    ]
    sound = audio_only(recording)
    if sound is not None and videos:
        videos.append(SourceChoice(AUDIO_ONLY, sound.url, sound.content_type))
    return tuple(videos)


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
