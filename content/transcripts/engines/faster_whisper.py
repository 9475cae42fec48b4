"""Whisper on CTranslate2: the default engine, and the voice detector that comes with it.

The only file that imports `faster_whisper`, and only when an engine is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from content.transcripts.engines.base import (
    APPENDED_PUNCTUATION,
    LONGEST_CHUNK_MS,
    PREPENDED_PUNCTUATION,
    SAMPLES_PER_MS,
    Samples,
    Segment,
    SpeechEngine,
    Word,
)

if TYPE_CHECKING:
    import faster_whisper

# Each chunk of a batch gets a slot of its own on one long tape, so that the library's own batched
# call decodes exactly our chunks and each answer names its slot.
_SLOT_SAMPLES = LONGEST_CHUNK_MS * SAMPLES_PER_MS
_FRAMES_PER_SLOT = LONGEST_CHUNK_MS // 10

# The voice detector looks at windows of 32 ms, each with the 4 ms before it.
VOICE_WINDOW = 512
_VOICE_CONTEXT = 64
_VOICE_STATE = (1, 1, 128)


class FasterWhisperEngine(SpeechEngine):
    name = "faster-whisper"

    _pipeline: faster_whisper.BatchedInferencePipeline

    def _read_weights(self) -> None:
        from faster_whisper import BatchedInferencePipeline, WhisperModel

        on_cpu = self.options.device == "cpu"
        make_model = _chunkwise_model() if on_cpu else WhisperModel
        model = make_model(
            self.options.model_path,
            device=self.options.device,
            compute_type="int8" if on_cpu else "int8_float16",
            cpu_threads=self.options.threads,
        )
        self._pipeline = BatchedInferencePipeline(model)

    def _knows_languages(self) -> bool:
        return bool(self._pipeline.model.model.is_multilingual)

    def _language_probabilities(self, chunk: Samples) -> Mapping[str, float]:
        _, _, probabilities = self._pipeline.model.detect_language(chunk)
        return dict(probabilities)

    def transcribe_batch(
        self,
        samples: Sequence[Samples],
        *,
        language: str,
        prompt: str = "",
        break_loops: bool = False,
    ) -> list[list[Segment]]:
        if not samples:
            return []
        found, _ = self._pipeline.transcribe(
            _tape(samples),
            language=language,
            initial_prompt=prompt or None,
            clip_timestamps=_slots(samples),
            batch_size=len(samples),
            beam_size=self.options.beam_size,
            word_timestamps=True,
            prepend_punctuations=PREPENDED_PUNCTUATION,
            append_punctuations=APPENDED_PUNCTUATION,
            # Sampling would make two runs differ; forbidding repeats breaks a loop for certain.
            no_repeat_ngram_size=6 if break_loops else 0,
        )
        answers: list[list[Segment]] = [[] for _ in samples]
        for segment in found:
            slot = segment.seek // _FRAMES_PER_SLOT
            answers[slot].append(_segment(segment, slot * LONGEST_CHUNK_MS))
        return answers


def _chunkwise_model() -> type[faster_whisper.WhisperModel]:
    """A model that decodes the chunks of a batch together, and does all else with one at a time.

    Listening holds a table of every moment against every other, and placing words one of every
    token against the whole vocabulary, as long for all as for the wordiest: these are the most
    memory of all, and on a processor, unlike on a card, no quicker for several chunks at once.
    """
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import get_ctranslate2_storage

    class ChunkwiseModel(WhisperModel):  # type: ignore[misc]
        def encode(self, features: npt.NDArray[np.float32]) -> Any:
            listen = super().encode
            if features.ndim == 2 or len(features) == 1:
                return listen(features)
            return get_ctranslate2_storage(
                np.concatenate([*map(np.asarray, map(listen, features))])
            )

        def find_alignment(
            self,
            tokenizer: Any,
            text_tokens: list[list[int]],
            encoder_output: Any,
            num_frames: list[int],
            median_filter_width: int = 7,
        ) -> list[Any]:
            place = super().find_alignment
            chunks = zip(text_tokens, np.asarray(encoder_output), num_frames, strict=True)
            found: list[Any] = []
            for tokens, heard, frames in chunks:
                one = get_ctranslate2_storage(heard[np.newaxis])
                found += place(tokenizer, [tokens], one, [frames], median_filter_width)
            return found

    return ChunkwiseModel


def _tape(samples: Sequence[Samples]) -> Samples:
    tape = np.zeros(len(samples) * _SLOT_SAMPLES, dtype=np.float32)
    for slot, chunk in enumerate(samples):
        if len(chunk) > _SLOT_SAMPLES:
            raise ValueError("a chunk is longer than 30 seconds")
        tape[slot * _SLOT_SAMPLES : slot * _SLOT_SAMPLES + len(chunk)] = chunk
    return tape


def _slots(samples: Sequence[Samples]) -> list[dict[str, float]]:
    per_second = SAMPLES_PER_MS * 1000
    return [
        {
            "start": slot * LONGEST_CHUNK_MS / 1000,
            # Half a sample more, so that the library's rounding down lands on the last one.
            "end": slot * LONGEST_CHUNK_MS / 1000 + (len(chunk) + 0.5) / per_second,
        }
        for slot, chunk in enumerate(samples)
    ]


def _segment(found: faster_whisper.transcribe.Segment, slot_ms: int) -> Segment:
    words = tuple(
        Word(
            start_ms=max(0, round(word.start * 1000) - slot_ms),
            end_ms=max(0, round(word.end * 1000) - slot_ms),
            text=word.word,
            probability=float(word.probability),
        )
        for word in found.words or ()
    )
    return Segment(
        start_ms=max(0, round(found.start * 1000) - slot_ms),
        end_ms=max(0, round(found.end * 1000) - slot_ms),
        text=found.text,
        words=words,
        avg_logprob=float(found.avg_logprob),
        no_speech_prob=float(found.no_speech_prob),
        compression_ratio=float(found.compression_ratio),
    )


def voice_probabilities(blocks: Iterable[Samples]) -> Iterator[float]:
    """How probable a voice is in each 32 ms of the sound, however the sound is cut into blocks.

    The detector's memory is carried from block to block, so hours of sound need no more memory
    than one block. A last window that is not full is filled with silence.
    """
    from faster_whisper.vad import get_vad_model

    session = get_vad_model().session
    memory = np.zeros(_VOICE_STATE, np.float32), np.zeros(_VOICE_STATE, np.float32)
    before = np.zeros(_VOICE_CONTEXT, np.float32)
    for windows in _windows(blocks):
        tails = np.concatenate([before[None], windows[:-1, -_VOICE_CONTEXT:]])
        output, *memory_now = session.run(
            None,
            {"input": np.concatenate([tails, windows], 1), "h": memory[0], "c": memory[1]},
        )
        memory = (memory_now[0], memory_now[1])
        before = windows[-1, -_VOICE_CONTEXT:]
        yield from np.asarray(output, np.float32).reshape(-1).tolist()


def _windows(blocks: Iterable[Samples]) -> Iterator[Samples]:
    rest = np.zeros(0, np.float32)
    for block in blocks:
        joined = np.concatenate([rest, block])
        whole = len(joined) // VOICE_WINDOW * VOICE_WINDOW
        rest = joined[whole:]
        if whole:
            yield joined[:whole].reshape(-1, VOICE_WINDOW)
    if len(rest):
        yield np.pad(rest, (0, VOICE_WINDOW - len(rest))).reshape(1, VOICE_WINDOW)


def download_weights(name: str, folder: Path) -> Path:
    """Fetch a named model from the library's own hub into `folder`, or find it there.

    Raises `OSError` or `ValueError` when the name is unknown or the hub cannot be reached.
    """
    from faster_whisper.utils import download_model

    arguments: dict[str, Any] = {"cache_dir": str(folder)}
    try:
        found: str = download_model(name, local_files_only=True, **arguments)
    except (OSError, ValueError):
        found = download_model(name, **arguments)
    return Path(found)
