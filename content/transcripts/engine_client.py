"""Starts the child process that decodes and listens, and talks to it.

Owns its life: it is ended when the work is done, cancelled, overdue, or when this process dies.
Uses no database and no settings.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from content.transcripts import messages
from content.transcripts.chunk_plan import Chunk
from content.transcripts.engines.base import AudioChunk, Segment

_ROOT = Path(__file__).resolve().parents[2]
_POLL_S = 1.0
_PATIENCE_S = 900.0
# A large model on a weak machine takes many times as long as the sound lasts; a hung one for ever.
_PATIENCE_PER_SOUND_S = 60.0
_LAST_WORDS = 2_000


class EngineFailedError(Exception):
    """The child could not do what it was asked; `kind` is one of `messages`' error kinds."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """Which engine, with which weights, on how much machine."""

    engine: str
    model: str
    cache: Path
    threads: int = 0
    device: str = "cpu"
    beam_size: int = 5


@dataclass(frozen=True, slots=True)
class Heard:
    """What listening to a file found: how long it is and where somebody speaks."""

    duration_ms: int
    regions: list[AudioChunk]


class EngineClient:
    """A running child process; a context manager, for one recording.

    `check` is called about once a second while waiting; what it raises ends the child.
    """

    def __init__(
        self, choice: EngineChoice, *, check: Callable[[], None] | None = None, nice: int = 0
    ) -> None:
        self._choice = choice
        self._check = check or (lambda: None)
        self._nice = nice

    def __enter__(self) -> EngineClient:
        self._errors = tempfile.TemporaryFile()
        self._child = subprocess.Popen(
            [sys.executable, "-m", f"{__package__}.engine_process", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=_ROOT,  # where the child finds this package
        )
        if self._nice:
            os.setpriority(os.PRIO_PROCESS, self._child.pid, self._nice)
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read_answers, daemon=True)
        self._reader.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._child.kill()
        self._child.wait()
        self._reader.join()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                _close(pipe)
        self._errors.close()

    @property
    def pid(self) -> int:
        return self._child.pid

    def listen(
        self,
        path: Path,
        *,
        find_speech: bool = True,
        progress: Callable[[int], None] | None = None,
    ) -> Heard:
        """Decode the file's sound; `progress` hears how many milliseconds are behind."""
        found = self._ask(
            {
                "do": "listen",
                "path": str(path.resolve()),
                "scratch": str(self._choice.cache.resolve() / "scratch"),
                "find_speech": find_speech,
            },
            progress=progress,
        )
        return Heard(found["duration_ms"], messages.regions_from_lists(found["regions"]))

    def load(self) -> None:
        """Read the engine's weights, which the first time may mean to download them."""
        self._ask(
            {
                "do": "load",
                "engine": self._choice.engine,
                "model": self._choice.model,
                "cache": str(self._choice.cache.resolve()),
                "threads": self._choice.threads,
                "device": self._choice.device,
                "beam_size": self._choice.beam_size,
            },
            patience_s=4 * _PATIENCE_S,
        )

    def languages(
        self, chunks: Sequence[Chunk], languages: Sequence[str]
    ) -> list[dict[str, float]]:
        return cast(
            "list[dict[str, float]]",
            self._ask(
                {
                    "do": "languages",
                    "chunks": [chunk.as_list() for chunk in chunks],
                    "languages": list(languages),
                }
            ),
        )

    def decode(self, batch: Sequence[Chunk], *, language: str, prompt: str) -> list[Segment]:
        sound_s = sum(chunk.duration_ms for chunk in batch) / 1000
        answer = self._ask(
            {
                "do": "decode",
                "chunks": [chunk.as_list() for chunk in batch],
                "language": language,
                "prompt": prompt,
            },
            patience_s=_PATIENCE_S + sound_s * _PATIENCE_PER_SOUND_S,
        )
        return messages.segments_from_lists(answer)

    def _ask(
        self,
        request: dict[str, Any],
        *,
        progress: Callable[[int], None] | None = None,
        patience_s: float = _PATIENCE_S,
    ) -> Any:
        """The result. Patience begins anew with each sign of progress."""
        self._send(request)
        overdue = time.monotonic() + patience_s
        while True:
            answer = self._next_answer(overdue)
            if "result" in answer:
                return answer["result"]
            if "error" in answer:
                raise EngineFailedError(answer["error"], answer["message"])
            overdue = time.monotonic() + patience_s
            if progress is not None:
                progress(answer["progress"])

    def _send(self, request: dict[str, Any]) -> None:
        assert self._child.stdin is not None  # noqa: S101  # it was opened as a pipe
        try:
            self._child.stdin.write(messages.encode(request))
            self._child.stdin.flush()
        except BrokenPipeError:
            raise self._ended() from None

    def _next_answer(self, overdue: float) -> dict[str, Any]:
        while True:
            self._check()
            try:
                line = self._answers.get(timeout=_POLL_S)
            except queue.Empty:
                if time.monotonic() > overdue:
                    raise EngineFailedError(messages.BROKEN, "the speech engine hangs") from None
                continue
            if not line:
                raise self._ended()
            return messages.decode(line)

    def _read_answers(self) -> None:
        assert self._child.stdout is not None  # noqa: S101  # it was opened as a pipe
        for line in self._child.stdout:
            self._answers.put(line)
        self._answers.put(b"")

    def _ended(self) -> EngineFailedError:
        code = self._child.wait()
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - _LAST_WORDS))
        last_words = self._errors.read().decode(errors="replace").strip()
        return EngineFailedError(
            messages.BROKEN, f"the speech engine ended with {code}: {last_words}"
        )


def _close(pipe: Any) -> None:
    with contextlib.suppress(BrokenPipeError):  # what was still unsent has no reader any more
        pipe.close()
