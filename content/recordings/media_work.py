"""Runs the probe and ffmpeg in limited children and tells their failures apart in words."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import content
from content.jobs.child import ChildFailedError, Limits, run_child
from content.recordings import ffmpeg
from content.recordings.probe import MediaFacts, RefusedMediaError

_HOME = Path(content.__file__).resolve().parent.parent
# What a hostile file might talk a program into must find nothing of ours in the environment.
_BARE_ENVIRONMENT = {"PATH": f"/usr/local/bin:{os.defpath}", "LC_ALL": "C.UTF-8"}
_MIB = 1 << 20
_PROBE_LIMITS = Limits(
    wall_seconds=120, cpu_seconds=60, memory_bytes=2048 * _MIB, file_bytes=_MIB, niceness=0
)
_NO_SPACE = "No space left on device"

Check = Callable[[], None]


class MediaWorkError(Exception):
    """`code` is a value of `RecordingProblem`; `retry` whether another attempt could help."""

    def __init__(self, code: str, detail: str = "", *, retry: bool = False) -> None:
        super().__init__(f"{code}: {detail[-300:]}")
        self.code = code
        self.detail = detail
        self.retry = retry


def probe(path: Path, check: Check | None = None) -> MediaFacts:
    """Facts of a media file, read in a child. Raises RefusedMediaError or MediaWorkError."""
    lines: list[str] = []
    try:
        run_child(
            [sys.executable, "-m", "content.recordings.probe", str(path)],
            limits=_PROBE_LIMITS,
            check=check,
            on_line=lines.append,
            env=_BARE_ENVIRONMENT,
            cwd=_HOME,
        )
    except ChildFailedError as error:
        # Only a file that is made to do harm takes the probe down or keeps it for minutes.
        raise MediaWorkError("not_media", str(error), retry=_was_killed(error)) from error
    answer = lines[-1] if lines else "{}"
    data = json.loads(answer)
    if "refused" in data:
        raise RefusedMediaError(data["refused"], data.get("detail", ""))
    return MediaFacts.from_json(answer)


def convert(
    source: Path,
    target: Path,
    facts: MediaFacts,
    *,
    check: Check | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> None:
    """Write the file that browsers play; copied where its streams will do, else encoded.

    `on_progress` gets milliseconds of the recording. Raises MediaWorkError.
    """

    def on_line(line: str) -> None:
        at_ms = ffmpeg.progress_ms(line)
        if at_ms is not None and on_progress is not None:
            on_progress(at_ms)

    limits = _convert_limits(source, facts)
    if ffmpeg.can_be_copied(facts):
        command = ffmpeg.convert(source, target, facts, copy=True)
        try:
            run_child(command, limits=limits, check=check, on_line=on_line, env=_BARE_ENVIRONMENT)
        except ChildFailedError as error:
            if _NO_SPACE in error.tail or _was_killed(error):
                raise _conversion_error(error) from error
        else:
            return
    command = ffmpeg.convert(source, target, facts, copy=False)
    try:
        run_child(command, limits=limits, check=check, on_line=on_line, env=_BARE_ENVIRONMENT)
    except ChildFailedError as error:
        raise _conversion_error(error) from error


def poster(source: Path, target: Path, duration_ms: int, check: Check | None = None) -> bool:
    """Write a picture of the video; False where none could be made, which is no reason to fail.

    Raises MediaWorkError when the disk is full.
    """
    at_ms = min(duration_ms // 10, 60_000)
    limits = Limits(wall_seconds=120, cpu_seconds=120, memory_bytes=4096 * _MIB)
    try:
        run_child(
            ffmpeg.poster(source, target, at_ms=at_ms),
            limits=limits,
            check=check,
            env=_BARE_ENVIRONMENT,
        )
    except ChildFailedError as error:
        if _NO_SPACE in error.tail:
            raise _conversion_error(error) from error
        return False
    return target.exists() and target.stat().st_size > 0


def _convert_limits(source: Path, facts: MediaFacts) -> Limits:
    """Room for the slowest honest conversion; where the length is unknown, for hours of it."""
    seconds = facts.duration_ms // 1000 or 12 * 3600
    return Limits(
        wall_seconds=600 + 30 * seconds,
        cpu_seconds=600 + 60 * seconds,
        memory_bytes=6144 * _MIB,
        file_bytes=max(64 * _MIB + _MIB * seconds, 2 * source.stat().st_size),
    )


def _conversion_error(error: ChildFailedError) -> MediaWorkError:
    if _NO_SPACE in error.tail:
        return MediaWorkError("disk_full", error.tail, retry=True)
    if error.timed_out:
        return MediaWorkError("too_slow", error.tail)
    return MediaWorkError("damaged", str(error), retry=_was_killed(error))


def _was_killed(error: ChildFailedError) -> bool:
    """Ended from outside (the kernel short of memory, a person) rather than by the file."""
    return error.returncode < 0 and not error.timed_out
