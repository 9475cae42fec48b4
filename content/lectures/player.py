"""What the player and the transcript panel show: frozen values, made by `selectors.player_context`.

The templates `lectures/_player.html` and `lectures/_transcript.html` need a `player` of this shape
and nothing else of the page, so a lecture page and a course's lesson share them.
"""

from dataclasses import dataclass

from content.core.ports import Span
from content.core.strip import Strip, StripChapter, StripHit
from content.jobs.selectors import JobProgress
from content.lectures.timecode import url_seconds

LISTED_HITS = 12


@dataclass(frozen=True)
class CaptionTrack:
    url: str
    tag: str
    label: str
    is_default: bool


@dataclass(frozen=True)
class Piece:
    """A stretch of a cue's text; `is_hit` where the reader's query stands."""

    text: str
    is_hit: bool = False


@dataclass(frozen=True)
class CueLine:
    start_ms: int
    end_ms: int
    pieces: tuple[Piece, ...]
    url: str
    is_doubtful: bool = False

    @property
    def is_hit(self) -> bool:
        return any(piece.is_hit for piece in self.pieces)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def start_seconds(self) -> str:
        return url_seconds(self.start_ms)

    @property
    def end_seconds(self) -> str:
        return url_seconds(self.end_ms)


@dataclass(frozen=True)
class TranscriptChoice:
    tag: str
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class TranscriptPanel:
    """One transcript to read beside the player, and the others to switch to."""

    tag: str
    label: str
    is_draft: bool
    state_label: str
    cues: tuple[CueLine, ...]
    choices: tuple[TranscriptChoice, ...] = ()
    download_url: str = ""


@dataclass(frozen=True)
class PlayerContext:
    """Everything to play one recording for one viewer.

    `media_url` is empty while the recording cannot be played; then `progress` says how far it is,
    or `needs_attention` that it stopped. `reports_watching` is true for the signed-in alone.
    """

    recording_uuid: str
    title: str
    is_audio: bool
    media_url: str
    media_type: str
    poster_url: str
    duration_ms: int
    strip: Strip
    start_ms: int | None = None
    query: str = ""
    captions: tuple[CaptionTrack, ...] = ()
    transcript: TranscriptPanel | None = None
    chapters: tuple[StripChapter, ...] = ()
    watched: tuple[Span, ...] = ()
    reports_watching: bool = False
    progress: JobProgress | None = None
    needs_attention: bool = False

    @property
    def is_playable(self) -> bool:
        return bool(self.media_url)

    @property
    def start_seconds(self) -> str:
        return "" if self.start_ms is None else url_seconds(self.start_ms)

    @property
    def source_url(self) -> str:
        """With a media fragment, so that `?t=` works without scripts."""
        return f"{self.media_url}#t={self.start_seconds}" if self.start_ms else self.media_url

    @property
    def duration_seconds(self) -> str:
        return url_seconds(self.duration_ms)

    @property
    def watched_seconds(self) -> str:
        """ "0-700,1400-1600": what the script draws on from."""
        return ",".join(f"{url_seconds(start)}-{url_seconds(end)}" for start, end in self.watched)

    @property
    def hit_count(self) -> int:
        return len(self.strip.hits)

    @property
    def first_hits(self) -> tuple[StripHit, ...]:
        """The hits that are listed in words; the strip and the transcript show all."""
        return self.strip.hits[:LISTED_HITS]

    @property
    def more_hits(self) -> int:
        return max(0, len(self.strip.hits) - LISTED_HITS)
