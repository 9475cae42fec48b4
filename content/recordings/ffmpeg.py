"""The command lines of ffmpeg, and where the program is. Nothing is run here.

Every input is read with the same two white-lists as in the probe: an upload cannot make ffmpeg
open another file or an address.
"""

from pathlib import Path

import imageio_ffmpeg
from django.conf import settings

from content.recordings.accepted_formats import FORMATS, PROTOCOLS
from content.recordings.probe import MediaFacts

LARGEST_WIDTH = 1920
LARGEST_HEIGHT = 1080
# Above this a file that browsers could play is still too heavy to send to many of them.
_LARGEST_BIT_RATE = 6_000_000
_BIT_RATE = "4M"
_SOUND = ("-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000")
_PLAYABLE_PROFILES = frozenset({"Constrained Baseline", "Baseline", "Main", "High"})


def binary() -> str:
    """The ffmpeg to run: the one of the settings, else the one installed beside us."""
    return settings.LECTERN_FFMPEG or str(imageio_ffmpeg.get_ffmpeg_exe())


def _reading(source: Path, *, before: tuple[str, ...] = ()) -> list[str]:
    return [
        binary(),
        *("-nostdin", "-hide_banner", "-loglevel", "error", "-y"),
        *("-progress", "pipe:1", "-stats_period", "0.5"),
        *("-protocol_whitelist", PROTOCOLS, "-format_whitelist", FORMATS),
        *before,
        *("-i", f"file:{source}"),
    ]


_CLEAN = ("-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1")
_MP4 = ("-movflags", "+faststart", "-f", "mp4")


def can_be_copied(facts: MediaFacts) -> bool:
    """Whether browsers play these very streams, so that only the container is written anew."""
    video, audio = facts.video, facts.audio
    if facts.container.split(",")[0] not in ("mov", "matroska"):
        return False
    if facts.bit_rate > _LARGEST_BIT_RATE:
        return False
    if video is not None and not (
        video.codec == "h264"
        and video.pixel_format == "yuv420p"
        and video.profile in _PLAYABLE_PROFILES
        and video.width <= LARGEST_WIDTH
        and video.height <= LARGEST_HEIGHT
    ):
        return False
    return audio is None or (audio.codec == "aac" and audio.profile == "LC" and audio.channels <= 2)


def convert(source: Path, target: Path, facts: MediaFacts, *, copy: bool) -> list[str]:
    """H.264 and AAC in an mp4 that plays while it loads; AAC alone where there is no picture."""
    command = [*_reading(source)]
    if facts.video is not None:
        command += ["-map", f"0:{facts.video.index}"]
    if facts.audio is not None:
        command += ["-map", f"0:{facts.audio.index}"]
    command += _CLEAN
    if copy:
        command += ["-c", "copy"]
    else:
        if facts.video is not None:
            command += _picture()
        if facts.audio is not None:
            command += _SOUND
    return [*command, *_MP4, str(target)]


def _picture() -> list[str]:
    scale = (
        f"scale=w='min({LARGEST_WIDTH},iw)':h='min({LARGEST_HEIGHT},ih)'"
        ":force_original_aspect_ratio=decrease:force_divisible_by=2"
    )
    return [
        *("-vf", scale, "-fpsmax", "60"),
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "23"),
        *("-maxrate", _BIT_RATE, "-bufsize", "8M"),
        *("-profile:v", "high", "-pix_fmt", "yuv420p"),
        # A key frame every two seconds: a jump to a sentence lands near it.
        *("-force_key_frames", "expr:gte(t,n_forced*2)"),
    ]


def poster(source: Path, target: Path, *, at_ms: int) -> list[str]:
    """One telling frame of the hundred that follow `at_ms`."""
    return [
        *_reading(source, before=("-ss", f"{at_ms / 1000:.3f}")),
        *("-an", "-frames:v", "1", "-vf", "thumbnail=100,scale=w='min(1280,iw)':h=-2"),
        *("-q:v", "3", "-map_metadata", "-1", "-f", "image2", "-update", "1"),
        str(target),
    ]


def progress_ms(line: str) -> int | None:
    """How far a line of `-progress` says that the output has come."""
    key, _equals, value = line.partition("=")
    if key != "out_time_us" or not value.lstrip("-").isdigit():
        return None
    return max(0, int(value) // 1000)
