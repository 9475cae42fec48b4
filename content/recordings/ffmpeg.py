"""The command lines of ffmpeg, and where the program is. Nothing is run here.

Every input is read with the same two white-lists as in the probe: an upload cannot make ffmpeg
open another file or an address.
"""

from collections.abc import Sequence
from pathlib import Path

import imageio_ffmpeg
from django.conf import settings

from content.recordings import loudness, sprite_plan
from content.recordings.accepted_formats import FORMATS, PROTOCOLS
from content.recordings.ladder import Quality
from content.recordings.probe import LARGEST_PIXELS, MediaFacts, VideoFacts

LARGEST_HEIGHT = 1080
_LARGEST_WIDTH = 1920
# Above this a file that browsers could play is still too heavy to send to many of them.
_LARGEST_BIT_RATE = 6_000_000
_PLAYABLE_PROFILES = frozenset({"Constrained Baseline", "Baseline", "Main", "High"})
_PLAYABLE_SAMPLE_RATES = frozenset({22_050, 24_000, 32_000, 44_100, 48_000})
# Streams that begin this far apart are brought together by encoding the sound.
_SAME_START_MS = 40
# A jump has to decode what lies between a key frame and its goal: at most ten seconds' worth of an
# ordinary video, or longer where a recorded screen has few pictures a second.
_MOST_FRAMES_TO_A_KEY = 300
_USUAL_FRAME_RATE = 30
_KEY_SECONDS = 2
_MOST_STREAMS = 256


def binary() -> str:
    """The ffmpeg to run: the one of the settings, else the one installed beside us."""
    return settings.LECTERN_FFMPEG or str(imageio_ffmpeg.get_ffmpeg_exe())


def _begin(level: str = "error") -> list[str]:
    return [
        binary(),
        *("-nostdin", "-hide_banner", "-loglevel", level, "-nostats", "-y"),
        *("-progress", "pipe:1", "-stats_period", "0.5"),
    ]


def _input(source: Path, *before: str) -> list[str]:
    """One input: nothing but a single file in a known container, and no frame beyond 8K."""
    return [
        *("-protocol_whitelist", PROTOCOLS, "-format_whitelist", FORMATS),
        *("-max_streams", str(_MOST_STREAMS), "-max_pixels", str(LARGEST_PIXELS)),
        *before,
        *("-i", f"file:{source}"),
    ]


_CLEAN = ("-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1")
_MP4 = ("-movflags", "+faststart", "-f", "mp4")
# Gaps become silence and the sound begins with the recording, so that all files share one time.
_SOUND = "aresample=async=1:first_pts=0,aformat=sample_rates=48000:channel_layouts=stereo"


def picture_can_be_copied(facts: MediaFacts) -> bool:
    """Whether browsers play this very picture, and jump in it quickly."""
    video = facts.video
    return (
        video is not None
        and _is_known_container(facts)
        and facts.bit_rate <= _LARGEST_BIT_RATE
        and video.codec == "h264"
        and video.pixel_format == "yuv420p"
        and video.profile in _PLAYABLE_PROFILES
        and video.width <= _LARGEST_WIDTH
        and video.height <= LARGEST_HEIGHT
        and video.frame_rate <= 61
        and _frames_to_a_key(video) <= _MOST_FRAMES_TO_A_KEY
        and video.start_ms <= _SAME_START_MS
    )


def _frames_to_a_key(video: VideoFacts) -> float:
    return video.key_gap_ms * (video.frame_rate or _USUAL_FRAME_RATE) / 1000


def sound_can_be_copied(facts: MediaFacts) -> bool:
    """Whether browsers play this very sound; how loud it is is another question."""
    audio = facts.audio
    return (
        audio is not None
        and _is_known_container(facts)
        and facts.bit_rate <= _LARGEST_BIT_RATE
        and audio.codec == "aac"
        and audio.profile == "LC"
        and audio.channels <= 2
        and audio.sample_rate in _PLAYABLE_SAMPLE_RATES
        and audio.start_ms <= _SAME_START_MS
    )


def can_be_copied(facts: MediaFacts) -> bool:
    """Whether the whole of it is played by browsers as it is."""
    return (facts.video is None or picture_can_be_copied(facts)) and (
        facts.audio is None or sound_can_be_copied(facts)
    )


def _is_known_container(facts: MediaFacts) -> bool:
    return facts.container.split(",")[0] in ("mov", "matroska")


