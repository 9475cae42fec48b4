"""Slides and samples → one MP4 that starts at once and seeks well.

The same input and the same encoder give the same bytes.
"""

import shutil
import subprocess
import tempfile
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
from PIL import Image

from content.demo.media.speech import SAMPLE_RATE

FRAMES_PER_SECOND = 4
KEYFRAME_SECONDS = 30
AUDIO_BITS_PER_SECOND = "32k"


@dataclass(frozen=True)
class Frame:
    """What is on the screen from start_ms until the next frame; a chapter's first is a keyframe."""

    start_ms: int
    image: Image.Image
    opens_chapter: bool


def _write_sound(samples: bytes, target: Path) -> None:
    with wave.open(str(target), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLE_RATE)
        sound.writeframes(samples)


def _write_frames(frames: Sequence[Frame], duration_ms: int, folder: Path) -> Path:
    lines = ["ffconcat version 1.0"]
    ends = [frame.start_ms for frame in frames[1:]] + [duration_ms]
    for number, (frame, end_ms) in enumerate(zip(frames, ends, strict=True)):
        name = f"{number:04d}.png"
        frame.image.save(folder / name, compress_level=1)
        lines += [f"file {name}", f"duration {(end_ms - frame.start_ms) / 1000:.3f}"]
    lines.append(f"file {len(frames) - 1:04d}.png")
    listing = folder / "frames.ffconcat"
    listing.write_text("\n".join(lines) + "\n")
    return listing


def encode(frames: Sequence[Frame], samples: bytes, duration_ms: int, target: Path) -> None:
    """The target is there whole or as it was before.

    CalledProcessError where ffmpeg refuses; its words are on standard error.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_sound(samples, folder / "speech.wav")
        listing = _write_frames(frames, duration_ms, folder)
        opening = [frame.start_ms for frame in frames if frame.opens_chapter]
        starts = ",".join(f"{start_ms / 1000:.3f}" for start_ms in opening)
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-y"]
        command += ["-f", "concat", "-safe", "0", "-i", str(listing)]
        command += ["-i", str(folder / "speech.wav"), "-t", f"{duration_ms / 1000:.3f}"]
        command += ["-vf", f"fps={FRAMES_PER_SECOND},scale=out_color_matrix=bt709,format=yuv420p"]
        for characteristic in ("-colorspace", "-color_primaries", "-color_trc"):
            command += [characteristic, "bt709"]
        command += ["-c:v", "libx264", "-preset", "slow", "-tune", "stillimage", "-crf", "27"]
        command += ["-threads", "1", "-g", str(FRAMES_PER_SECOND * KEYFRAME_SECONDS)]
        command += ["-force_key_frames", starts]
        command += ["-c:a", "aac", "-b:a", AUDIO_BITS_PER_SECOND, "-ac", "1"]
        # Packets in the order of their times, however the encoders' threads were scheduled.
        command += ["-max_interleave_delta", "0"]
        command += ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"]
        command += ["-flags:a", "+bitexact", "-movflags", "+faststart"]
        finished = folder / "finished.mp4"
        subprocess.run([*command, str(finished)], check=True)
        shutil.copyfile(finished, target.with_suffix(".part"))
        target.with_suffix(".part").replace(target)
