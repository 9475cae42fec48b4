"""Which stretches of a recording are decoded together, decided once and stored. Pure.

Because the plan is made before the first word is decoded, a transcription can say how much is
done, stop, and go on elsewhere with the same result.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from content.transcripts.engines.base import LONGEST_CHUNK_MS, AudioChunk

BATCH_SIZE = 8

# A longer pause than this starts a new chunk: in long silence a model hears what is not there.
_LONGEST_PAUSE_MS = 5_000


@dataclass(frozen=True, slots=True)
class ChunkPlan:
    """Batches of chunks in the order of time; empty when nobody speaks."""

    duration_ms: int
    batches: tuple[tuple[AudioChunk, ...], ...]

    @property
    def chunks(self) -> tuple[AudioChunk, ...]:
        return tuple(chunk for batch in self.batches for chunk in batch)

    @property
    def speech_ms(self) -> int:
        """How much there is to decode: what progress is counted in."""
        return batch_ms(self.chunks)

    def as_lists(self) -> list[list[list[int]]]:
        return [[[chunk.start_ms, chunk.end_ms] for chunk in batch] for batch in self.batches]

    @classmethod
    def from_lists(cls, duration_ms: int, batches: Sequence[Sequence[Sequence[int]]]) -> ChunkPlan:
        return cls(
            duration_ms,
            tuple(tuple(AudioChunk(start, end) for start, end in batch) for batch in batches),
        )


def make_plan(
    regions: Iterable[AudioChunk], duration_ms: int, batch_size: int = BATCH_SIZE
) -> ChunkPlan:
    """Gather speech regions (in order, apart, none over 30 s) into chunks and batches."""
    return ChunkPlan(duration_ms, _batches(_chunks(regions), batch_size))


def _chunks(regions: Iterable[AudioChunk]) -> list[AudioChunk]:
    chunks: list[AudioChunk] = []
    for region in regions:
        if chunks and _fits(chunks[-1], region):
            chunks[-1] = AudioChunk(chunks[-1].start_ms, region.end_ms)
        else:
            chunks.append(region)
    return chunks


def _fits(chunk: AudioChunk, region: AudioChunk) -> bool:
    pause_ms = region.start_ms - chunk.end_ms
    return pause_ms <= _LONGEST_PAUSE_MS and region.end_ms - chunk.start_ms <= LONGEST_CHUNK_MS


def _batches(chunks: Sequence[AudioChunk], size: int) -> tuple[tuple[AudioChunk, ...], ...]:
    """As few batches as their size allows, all about equally large."""
    count = -(-len(chunks) // size)
    edges = [len(chunks) * index // count for index in range(count + 1)] if count else []
    return tuple(tuple(chunks[first:last]) for first, last in pairwise(edges))


def batch_ms(batch: Iterable[AudioChunk]) -> int:
    return sum(chunk.duration_ms for chunk in batch)


def sample_chunks(plan: ChunkPlan, count: int = 3) -> list[AudioChunk]:
    """Chunks spread over the recording to ask for its language: never only the beginning."""
    chunks = plan.chunks
    if len(chunks) <= count:
        return list(chunks)
    return [chunks[len(chunks) * (2 * index + 1) // (2 * count)] for index in range(count)]


def vote(heard: Sequence[dict[str, float]]) -> str:
    """The language with the highest sum over all samples; ties go to the first named."""
    if not heard:
        raise ValueError("nothing was heard to vote on")
    return max(heard[0], key=lambda language: sum(sample[language] for sample in heard))