def measure(source: Path, facts: MediaFacts) -> list[str]:
    """Says at its end how loud the sound is; writes no file."""
    return [
        *_begin("info"),
        *_input(source),
        *_sound_of(facts),
        *("-af", f"{_SOUND},ebur128=peak=true:framelog=quiet", "-f", "null", "-"),
    ]


def sound(
    source: Path, target: Path, facts: MediaFacts, *, copy: bool, gain_db: float
) -> list[str]:
    """AAC in an m4a, with one gain for the whole."""
    chain = ",".join(filter(None, (_SOUND, loudness.filters(gain_db))))
    coding = ("-c:a", "copy") if copy else ("-af", chain, "-c:a", "aac", "-b:a", "128k")
    return [*_begin(), *_input(source), *_sound_of(facts), *_CLEAN, *coding, *_MP4, str(target)]


def _sound_of(facts: MediaFacts) -> tuple[str, ...]:
    return ("-map", f"0:{facts.audio.index}") if facts.audio is not None else ()


def video(
    source: Path,
    sound_file: Path | None,
    target: Path,
    facts: MediaFacts,
    quality: Quality,
    *,
    copy: bool,
) -> list[str]:
    """H.264 in an mp4 that plays while it loads, with the sound that was made before."""
    command = [*_begin(), *_input(source)]
    if sound_file is not None:
        command += _input(sound_file)
    if facts.video is not None:
        command += ["-map", f"0:{facts.video.index}"]
    if sound_file is not None:
        command += ["-map", "1:a:0", "-c:a", "copy"]
    command += ["-c:v", "copy"] if copy else _picture(quality)
    return [*command, *_CLEAN, *_MP4, str(target)]


def _picture(quality: Quality) -> list[str]:
    long, short = quality.long_side, quality.height
    # Lying or standing is told after the turn that a phone may have noted in the file.
    scale = (
        f"scale=w='if(gte(iw,ih),min({long},iw),min({short},iw))'"
        f":h='if(gte(iw,ih),min({short},ih),min({long},ih))'"
        ":force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1"
    )
    return [
        *("-vf", scale, "-fpsmax", "60" if short > 720 else "30"),
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "23"),
        *("-maxrate", f"{quality.bit_rate_k}k", "-bufsize", f"{2 * quality.bit_rate_k}k"),
        *("-profile:v", "high", "-pix_fmt", "yuv420p"),
        # Key frames at even distances and nowhere else: a jump to a sentence lands near it.
        *("-force_key_frames", f"expr:gte(t,n_forced*{_KEY_SECONDS})"),
        *("-sc_threshold", "0", "-g", "600"),
    ]


def stills(source: Path, targets: Sequence[Path], at_ms: Sequence[int]) -> list[str]:
    """One telling frame of those that follow each moment. A target may stay away."""
    command = _begin()
    for moment in at_ms:
        command += _input(source, "-ss", f"{moment / 1000:.3f}")
    for number, target in enumerate(targets):
        command += [
            *("-map", f"{number}:V:0", "-frames:v", "1"),
            *("-vf", "thumbnail=25,scale=w='min(1280,iw)':h=-2,setsar=1", "-q:v", "3"),
            *("-map_metadata", "-1", "-f", "image2", "-update", "1", str(target)),
        ]
    return command


def sprites(source: Path, folder: Path, *, interval_ms: int, only_keys: bool) -> list[str]:
    """Sheets 1.jpg, 2.jpg … in the folder, a tile an interval: the picture that is seen then."""
    size = sprite_plan.TILE_PIXELS
    chain = (
        f"fps=fps=1000/{interval_ms}:round=up"
        f",scale=w='if(gte(iw,ih),{size},-2)':h='if(gte(iw,ih),-2,{size})',setsar=1"
        f",tile={sprite_plan.COLUMNS}x{sprite_plan.ROWS}"
    )
    pattern = str(folder).replace("%", "%%") + "/%d.jpg"
    return [
        *_begin(),
        *_input(source, *(("-skip_frame", "nokey") if only_keys else ())),
        *("-map", "0:V:0", "-vf", chain, "-fps_mode", "passthrough", "-q:v", "5"),
        *("-map_metadata", "-1", "-f", "image2", pattern),
    ]


def progress_ms(line: str) -> int | None:
    """How far a line of `-progress` says that the output has come."""
    key, _equals, value = line.partition("=")
    if key != "out_time_us" or not value.lstrip("-").isdigit():
        return None
    return max(0, int(value) // 1000)
