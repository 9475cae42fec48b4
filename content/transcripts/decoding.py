"""Decodes one batch of chunks and keeps what can be believed.

Owns the second try for a chunk in which the model hung. Works with any engine; the same batch
gives the same answer however often it is decoded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from content.transcripts.engines.base import AudioChunk, Samples, Segment, SpeechEngine, Word
from content.transcripts.hallucinations import believable, is_loop, looped_share


def decode_batch(
    engine: SpeechEngine,
    batch: Sequence[AudioChunk],
    samples: Sequence[Samples],
    *,
    language: str,
    prompt: str,
) -> list[Segment]:
    """The segments of all chunks, in order, times counted from the recording's beginning."""
    heard = engine.transcribe_batch(samples, language=language, prompt=prompt)
    hung = [index for index, segments in enumerate(heard) if is_loop(_text(segments))]
    if hung:
        again = engine.transcribe_batch(
            [samples[index] for index in hung], language=language, break_loops=True
        )
        for index, segments in zip(hung, again, strict=True):
            heard[index] = min(heard[index], segments, key=lambda s: looped_share(_text(s)))
    return [
        _placed(segment, chunk)
        for chunk, segments in zip(batch, heard, strict=True)
        for segment in believable(segments, prompt)
    ]


def _text(segments: Sequence[Segment]) -> str:
    return "".join(segment.text for segment in segments)


def _placed(segment: Segment, chunk: AudioChunk) -> Segment:
    """Times from the beginning of the recording, none outside the chunk."""

    def place(time_ms: int) -> int:
        return min(chunk.start_ms + max(time_ms, 0), chunk.end_ms)

    def placed(word: Word) -> Word:
        return replace(word, start_ms=place(word.start_ms), end_ms=place(word.end_ms))

    return replace(
        segment,
        start_ms=place(segment.start_ms),
        end_ms=place(segment.end_ms),
        words=tuple(map(placed, segment.words)),
    )
