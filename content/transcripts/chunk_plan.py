"""Which stretches of a recording are decoded together, decided once and stored. Pure.

Every chunk costs a model the same, however full it is: so speech is packed close, the silence
between left out, into as few chunks as can be, and the cuts fall where the speaker paused longest.

Because the plan is made before the first word is decoded, a transcription can say how much is
done, stop, and go on elsewhere with the same result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from content.transcripts.engines.base import LONGEST_CHUNK_MS, AudioChunk

BATCH_SIZE = 8

# A cut at a pause this long harms nothing; one inside a sentence costs a word.
_FULL_PAUSE_MS = 800
_NEEDLESS_CUT = 1_000_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is decoded as one: stretches of a recording, in order and apart, joined end to end."""

    stretches: tuple[AudioChunk, ...]

    @property
    def start_ms(self) -> int:
        return self.stretches[0].start_ms

    @property
    def end_ms(self) -> int:
        return self.stretches[-1].end_ms

    @property
    def duration_ms(self) -> int:
        """How much sound there is to decode; less than from start to end."""
        return sum(stretch.duration_ms for stretch in self.stretches)

    def place(self, start_ms: int, end_ms: int) -> tuple[int, int]:
        """Where in the recording lies what was heard at this time of the joined sound.

        It lies within one stretch, that of its middle: no word lasts through a silence left out.
        """
        middle = (start_ms + end_ms) // 2
        before = 0
        for stretch in self.stretches:
            if middle < before + stretch.duration_ms or stretch is self.stretches[-1]:
                break
            before += stretch.duration_ms
        shift = stretch.start_ms - before

        def inside(time_ms: int) -> int:
            return min(max(time_ms + shift, stretch.start_ms), stretch.end_ms)

        return inside(start_ms), inside(end_ms)

    def as_list(self) -> list[list[int]]:
        return [[stretch.start_ms, stretch.end_ms] for stretch in self.stretches]

    @classmethod
    def from_list(cls, stretches: Iterable[Sequence[int]]) -> Chunk:
        return cls(tuple(AudioChunk(start, end) for start, end in stretches))


@dataclass(frozen=True, slots=True)
class ChunkPlan:
    """Batches of chunks in the order of time; empty when nobody speaks."""

    duration_ms: int
    batches: tuple[tuple[Chunk, ...], ...]

    @property
    def chunks(self) -> tuple[Chunk, ...]:
        return tuple(chunk for batch in self.batches for chunk in batch)

    @property
    def speech_ms(self) -> int:
        """How much there is to decode: what progress is counted in."""
        return batch_ms(self.chunks)

    def as_lists(self) -> list[list[list[list[int]]]]:
        return [[chunk.as_list() for chunk in batch] for batch in self.batches]

    @classmethod
    def from_lists(
        cls, duration_ms: int, batches: Iterable[Iterable[Iterable[Sequence[int]]]]
    ) -> ChunkPlan:
        return cls(duration_ms, tuple(tuple(map(Chunk.from_list, batch)) for batch in batches))


def make_plan(
    regions: Iterable[AudioChunk], duration_ms: int, batch_size: int = BATCH_SIZE
) -> ChunkPlan:
    """Gather speech regions (in order, apart, none over 30 s) into chunks and batches."""
    return ChunkPlan(duration_ms, _batches(_chunks(list(regions)), batch_size))


def _chunks(regions: Sequence[AudioChunk]) -> list[Chunk]:
    """The fewest chunks of at most 30 s, and of all such ways the one that cuts at long pauses."""
    costs, cuts = [0], [0]
    for end in range(1, len(regions) + 1):
        cost, cut = min(_ways_to_end(regions, end, costs))
        costs.append(cost)
        cuts.append(cut)
    chunks, end = [], len(regions)
    while end:
        chunks.append(Chunk(_joined(regions[cuts[end] : end])))
        end = cuts[end]
    return chunks[::-1]


def _ways_to_end(
    regions: Sequence[AudioChunk], end: int, costs: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """The cost of each chunk that could end here, with the number of its first region."""
    held_ms = 0
    for first in range(end - 1, -1, -1):
        held_ms += regions[first].duration_ms
        if held_ms > LONGEST_CHUNK_MS and first < end - 1:
            return
        pause_ms = regions[first].start_ms - regions[first - 1].end_ms if first else _FULL_PAUSE_MS
        harm = max(0, _FULL_PAUSE_MS - pause_ms)
        yield costs[first] + _NEEDLESS_CUT + harm, first


def _joined(regions: Sequence[AudioChunk]) -> tuple[AudioChunk, ...]:
    """Regions that touch each other become one stretch."""
    stretches: list[AudioChunk] = []
    for region in regions:
        if stretches and stretches[-1].end_ms == region.start_ms:
            stretches[-1] = AudioChunk(stretches[-1].start_ms, region.end_ms)
        else:
            stretches.append(region)
    return tuple(stretches)


def _batches(chunks: Sequence[Chunk], size: int) -> tuple[tuple[Chunk, ...], ...]:
    """As few batches as their size allows, all about equally large."""
    count = -(-len(chunks) // size)
    edges = [len(chunks) * index // count for index in range(count + 1)] if count else []
    return tuple(tuple(chunks[first:last]) for first, last in pairwise(edges))


def batch_ms(batch: Iterable[Chunk]) -> int:
    return sum(chunk.duration_ms for chunk in batch)


def sample_chunks(plan: ChunkPlan, count: int = 3) -> list[Chunk]:
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
