"""A model that hangs gets one more chance, and only for the chunk in which it hung."""

from collections.abc import Sequence

import numpy as np

from content.transcripts.chunk_plan import Chunk
from content.transcripts.decoding import decode_batch
from content.transcripts.engines.base import (
    AudioChunk,
    EngineOptions,
    Samples,
    Segment,
    SpeechEngine,
    Word,
)

LOOP = "提高质量" * 8


class ParrotEngine(SpeechEngine):
    """Says what it was taught for each length of sound, first with and then without loops."""

    name = "parrot"

    def __init__(self, lessons: dict[int, tuple[str, str]]) -> None:
        super().__init__(EngineOptions(model_path=""))
        self.lessons = lessons
        self.asked: list[tuple[int, str, bool]] = []

    def _read_weights(self) -> None: ...

    def _knows_languages(self) -> bool:
        return False

    def _language_probabilities(self, chunk: Samples) -> dict[str, float]:
        return {}

    def transcribe_batch(
        self,
        samples: Sequence[Samples],
        *,
        language: str,
        prompt: str = "",
        break_loops: bool = False,
    ) -> list[list[Segment]]:
        self.asked.extend((len(chunk), prompt, break_loops) for chunk in samples)
        return [[spoken(self.lessons[len(chunk)][break_loops])] for chunk in samples]


def spoken(text: str) -> Segment:
    words = tuple(Word(n * 100, n * 100 + 100, piece, 0.9) for n, piece in enumerate(text))
    return Segment(0, len(text) * 100, text, words, -0.2, 0.1, 1.0)


def decoded(engine: ParrotEngine) -> list[Segment]:
    sizes = list(engine.lessons)
    batch = [Chunk((AudioChunk(n * 10_000, n * 10_000 + 2_000),)) for n in range(len(sizes))]
    samples = [np.zeros(size, np.float32) for size in sizes]
    return decode_batch(engine, batch, samples, language="zh", prompt="装配式")


def test_only_the_chunk_that_hung_is_decoded_again_and_without_a_prompt() -> None:
    engine = ParrotEngine({10: ("质量第一", "别的"), 20: (LOOP, "提高质量的方法")})
    assert [segment.text for segment in decoded(engine)] == ["质量第一", "提高质量的方法"]
    assert engine.asked == [(10, "装配式", False), (20, "装配式", False), (20, "", True)]


def test_loop_that_comes_back_is_said_once() -> None:
    engine = ParrotEngine({10: (LOOP, LOOP)})
    assert [segment.text for segment in decoded(engine)] == ["提高质量"]


def test_times_lie_inside_the_chunk_they_belong_to() -> None:
    engine = ParrotEngine(
        {10: ("质量第一", ""), 20: ("安" * 3 + "全进度与造价管理工作要点" * 2, "")}
    )
    first, second = decoded(engine)
    assert (first.start_ms, first.end_ms) == (0, 400)
    assert (second.start_ms, second.end_ms) == (10_000, 12_000)
    assert max(word.end_ms for word in second.words) == 12_000
