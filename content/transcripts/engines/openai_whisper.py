"""OpenAI's own Whisper on PyTorch: the reference that the default engine is held against.

The only file that imports `whisper`, and only when this engine is used. Its weights are a file
made by `ct2_conversion`, or a name that the library downloads itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from content.transcripts.engines.base import (
    APPENDED_PUNCTUATION,
    PREPENDED_PUNCTUATION,
    EngineOptions,
    Samples,
    Segment,
    SpeechEngine,
    Word,
)

if TYPE_CHECKING:
    import torch
    import whisper

_SAMPLES_PER_FRAME = 160
_SEED = 20_250_625


class OpenAIWhisperEngine(SpeechEngine):
    name = "openai-whisper"

    _model: whisper.Whisper

    def __init__(self, options: EngineOptions) -> None:
        super().__init__(options)
        self._tokenizers: dict[str, Any] = {}

    def _read_weights(self) -> None:
        import torch
        import whisper

        if self.options.threads:
            torch.set_num_threads(self.options.threads)
        self._model = whisper.load_model(self.options.model_path, device=self.options.device)
        heads = alignment_heads_file(Path(self.options.model_path))
        if heads.is_file():
            self._set_alignment_heads(json.loads(heads.read_text()))

    def _set_alignment_heads(self, heads: Sequence[tuple[int, int]]) -> None:
        """Say which attention heads follow the sound; a model loaded by path does not know."""
        import torch

        mask = torch.zeros(
            self._model.dims.n_text_layer, self._model.dims.n_text_head, dtype=torch.bool
        )
        for layer, head in heads:
            mask[layer, head] = True
        self._model.register_buffer("alignment_heads", mask.to_sparse(), persistent=False)

    def _knows_languages(self) -> bool:
        return bool(self._model.is_multilingual)

    def _language_probabilities(self, chunk: Samples) -> Mapping[str, float]:
        _, probabilities = self._model.detect_language(self._mel(chunk))
        known: dict[str, float] = probabilities
        return known

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
        import torch
        import whisper

        beams = self.options.beam_size
        # Sampling at a higher temperature leaves a loop; the seed makes it the same each time.
        torch.manual_seed(_SEED)
        options = whisper.DecodingOptions(
            language=language,
            prompt=prompt or None,
            without_timestamps=True,
            beam_size=None if break_loops or beams == 1 else beams,
            temperature=0.4 if break_loops else 0.0,
            best_of=5 if break_loops else None,
            fp16=self.options.device != "cpu",
        )
        answers = []
        for chunk in samples:
            # One by one: the library's beam search takes no batches.
            mel = self._mel(chunk)
            result = self._model.decode(mel, options)
            answers.append(self._segments(result, mel, len(chunk), language))
        return answers

    def _mel(self, chunk: Samples) -> torch.Tensor:
        import whisper

        padded = whisper.pad_or_trim(np.ascontiguousarray(chunk))
        mel: torch.Tensor = whisper.log_mel_spectrogram(padded, n_mels=self._model.dims.n_mels)
        return mel.to(self._model.device)

    def _segments(
        self, result: whisper.DecodingResult, mel: torch.Tensor, samples: int, language: str
    ) -> list[Segment]:
        from whisper.timing import add_word_timestamps

        frames = samples // _SAMPLES_PER_FRAME
        found: dict[str, Any] = {
            "seek": 0,
            "start": 0.0,
            "end": frames / 100,
            "tokens": result.tokens,
        }
        add_word_timestamps(
            segments=[found],
            model=self._model,
            tokenizer=self._tokenizer(language),
            mel=mel,
            num_frames=frames,
            prepend_punctuations=PREPENDED_PUNCTUATION,
            append_punctuations=APPENDED_PUNCTUATION,
            last_speech_timestamp=0.0,
        )
        if not result.text.strip():
            return []
        return [
            Segment(
                start_ms=round(found["start"] * 1000),
                end_ms=round(found["end"] * 1000),
                text=result.text,
                words=tuple(_word(word) for word in found["words"]),
                avg_logprob=float(result.avg_logprob),
                no_speech_prob=float(result.no_speech_prob),
                compression_ratio=float(result.compression_ratio),
            )
        ]

    def _tokenizer(self, language: str) -> Any:
        from whisper.tokenizer import get_tokenizer

        if language not in self._tokenizers:
            self._tokenizers[language] = get_tokenizer(
                self._model.is_multilingual,
                num_languages=self._model.num_languages,
                language=language,
                task="transcribe",
            )
        return self._tokenizers[language]


def alignment_heads_file(weights: Path) -> Path:
    """Where the list of [layer, head] pairs lies that belongs to a weights file."""
    return weights.with_suffix(".heads.json")


def _word(found: dict[str, Any]) -> Word:
    return Word(
        start_ms=round(found["start"] * 1000),
        end_ms=round(found["end"] * 1000),
        text=found["word"],
        probability=float(found["probability"]),
    )
