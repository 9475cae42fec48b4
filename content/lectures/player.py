"""What the player and the transcript panel show: frozen values, made by `selectors.player_context`.

The templates `lectures/_player.html` and `lectures/_transcript.html` need a `player` of this shape
and nothing else of the page, so a lecture page and a course's lesson share them.
"""

import json
from dataclasses import asdict, dataclass

from content.core.ports import Span
from content.core.strip import Strip, StripChapter, StripHit
from content.jobs.selectors import JobProgress
from content.lectures.timecode import url_seconds
from content.recordings.selectors import Sprites

LISTED_HITS = 12
AUDIO_ONLY = "audio"


@dataclass(frozen=True)
class CaptionTrack:
    url: str
    tag: str
    label: str
    is_default: bool


@dataclass(frozen=True)
class Piece:
    """A stretch of a cue's text; `is_hit` where the reader's query stands, `is_quoted` where the
    words stand that an address leads to."""

    text: str
    is_hit: bool = False
    is_quoted: bool = False


@dataclass(frozen=True)
class CueLine:
    start_ms: int
    end_ms: int
    pieces: tuple[Piece, ...]
    url: str
    is_doubtful: bool = False
    beside: str = ""
    """What the other language says at this time, where both are shown."""

    @property
    def is_quoted(self) -> bool:
        return any(piece.is_quoted for piece in self.pieces)

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
    key: str = ""
    """What `?transcript=` calls it: a spoken language, or "both"."""


@dataclass(frozen=True)
class TranscriptPanel:
    """One transcript to read beside the player, and the others to switch to.

    `beside_tag` is the language that stands beside each line; empty where only one is shown.
    """

    tag: str
    language: str
    label: str
    is_draft: bool
    state_label: str
    cues: tuple[CueLine, ...]
    choices: tuple[TranscriptChoice, ...] = ()
    beside_tag: str = ""

    @property
    def text(self) -> str:
        return "\n".join(cue.text for cue in self.cues)


@dataclass(frozen=True)
class SourceChoice:
    """A file to play. `key` is what the choice is remembered by: a height, or "audio"."""

    key: str
    url: str
    content_type: str

    @property
    def is_audio(self) -> bool:
        return self.key == AUDIO_ONLY


@dataclass(frozen=True)
class Download:
    """A transcript in one format. `format_name` is upper case: VTT, SRT."""

    url: str
    format_name: str


@dataclass(frozen=True)
class DownloadGroup:
    """All formats of one transcript; `label` is the language's own name."""

    label: str
    tag: str
    is_draft: bool
    downloads: tuple[Download, ...]


@dataclass(frozen=True)
class PlayerContext:
    """Everything to play one recording for one viewer.

    `media_url` is empty while the recording cannot be played; then `progress` says how far it is,
    or `needs_attention` that it stopped. `start_ms` and `end_ms` are the second or the stretch that
    the address asks for. `reports_watching` is true for the signed-in alone.
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
    end_ms: int | None = None
    query: str = ""
    artist: str = ""
    sources: tuple[SourceChoice, ...] = ()
    sprites: Sprites | None = None
    downloads: tuple[DownloadGroup, ...] = ()
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
    def end_seconds(self) -> str:
        return "" if self.end_ms is None else url_seconds(self.end_ms)

    @property
    def source_url(self) -> str:
        """With a media fragment, so that `?t=` and `?end=` work without scripts."""
        if self.end_ms is not None:
            return f"{self.media_url}#t={self.start_seconds},{self.end_seconds}"
        return f"{self.media_url}#t={self.start_seconds}" if self.start_ms else self.media_url

    @property
    def sprites_json(self) -> str:
        """For the script: the sheets of small pictures; empty without."""
        return json.dumps(asdict(self.sprites)) if self.sprites else ""

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
