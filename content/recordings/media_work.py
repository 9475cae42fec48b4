"""Runs the probe and ffmpeg in limited children and tells their failures apart in words."""

import json
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import content
from content.jobs.child import BARE_ENVIRONMENT, ChildFailedError, Limits, run_child
from content.recordings import ffmpeg, loudness, peaks
from content.recordings.ladder import Quality
from content.recordings.loudness import Loudness
from content.recordings.probe import MediaFacts, RefusedMediaError
from content.recordings.stills import Look, positions_ms

_HOME = Path(content.__file__).resolve().parent.parent
_MIB = 1 << 20
_PROBE_LIMITS = Limits(
    wall_seconds=120,
    cpu_seconds=60,
    memory_bytes=2048 * _MIB,
    file_bytes=_MIB,
    niceness=0,
    offline=True,
)
# What ends a child from outside; every other signal is of its own making, or of the file's.
_KILLED = (-signal.SIGKILL, -signal.SIGTERM)
_NO_SPACE = "No space left on device"

Check = Callable[[], None]
Progress = Callable[[int], None]


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
            env=BARE_ENVIRONMENT,
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


def measure(
    source: Path,
    facts: MediaFacts,
    *,
    check: Check | None = None,
    on_progress: Progress | None = None,
) -> Loudness | None:
    """How loud the sound is; None where it cannot be told, which is no reason to fail here."""
    try:
        said = _run(ffmpeg.measure(source, facts), _reading_limits(facts), check, on_progress)
    except ChildFailedError as error:
        if error.timed_out or _was_killed(error):
            raise _conversion_error(error) from error
        return None
    return loudness.read_summary(said)


def sound(
    source: Path,
    target: Path,
    facts: MediaFacts,
    *,
    gain_db: float,
    check: Check | None = None,
    on_progress: Progress | None = None,
) -> bool:
    """Write the sound alone; whether there was any to write. Raises MediaWorkError."""
    copies = (True, False) if gain_db == 0 and ffmpeg.sound_can_be_copied(facts) else (False,)
    commands = [ffmpeg.sound(source, target, facts, copy=copy, gain_db=gain_db) for copy in copies]
    _run_first(commands, _writing_limits(source, facts), check, on_progress)
    return target.stat().st_size > 0


def video(
    source: Path,
    sound_file: Path | None,
    target: Path,
    facts: MediaFacts,
    quality: Quality,
    *,
    copy: bool,
    check: Check | None = None,
    on_progress: Progress | None = None,
) -> None:
    """Write one quality; with `copy` by taking the picture over, where that can be done.

    `on_progress` gets milliseconds of the recording. Raises MediaWorkError.
    """
    commands = [
        ffmpeg.video(source, sound_file, target, facts, quality, copy=way)
        for way in ((True, False) if copy else (False,))
    ]
    _run_first(commands, _writing_limits(source, facts), check, on_progress)


def stills(
    source: Path, targets: Sequence[Path], duration_ms: int, check: Check | None = None
) -> list[tuple[Path, Look]]:
    """Pictures spread over a video with how they look; as many as could be made, perhaps none.

    Raises MediaWorkError when the disk is full.
    """
    moments = positions_ms(duration_ms)
    limits = Limits(
        wall_seconds=120,
        cpu_seconds=240,
        memory_bytes=6144 * _MIB,
        file_bytes=16 * _MIB,
        offline=True,
    )
    try:
        _run(ffmpeg.stills(source, targets, moments), limits, check)
    except ChildFailedError as error:
        if _NO_SPACE in error.tail:
            raise _conversion_error(error) from error
    made = [path for path in targets if path.exists() and path.stat().st_size > 0]
    return list(zip(made, _looks(made, check), strict=True)) if made else []


def _looks(paths: Sequence[Path], check: Check | None) -> list[Look]:
    lines: list[str] = []
    try:
        _run_module("stills", [str(path) for path in paths], check, lines.append)
    except ChildFailedError as error:
        raise _conversion_error(error) from error
    return [Look(*row) for row in json.loads(lines[-1])]


