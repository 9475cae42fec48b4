"""One suite for every speech engine: real weights, real speech."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from content.transcripts.audio import SoundStore, decoded_blocks
from content.transcripts.chunk_plan import Chunk
from content.transcripts.decoding import decode_batch
from content.transcripts.engines import UnknownEngineError, engine_names, make_engine, package_of
from content.transcripts.engines.base import (
    SAMPLE_RATE,
    AudioChunk,
    EngineOptions,
    EngineUnavailableError,
    Samples,
    Segment,
    SpeechEngine,
)
from content.transcripts.engines.faster_whisper import voice_probabilities
from content.transcripts.hallucinations import essence
from content.transcripts.speech import speech_regions
from content.transcripts.weights import find_weights
from tests.contracts.unspoken import unspoken
from tests.servers import cache_folder, missing

# openai-whisper leaves a file of its own open, which is told at any later moment.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

UNSPOKEN = unspoken(seconds=20)
TALK = Path(__file__).parents[1] / "media" / "talk.opus"
SENTENCE = Chunk((AudioChunk(16_700, 20_000),))
PANELS = Chunk((AudioChunk(20_000, 26_900),))


@pytest.fixture(scope="module")
def sound() -> Iterator[SoundStore]:
    with SoundStore() as store:
        for _ in store.keep(decoded_blocks(TALK)):
            pass
        yield store


@pytest.fixture(scope="module", params=engine_names())
def engine(request: pytest.FixtureRequest) -> SpeechEngine:
    name = request.param
    if find_spec(package_of(name)) is None:
        missing(name, f"the package {package_of(name)} is not installed")
    weights = find_weights(name, "base", cache_folder())
    engine = make_engine(name, EngineOptions(model_path=weights, threads=2, beam_size=1))
    engine.load()
    return engine


def test_engine_hears_the_words(engine: SpeechEngine, sound: SoundStore) -> None:
    first, second = engine.transcribe_batch(
        [sound.read(SENTENCE.stretches), sound.read(PANELS.stretches)], language="en"
    )
    assert said(first).strip().endswith("quality is simple.")
    assert "every panel is measured before it leaves the factory" in said(second).lower()


def test_times_are_counted_from_the_chunk_and_stay_inside_it(
    engine: SpeechEngine, sound: SoundStore
) -> None:
    (segments,) = engine.transcribe_batch([sound.read(SENTENCE.stretches)], language="en")
    words = [word for segment in segments for word in segment.words]
    assert len(words) >= 6
    assert words[0].start_ms < 1_000
    assert all(0 <= word.start_ms <= word.end_ms for word in words)
    assert words[-1].end_ms <= SENTENCE.duration_ms + 100
    starts = [word.start_ms for word in words]
    assert starts == sorted(starts)


def test_words_joined_are_the_text(engine: SpeechEngine, sound: SoundStore) -> None:
    (segments,) = engine.transcribe_batch([sound.read(SENTENCE.stretches)], language="en")
    for segment in segments:
        assert essence("".join(word.text for word in segment.words)) == essence(segment.text)
        assert all(0 <= word.probability <= 1 for word in segment.words)
        assert segment.avg_logprob <= 0 <= segment.no_speech_prob <= 1


def test_same_sound_gives_the_same_answer(engine: SpeechEngine, sound: SoundStore) -> None:
    samples = [sound.read(SENTENCE.stretches)]
    assert engine.transcribe_batch(samples, language="en", break_loops=True) == (
        engine.transcribe_batch(samples, language="en", break_loops=True)
    )


def test_prompt_steers_the_style(engine: SpeechEngine, sound: SoundStore) -> None:
    samples = [sound.read(SENTENCE.stretches)]
    (plain,) = engine.transcribe_batch(samples, language="en")
    (steered,) = engine.transcribe_batch(
        samples, language="en", prompt="every panel is measured and every joint is tested"
    )
    assert said(plain).endswith("is simple.")
    assert said(steered).endswith("is simple")


def test_language_is_told_among_those_asked_for(engine: SpeechEngine, sound: SoundStore) -> None:
    heard = engine.detect_language(
        [sound.read(PANELS.stretches), sound.read(SENTENCE.stretches)], languages=("zh", "en")
    )
    assert [max(sample, key=lambda name: sample[name]) for sample in heard] == ["en", "en"]
    assert all(set(sample) == {"zh", "en"} for sample in heard)


def test_no_chunks_give_no_answers(engine: SpeechEngine) -> None:
    assert engine.transcribe_batch([], language="en") == []


def test_silence_and_very_short_sound_are_no_error(engine: SpeechEngine) -> None:
    silence: list[Samples] = [np.zeros(1_600, np.float32)]
    batch = [Chunk((AudioChunk(3_000, 3_100),))]
    segments = decode_batch(engine, batch, silence, language="en", prompt="")
    assert all(3_000 <= segment.start_ms <= segment.end_ms <= 3_100 for segment in segments)


def test_what_nobody_says_is_not_written_down(engine: SpeechEngine) -> None:
    """The voice detector stops it already; here it is let through, to see the second guard."""
    batch = [Chunk((AudioChunk(0, 8_000),)) for _ in UNSPOKEN]
    sounds = [sound[: 8 * SAMPLE_RATE] for sound in UNSPOKEN.values()]
    assert decode_batch(engine, batch, sounds, language="en", prompt="") == []


@pytest.mark.parametrize("name", UNSPOKEN)
def test_silence_noise_and_music_hold_no_speech(name: str) -> None:
    """What is found here is all that either engine is ever given."""
    sound = UNSPOKEN[name]
    assert speech_regions(voice_probabilities([sound]), len(sound) * 1000 // SAMPLE_RATE) == []


def test_batch_has_its_times_in_the_recording(engine: SpeechEngine, sound: SoundStore) -> None:
    batch = [SENTENCE, PANELS]
    samples = [sound.read(chunk.stretches) for chunk in batch]
    segments = decode_batch(engine, batch, samples, language="en", prompt="")
    assert {chunk for segment in segments for chunk in batch if holds(chunk, segment)} == set(batch)
    assert all(any(holds(chunk, segment) for chunk in batch) for segment in segments)


@pytest.mark.parametrize("name", engine_names())
def test_weights_that_are_none_make_the_engine_unavailable(tmp_path: Path, name: str) -> None:
    if find_spec(package_of(name)) is None:
        missing(name, f"the package {package_of(name)} is not installed")
    (tmp_path / "model.bin").write_bytes(b"no weights")
    with pytest.raises(EngineUnavailableError):
        make_engine(name, EngineOptions(model_path=str(tmp_path))).load()


def test_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownEngineError, match="faster-whisper"):
        make_engine("dictaphone", EngineOptions(model_path="base"))


def holds(chunk: Chunk, segment: Segment) -> bool:
    return chunk.start_ms <= segment.start_ms <= segment.end_ms <= chunk.end_ms


def said(segments: list[Segment]) -> str:
    return "".join(segment.text for segment in segments)
