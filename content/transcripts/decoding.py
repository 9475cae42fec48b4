"""Decodes one batch of chunks and keeps what can be believed.

Owns the second try for a chunk in which the model hung. Works with any engine; the same batch
gives the same answer however often it is decoded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from content.transcripts.chunk_plan import Chunk
from content.transcripts.engines.base import Samples, Segment, SpeechEngine, Word
from content.transcripts.hallucinations import believable, is_loop, looped_share


def decode_batch(
    engine: SpeechEngine,
    batch: Sequence[Chunk],
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


def _placed(segment: Segment, chunk: Chunk) -> Segment:
    """Times from the beginning of the recording, none in a silence that was left out."""

    def placed(word: Word) -> Word:
        start_ms, end_ms = chunk.place(word.start_ms, word.end_ms)
        return replace(word, start_ms=start_ms, end_ms=end_ms)

    words = tuple(map(placed, segment.words))
    if words:
        return replace(segment, start_ms=words[0].start_ms, end_ms=words[-1].end_ms, words=words)
    start_ms, _ = chunk.place(segment.start_ms, segment.start_ms)
    _, end_ms = chunk.place(segment.end_ms, segment.end_ms)
    return replace(segment, start_ms=start_ms, end_ms=end_ms)
