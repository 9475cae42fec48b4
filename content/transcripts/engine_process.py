"""The child process in which sound is decoded and an engine runs: `python -m …engine_process`.

Engines and media decoders can abort a process outright; here they take nothing along. Reads
requests from standard input and answers on standard output (see `messages`). Ends with its parent.
Must import neither Django nor anything that does.
"""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from content.transcripts import messages
from content.transcripts.audio import NoSoundError, SoundStore, UnreadableMediaError, decoded_blocks
from content.transcripts.chunk_plan import Chunk
from content.transcripts.decoding import decode_batch
from content.transcripts.engines import UnknownEngineError, make_engine
from content.transcripts.engines.base import (
    SAMPLE_RATE,
    EngineOptions,
    EngineUnavailableError,
    Samples,
    SpeechEngine,
)
from content.transcripts.engines.faster_whisper import download_weights, voice_probabilities
from content.transcripts.speech import speech_regions
from content.transcripts.weights import WeightsMissingError, find_weights

_SET_PARENT_DEATH_SIGNAL = 1

_FULL = (errno.ENOSPC, errno.EDQUOT)
_ERRORS: tuple[tuple[type[Exception], str], ...] = (
    (FileNotFoundError, messages.MISSING),
    (UnreadableMediaError, messages.UNREADABLE),
    (NoSoundError, messages.NO_SOUND),
    (WeightsMissingError, messages.UNAVAILABLE),
    (EngineUnavailableError, messages.UNAVAILABLE),
    (UnknownEngineError, messages.UNAVAILABLE),
)


class EngineProcess:
    """One recording's sound and one engine, and the requests about them."""

    def __init__(self, answer: Callable[[dict[str, Any]], None]) -> None:
        self._answer = answer
        self._sound: SoundStore | None = None
        self._engine: SpeechEngine | None = None
        self._requests: dict[str, Callable[..., Any]] = {
            "listen": self._listen,
            "load": self._load,
            "languages": self._languages,
            "decode": self._decode,
        }

    def handle(self, request: dict[str, Any]) -> dict[str, Any]:
        name = request.pop("do")
        try:
            return {"result": self._requests[name](**request)}
        except tuple(kind for kind, _ in _ERRORS) as error:
            kind = next(name for known, name in _ERRORS if isinstance(error, known))
            return {"error": kind, "message": str(error)}
        except Exception as error:  # noqa: BLE001  # the parent must hear of whatever went wrong
            is_full = isinstance(error, OSError) and error.errno in _FULL
            kind = messages.FULL if is_full else messages.BROKEN
            return {"error": kind, "message": f"{type(error).__name__}: {error}"}

    def _listen(self, path: str, scratch: str, find_speech: bool) -> dict[str, Any]:
        """Decode the file; with `find_speech`, say where somebody speaks."""
        self._sound = SoundStore(Path(scratch))
        blocks = self._reported(self._sound.keep(decoded_blocks(Path(path))))
        probabilities = list(voice_probabilities(blocks)) if find_speech else _drained(blocks)
        duration_ms = self._sound.duration_ms
        regions = speech_regions(probabilities, duration_ms)
        return {"duration_ms": duration_ms, "regions": messages.regions_to_lists(regions)}

    def _reported(self, blocks: Iterator[Samples]) -> Iterator[Samples]:
        done = 0
        for block in blocks:
            yield block
            done += len(block)
            self._answer({"progress": done * 1000 // SAMPLE_RATE})

    def _load(self, engine: str, model: str, cache: str, **options: Any) -> dict[str, Any]:
        weights = find_weights(engine, model, Path(cache), download=download_weights)
        self._engine = make_engine(engine, EngineOptions(model_path=weights, **options))
        self._engine.load()
        return {"model": weights}

    def _languages(self, chunks: list[list[list[int]]], languages: list[str]) -> Any:
        samples = [self._read(Chunk.from_list(chunk)) for chunk in chunks]
        return self._loaded().detect_language(samples, languages=languages)

    def _decode(self, chunks: list[list[list[int]]], language: str, prompt: str) -> Any:
        batch = [Chunk.from_list(chunk) for chunk in chunks]
        segments = decode_batch(
            self._loaded(),
            batch,
            [self._read(chunk) for chunk in batch],
            language=language,
            prompt=prompt,
        )
        give_back_memory()
        return messages.segments_to_lists(segments)

    def _read(self, chunk: Chunk) -> Samples:
        if self._sound is None:
            raise RuntimeError("nothing was listened to yet")
        return self._sound.read(chunk.stretches)

    def _loaded(self) -> SpeechEngine:
        if self._engine is None:
            raise RuntimeError("no engine was loaded yet")
        return self._engine


def _drained(blocks: Iterator[Samples]) -> list[float]:
    for _ in blocks:
        pass
    return []


def give_back_memory() -> None:
    """Return to the system what is free: kept in pieces, it would grow from batch to batch.

    Where the C library cannot be asked, it stays as it is.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def end_with_parent(parent: int) -> None:
    """Ask the kernel to kill this process with its parent; elsewhere the closed pipe ends it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:
            sys.exit(1)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""

    def answer(message: dict[str, Any]) -> None:
        answers.write(messages.encode(message))
        answers.flush()

    process = EngineProcess(answer)
    for line in requests:
        answer(process.handle(messages.decode(line)))


def main() -> None:
    end_with_parent(int(sys.argv[1]))
    # Libraries print what they like; only answers may reach the parent's pipe.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
