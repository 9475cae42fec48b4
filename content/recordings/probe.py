"""What a media file holds: container, streams, length. Run as a child process on uploads.

    python -m content.recordings.probe FILE      prints one JSON object, or a refusal's code

It knows nothing of Django, for a hostile file may take this process down: the caller only reads
what it printed. Names of files play no part: containers are told by their bytes alone.
"""

import json
import sys
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from content.recordings import accepted_formats
from content.recordings.accepted_formats import FORMATS, PROTOCOLS

LONGEST_MS = 24 * 60 * 60 * 1000
LARGEST_PIXELS = 7680 * 4320
# Cameras write a handful: picture, sound, time codes. Screen recorders state 1000 a second as their
# clock's step, which is not yet harm.
MOST_STREAMS = 32
MOST_FRAMES_PER_SECOND = 1000
_COUNTED_STREAMS = 4096
_KEYS_WITHIN_MS = 60_000
_PACKETS_LOOKED_AT = 10_000
_ATTACHED_PICTURE = 1024


class RefusedMediaError(Exception):
    """`code` is a value of `RecordingProblem`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class VideoFacts:
    """`index` is the stream's number in the file. `key_gap_ms` is the longest stretch without a key
    frame in the first minute: how far from its goal a jump may land.
    """

    index: int
    codec: str
    pixel_format: str
    profile: str
    width: int
    height: int
    frame_rate: float = 0.0
    start_ms: int = 0
    key_gap_ms: int = 0


@dataclass(frozen=True)
class AudioFacts:
    index: int
    codec: str
    profile: str
    channels: int
    sample_rate: int
    start_ms: int = 0


@dataclass(frozen=True)
class MediaFacts:
    """`duration_ms` is 0 where the container does not tell."""

    container: str
    duration_ms: int
    bit_rate: int
    video: VideoFacts | None
    audio: AudioFacts | None
    streams: int = 0

    @classmethod
    def from_json(cls, text: str) -> "MediaFacts":
        data: dict[str, Any] = json.loads(text)
        video, audio = data.pop("video"), data.pop("audio")
        return cls(
            video=VideoFacts(**video) if video else None,
            audio=AudioFacts(**audio) if audio else None,
            **data,
        )

    def to_json(self) -> str:
        return json.dumps(asdict(self))


def read(path: Path) -> MediaFacts:
    """Open the file and read its facts. Raises RefusedMediaError."""
    import av  # heavy, and only this child needs it

    try:
        with av.open(
            str(path),
            container_options={
                "protocol_whitelist": PROTOCOLS,
                "format_whitelist": FORMATS,
                "max_streams": str(_COUNTED_STREAMS),
            },
        ) as container:
            facts = _facts(container)
    except (av.FFmpegError, ValueError, OSError) as error:
        raise RefusedMediaError("not_media", str(error)) from error
    return checked(facts)


def checked(facts: MediaFacts) -> MediaFacts:
    """The same facts. Raises RefusedMediaError for what we do not take."""
    if facts.video is None and facts.audio is None:
        raise RefusedMediaError("no_streams")
    if facts.video is not None and facts.video.width * facts.video.height > LARGEST_PIXELS:
        raise RefusedMediaError("too_large_picture")
    if facts.streams > MOST_STREAMS:
        raise RefusedMediaError("too_many_streams", str(facts.streams))
    if facts.video is not None and facts.video.frame_rate > MOST_FRAMES_PER_SECOND:
        raise RefusedMediaError("too_many_frames", str(facts.video.frame_rate))
    if facts.duration_ms > LONGEST_MS:
        raise RefusedMediaError("too_long")
    return facts


def refuse_by_head(path: Path) -> None:
    """Raises RefusedMediaError for what the first bytes rule out, with the better words."""
    with path.open("rb") as file:
        head = file.read(accepted_formats.HEAD_BYTES)
    if not head:
        raise RefusedMediaError("empty")
    code = accepted_formats.refusal(head)
    if code:
        raise RefusedMediaError(code)


def _facts(container: Any) -> MediaFacts:
    videos = [
        stream
        for stream in container.streams.video
        if not int(stream.disposition) & _ATTACHED_PICTURE and stream.codec_context is not None
    ]
    audios = [stream for stream in container.streams.audio if stream.codec_context is not None]
    usable_videos = [stream for stream in videos if stream.width and stream.height]
    played = [*usable_videos[:1], *audios[:1]]
    if played and not any(packet.size for packet in islice(container.demux(played), 100)):
        raise RefusedMediaError("no_length")
    return MediaFacts(
        container=container.format.name,
        duration_ms=_duration_ms(container, [*usable_videos, *audios]),
        bit_rate=int(container.bit_rate or 0),
        video=_video(container, usable_videos[0]) if usable_videos else None,
        audio=_audio(container, audios[0]) if audios else None,
        streams=len(container.streams),
    )


def _duration_ms(container: Any, streams: list[Any]) -> int:
    if container.duration:
        return max(0, int(container.duration // 1000))
    ends = [
        int(stream.duration * stream.time_base * 1000)
        for stream in streams
        if stream.duration and stream.time_base
    ]
    return max(ends, default=0)


def _video(container: Any, stream: Any) -> VideoFacts:
    context = stream.codec_context
    return VideoFacts(
        index=stream.index,
        codec=context.name,
        pixel_format=context.pix_fmt or "",
        profile=str(context.profile or ""),
        width=stream.width,
        height=stream.height,
        frame_rate=float(stream.average_rate or 0),
        start_ms=_start_ms(container, stream),
        # Only of what might be taken over as it is.
        key_gap_ms=_key_gap_ms(container, stream) if context.name == "h264" else 0,
    )


def _audio(container: Any, stream: Any) -> AudioFacts:
    context = stream.codec_context
    return AudioFacts(
        index=stream.index,
        codec=context.name,
        profile=str(context.profile or ""),
        channels=context.channels,
        sample_rate=context.sample_rate,
        start_ms=_start_ms(container, stream),
    )


def _start_ms(container: Any, stream: Any) -> int:
    """How long after the beginning of the recording this stream begins."""
    if stream.start_time is None or not stream.time_base or container.start_time is None:
        return 0
    start_ms = int(stream.start_time * stream.time_base * 1000)
    return max(0, start_ms - int(container.start_time // 1000))


def _key_gap_ms(container: Any, stream: Any) -> int:
    last = at = gap = 0
    for count, packet in enumerate(container.demux(stream)):
        if packet.pts is None or at > _KEYS_WITHIN_MS or count > _PACKETS_LOOKED_AT:
            break
        at = int(packet.pts * packet.time_base * 1000)
        if packet.is_keyframe:
            last = at
        gap = max(gap, at - last)
    return gap


def main(path: Path) -> None:
    try:
        refuse_by_head(path)
        answer = read(path).to_json()
    except RefusedMediaError as refusal:
        answer = json.dumps({"refused": refusal.code, "detail": refusal.detail[:500]})
    sys.stdout.write(answer + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
