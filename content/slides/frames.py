"""Small grey pictures of a video at even steps, made by ffmpeg in a limited child.

Each frame is `WIDTH` × `HEIGHT` bytes, the whole picture squeezed into it whatever its shape.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from content.jobs.child import BARE_ENVIRONMENT, ChildFailedError, Limits, run_child
from content.recordings import ffmpeg
from content.recordings.accepted_formats import FORMATS, PROTOCOLS

WIDTH, HEIGHT = 160, 90
PER_SECOND = 2
STEP_MS = 1000 // PER_SECOND

Frames = npt.NDArray[np.uint8]
"""Of the shape (number, HEIGHT, WIDTH)."""
Check = Callable[[], None]

_MIB = 1 << 20


class FramesError(Exception):
    """The video cannot be read; `retry` says whether another attempt could help."""

    def __init__(self, detail: str, *, retry: bool) -> None:
        super().__init__(detail)
        self.retry = retry


def glance(video: Path, part: Path, duration_ms: int, count: int, check: Check) -> Frames:
    """At most about `count` frames from the whole video, of those that are quick to read."""
    rate = f"{count}/{max(1, duration_ms // 1000)}"
    quick = ("-skip_frame", "nokey")
    found = _read(video, part, duration_ms, before=quick, rate=rate, check=check)
    return found[:: max(1, -(-len(found) // count))]


def stretch(video: Path, part: Path, start_ms: int, length_ms: int, check: Check) -> Frames:
    """Every half second from `start_ms`; the first frame is the one shown at that very time."""
    before = ("-ss", f"{start_ms / 1000:.3f}", "-t", f"{length_ms / 1000:.3f}")
    return _read(video, part, length_ms, before=before, rate=str(PER_SECOND), check=check)


def _read(
    video: Path, part: Path, length_ms: int, *, before: tuple[str, ...], rate: str, check: Check
) -> Frames:
    # By rounding up, a frame of the output is the last of the input before its time or at it.
    picture = f"fps={rate}:round=up,scale={WIDTH}:{HEIGHT}:flags=area,format=gray"
    command = [
        ffmpeg.binary(),
        *("-nostdin", "-hide_banner", "-loglevel", "error", "-y"),
        *("-protocol_whitelist", PROTOCOLS, "-format_whitelist", FORMATS),
        *before,
        *("-i", f"file:{video}", "-map", "0:v:0", "-an", "-sn", "-dn"),
        *("-vf", picture, "-f", "rawvideo", str(part)),
    ]
    seconds = length_ms // 1000
    limits = Limits(
        wall_seconds=120 + 2 * seconds,
        cpu_seconds=120 + 4 * seconds,
        memory_bytes=4096 * _MIB,
        file_bytes=64 * _MIB + 2 * PER_SECOND * WIDTH * HEIGHT * max(seconds, 1),
    )
    try:
        run_child(command, limits=limits, check=check, env=BARE_ENVIRONMENT)
        data = np.fromfile(part, dtype=np.uint8)
    except ChildFailedError as error:
        was_killed = error.returncode < 0 and not error.timed_out
        raise FramesError(str(error), retry=was_killed) from error
    finally:
        part.unlink(missing_ok=True)
    count = data.size // (WIDTH * HEIGHT)
    return data[: count * WIDTH * HEIGHT].reshape(count, HEIGHT, WIDTH)