def sprites(
    source: Path,
    folder: Path,
    duration_ms: int,
    *,
    interval_ms: int,
    only_keys: bool,
    check: Check | None = None,
    on_progress: Progress | None = None,
) -> list[Path]:
    """Write the sheets into the folder, in order; none where they could not be made.

    Raises MediaWorkError when the disk is full.
    """
    command = ffmpeg.sprites(source, folder, interval_ms=interval_ms, only_keys=only_keys)
    seconds = duration_ms // 1000
    limits = Limits(
        wall_seconds=300 + 2 * seconds,
        cpu_seconds=300 + 4 * seconds,
        memory_bytes=6144 * _MIB,
        file_bytes=32 * _MIB,
        offline=True,
    )
    try:
        _run(command, limits, check, on_progress)
    except ChildFailedError as error:
        if _NO_SPACE in error.tail or _was_killed(error):
            raise _conversion_error(error) from error
        return []
    return sorted(folder.glob("*.jpg"), key=lambda path: int(path.stem))


def waveform(audio: Path, target: Path, duration_ms: int, check: Check | None = None) -> None:
    """Write the peaks of a sound as JSON. Raises MediaWorkError."""
    arguments = [str(audio), str(peaks.interval_ms(duration_ms)), str(target)]
    try:
        _run_module("peaks", arguments, check, seconds=duration_ms // 1000)
    except ChildFailedError as error:
        raise _conversion_error(error) from error


def _run(
    command: list[str],
    limits: Limits,
    check: Check | None,
    on_progress: Progress | None = None,
) -> str:
    def on_line(line: str) -> None:
        at_ms = ffmpeg.progress_ms(line)
        if at_ms is not None and on_progress is not None:
            on_progress(at_ms)

    return run_child(command, limits=limits, check=check, on_line=on_line, env=BARE_ENVIRONMENT)


def _run_first(
    commands: Sequence[list[str]],
    limits: Limits,
    check: Check | None,
    on_progress: Progress | None,
) -> None:
    """The first of several ways that works. A full disk and a killed child end the trying."""
    for number, command in enumerate(commands, start=1):
        try:
            _run(command, limits, check, on_progress)
        except ChildFailedError as error:
            if number == len(commands) or _NO_SPACE in error.tail or _was_killed(error):
                raise _conversion_error(error) from error
        else:
            return


def _run_module(
    name: str,
    arguments: Sequence[str],
    check: Check | None,
    on_line: Callable[[str], None] | None = None,
    *,
    seconds: int = 0,
) -> None:
    run_child(
        [sys.executable, "-m", f"content.recordings.{name}", *arguments],
        limits=Limits(
            wall_seconds=120 + seconds,
            cpu_seconds=60 + seconds,
            memory_bytes=2048 * _MIB,
            file_bytes=8 * _MIB,
            offline=True,
        ),
        check=check,
        on_line=on_line,
        env=BARE_ENVIRONMENT,
        cwd=_HOME,
    )


def _seconds(facts: MediaFacts) -> int:
    """Where the container does not tell, hours: the limits are against harm, not for haste."""
    return facts.duration_ms // 1000 or 12 * 3600


def _reading_limits(facts: MediaFacts) -> Limits:
    seconds = _seconds(facts)
    return Limits(
        wall_seconds=300 + seconds,
        cpu_seconds=300 + seconds,
        memory_bytes=6144 * _MIB,
        file_bytes=_MIB,
        offline=True,
    )


def _writing_limits(source: Path, facts: MediaFacts) -> Limits:
    """Room for the slowest honest conversion."""
    seconds = _seconds(facts)
    return Limits(
        wall_seconds=600 + 12 * seconds,
        cpu_seconds=600 + 24 * seconds,
        memory_bytes=6144 * _MIB,
        file_bytes=max(64 * _MIB + _MIB * seconds, 2 * source.stat().st_size),
        offline=True,
    )


def _conversion_error(error: ChildFailedError) -> MediaWorkError:
    if _NO_SPACE in error.tail:
        return MediaWorkError("disk_full", error.tail, retry=True)
    if error.timed_out or error.returncode == -signal.SIGXCPU:
        return MediaWorkError("too_slow", error.tail)
    return MediaWorkError("damaged", str(error), retry=_was_killed(error))


def _was_killed(error: ChildFailedError) -> bool:
    """Ended from outside (the kernel short of memory, a person) rather than by the file."""
    return error.returncode in _KILLED and not error.timed_out
