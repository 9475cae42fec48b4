"""`manage.py bench transcription`: our transcription against the engines bare, on the same sound.

All tools hear one lecture made on the spot, with the same weights, by turns in one run; what each
is given stands in `speech_tools`. Words count as made up in silence where they are placed well
inside a stretch in which nobody speaks.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

import imageio_ffmpeg
from django.conf import settings

from content.transcripts.engines import engine_names, package_of
from content.transcripts.simplified import simplify
from content.transcripts.transcription import usable_threads
from content.transcripts.weights import WeightsMissingError, find_weights
from lectern.bench.base import (
    Bench,
    BenchImpossibleError,
    Figure,
    Report,
    Say,
    at_least,
    at_most,
    median,
)
from lectern.bench.speech_sample import SpeechSample, error_rate, make_sample, units_of
from lectern.bench.speech_tools import TOOLS

OURS, OPENAI, BATCHED, PLAIN = "lectern", "openai", "batched", "batched-plain"
_SITE = Path(__file__).resolve().parents[2]
_MODEL = "base"
_LOOK_EVERY_S = 0.1
_PAGE_MIB = os.sysconf("SC_PAGE_SIZE") / (1 << 20)
# A word may begin a little early or end a little late.
_EDGE_MS = 500


@dataclass(frozen=True)
class Run:
    """One tool, once."""

    wall_s: float
    cpu_s: float
    peak_mib: float
    error: float
    in_silence: int


class Measured(Bench):
    name = "transcription"
    help = "Our transcription against openai-whisper and bare faster-whisper: time, memory, errors."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--minutes", type=float, default=5, help="length of the sample (5)")
        parser.add_argument("--language", choices=("en", "zh"), default="en")
        parser.add_argument("--rounds", type=int, default=1, help="turns of every tool (1)")
        parser.add_argument(
            "--tools", default=",".join(TOOLS), help="which to measure, by commas (all)"
        )

    def run(self, options: dict[str, Any], say: Say) -> Report:
        tools = [name for name in options["tools"].split(",") if name]
        if unknown := set(tools) - set(TOOLS):
            raise BenchImpossibleError(f"there is no tool {', '.join(sorted(unknown))}")
        if OPENAI in tools and find_spec(package_of("openai-whisper")) is None:
            raise BenchImpossibleError("openai-whisper is not installed: make openai-whisper")
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            say("making the sample")
            sample = make_sample(folder, options["language"], options["minutes"])
            runs: dict[str, list[Run]] = {tool: [] for tool in tools}
            for number in range(options["rounds"]):
                # By turns, and the other way round each second time.
                for tool in tools if number % 2 == 0 else tools[::-1]:
                    runs[tool].append(_measure(tool, sample, folder))
                    say(f"{tool}: {runs[tool][-1]}")
        return Report(self.name, _setting(sample, options), (*_figures(runs), *_goals(runs)))


def _setting(sample: SpeechSample, options: dict[str, Any]) -> dict[str, Any]:
    return {
        "sample": f"espeak-ng, {sample.language}, {sample.duration_ms / 1000:.0f} s",
        "units": len(units_of(sample.text, sample.language)),
        "silence_s": sum(end - start for start, end in sample.still) / 1000,
        "model": _MODEL,
        "threads": usable_threads(0),
        "rounds": options["rounds"],
        "load_average": [round(value, 2) for value in os.getloadavg()],
    }


def _measure(tool: str, sample: SpeechSample, folder: Path) -> Run:
    request = {
        "audio": str(sample.path),
        "weights": _weights(),
        "language": sample.language,
        "threads": usable_threads(0),
        "cache": str(Path(settings.LECTERN_CACHE_DIR).resolve()),
    }
    with (folder / "answer").open("w+b") as answer, (folder / "errors").open("w+b") as errors:
        begun = perf_counter()
        process = subprocess.Popen(
            [
                *("env", *_environment(folder)),
                *(sys.executable, "-m", "lectern.bench.speech_tools", tool, json.dumps(request)),
            ],
            stdout=answer,
            stderr=errors,
            cwd=_SITE,
        )
        with _Memory(process.pid) as memory:
            _, status, usage = os.wait4(process.pid, 0)
        wall_s = perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        answer.seek(0)
        errors.seek(0)
        if process.returncode != 0:
            raise BenchImpossibleError(f"{tool} broke off: {errors.read().decode()[-500:]}")
        heard = json.loads(answer.read().splitlines()[-1])
    return Run(
        wall_s=wall_s,
        cpu_s=usage.ru_utime + usage.ru_stime,
        peak_mib=memory.peak_mib,
        error=error_rate(_comparable(heard["text"]), sample.text, sample.language),
        in_silence=_in_silence(heard["words"], sample),
    )


def _comparable(text: str) -> str:
    """No tool is blamed for the script that the weights chose."""
    return simplify(text)


def _weights() -> dict[str, str]:
    """The same weights in each engine's form; converted on the first call."""
    cache = Path(settings.LECTERN_CACHE_DIR)
    try:
        return {name: find_weights(name, _MODEL, cache) for name in engine_names()}
    except WeightsMissingError as missing:
        raise BenchImpossibleError(str(missing)) from missing


