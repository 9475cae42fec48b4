"""What every speech engine promises: a few chunks of sound in, timed words out.

Owns the values that cross that border. Must not import an engine, Django, or anything that
decides which sound is decoded: the chunk plan belongs to `chunk_plan`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

SAMPLE_RATE = 16_000
SAMPLES_PER_MS = SAMPLE_RATE // 1000
LONGEST_CHUNK_MS = 30_000

# Punctuation that joins the word after it, and the word before it. The engines' own lists lack
# the marks that Chinese text uses.
PREPENDED_PUNCTUATION = "\"'“‘¿([{-《〈「『（【"
APPENDED_PUNCTUATION = "\"'.。,，!！?？:：”’)]}、；;》〉」』）】…"

Samples: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class AudioChunk:
    """A stretch of a recording, in milliseconds from its beginning; the end is not part of it."""

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms < self.end_ms:
            raise ValueError(f"a chunk from {self.start_ms} to {self.end_ms} ms holds no sound")

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms


@dataclass(frozen=True, slots=True)
class Word:
    """One word as heard (for Chinese one or two characters), with the blank before it kept."""

    start_ms: int
    end_ms: int
    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text from one chunk, with the engine's own doubts about it.

    `avg_logprob` is at most 0, nearer 0 is surer. `no_speech_prob` lies between 0 and 1.
    """

    start_ms: int
    end_ms: int
    text: str
    words: tuple[Word, ...]
    avg_logprob: float
    no_speech_prob: float
    compression_ratio: float


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """How an engine is to be set up: where its weights lie and how much machine it may use."""

    model_path: str
    threads: int = 0  # 0 lets the engine choose
    device: str = "cpu"
    beam_size: int = 5


class EngineUnavailableError(Exception):
    """The engine's package is not installed, or its weights cannot be read."""


class SpeechEngine(ABC):
    """One way of turning speech into words. Made cheaply; `load` does the heavy work once."""

    name: str

    def __init__(self, options: EngineOptions) -> None:
        self.options = options

    def load(self) -> None:
        """Read the weights into memory. Raises `EngineUnavailableError`."""
        try:
            self._read_weights()
        except (ImportError, RuntimeError, ValueError, OSError) as error:
            raise EngineUnavailableError(f"{self.name} cannot be used: {error}") from error

    def detect_language(
        self, samples: Sequence[Samples], *, languages: Sequence[str]
    ) -> list[dict[str, float]]:
        """How probable each of `languages` is in each chunk; the engine looks at no others."""
        if not self._knows_languages():
            return [{name: float(name == "en") for name in languages} for _ in samples]
        heard = map(self._language_probabilities, samples)
        return [{name: float(known.get(name, 0.0)) for name in languages} for known in heard]

    @abstractmethod
    def _read_weights(self) -> None:
        """What `load` does; whatever the engine's library raises may pass."""

    @abstractmethod
    def _knows_languages(self) -> bool:
        """Whether the weights hear more than English."""

    @abstractmethod
    def _language_probabilities(self, chunk: Samples) -> Mapping[str, float]:
        """How probable each language that the weights know is in this chunk."""

    @abstractmethod
    def transcribe_batch(
        self,
        samples: Sequence[Samples],
        *,
        language: str,
        prompt: str = "",
        break_loops: bool = False,
    ) -> list[list[Segment]]:
        """The segments heard in each chunk, times counted from that chunk's own beginning.

        Every chunk is at most 30 s of 16 kHz mono sound, and is decoded by itself: nothing said in
        one chunk steers the next. The same input gives the same answer. `break_loops` decodes in
        the way least likely to repeat itself, at some cost in accuracy.
        """