def _environment(folder: Path) -> list[str]:
    """What is set for a child: openai-whisper calls a program named ffmpeg, and gets ours."""
    program = folder / "ffmpeg"
    if not program.exists():
        program.symlink_to(imageio_ffmpeg.get_ffmpeg_exe())
    return [
        f"PATH={folder}{os.pathsep}{os.defpath}",
        f"PYTHONPATH={_SITE}{os.pathsep}{_SITE.parent}",
        "PYTHONWARNINGS=ignore",
    ]


def _in_silence(words: Sequence[tuple[int, int, str]], sample: SpeechSample) -> int:
    """Characters of words whose middle lies well inside a known silence."""
    return sum(
        len("".join(units_of(text, sample.language)))
        for start_ms, end_ms, text in words
        for first, last in sample.still
        if first + _EDGE_MS <= (start_ms + end_ms) // 2 < last - _EDGE_MS
    )


class _Memory:
    """The most that a process and its children hold at once, looked at ten times a second."""

    def __init__(self, pid: int) -> None:
        self.peak_mib = 0.0
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "_Memory":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(_LOOK_EVERY_S):
            self.peak_mib = max(self.peak_mib, sum(map(resident_mib, family(self._pid))))


def family(pid: int) -> list[int]:
    """The process and all that descend from it, by Linux's own list."""
    found = [pid]
    for member in found:
        for tasks in Path(f"/proc/{member}/task").glob("*/children"):
            try:
                found.extend(int(child) for child in tasks.read_text().split())
            except OSError:  # it has just ended
                continue
    return found


def resident_mib(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE_MIB
    except (OSError, IndexError):  # it has just ended
        return 0.0


def _figures(runs: dict[str, list[Run]]) -> list[Figure]:
    return [
        figure
        for tool, found in runs.items()
        for figure in (
            Figure(f"{tool}: time", _wall(found), "s"),
            Figure(f"{tool}: processor", _cpu(found), "s"),
            Figure(f"{tool}: peak memory", max(run.peak_mib for run in found), "MiB"),
            Figure(f"{tool}: errors", 100 * median([run.error for run in found]), "%"),
            *(
                [Figure(f"{tool}: in silence", max(r.in_silence for r in found), "characters")]
                if tool != PLAIN
                else []
            ),
        )
    ]


def _goals(runs: dict[str, list[Run]]) -> list[Figure]:
    """Goals are for the clock of a quiet machine; on a busy one the processor tells more."""
    if OURS not in runs:
        return []
    ours = runs[OURS]
    figures = []
    if OPENAI in runs:
        figures.append(at_least("openai / ours, time", _wall(runs[OPENAI]) / _wall(ours), "×", 5.5))
        figures.append(Figure("openai / ours, processor", _cpu(runs[OPENAI]) / _cpu(ours), "×"))
    if BATCHED in runs:
        bare = runs[BATCHED]
        figures.append(at_most("ours / batched, time", _wall(ours) / _wall(bare), "×", 1.08))
        figures.append(Figure("ours / batched, processor", _cpu(ours) / _cpu(bare), "×"))
        more = 100 * (median([r.error for r in ours]) - median([r.error for r in bare]))
        figures.append(at_most("ours - batched, errors", more, "points", 0.5))
    if PLAIN in runs:
        figures.append(
            Figure("ours / batched-plain, processor", _cpu(ours) / _cpu(runs[PLAIN]), "×")
        )
    figures.append(at_most("ours in silence", max(run.in_silence for run in ours), "characters", 0))
    return figures


def _wall(runs: Sequence[Run]) -> float:
    return median([run.wall_s for run in runs])


def _cpu(runs: Sequence[Run]) -> float:
    return median([run.cpu_s for run in runs])
