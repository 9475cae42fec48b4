"""Chunks hold all speech, none twice, none over 30 s."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from content.transcripts.chunk_plan import ChunkPlan, batch_ms, make_plan, sample_chunks, vote
from content.transcripts.engines.base import LONGEST_CHUNK_MS, AudioChunk


@st.composite
def regions(draw: st.DrawFn) -> list[AudioChunk]:
    spans = draw(
        st.lists(st.tuples(st.integers(0, 12_000), st.integers(1, LONGEST_CHUNK_MS)), max_size=60)
    )
    found, now = [], 0
    for silence, speech in spans:
        found.append(AudioChunk(now + silence, now + silence + speech))
        now += silence + speech
    return found


def duration(speech: list[AudioChunk]) -> int:
    return speech[-1].end_ms if speech else 5_000


@given(regions())
def test_chunks_cover_all_speech_in_order_without_overlap(speech: list[AudioChunk]) -> None:
    chunks = make_plan(speech, duration(speech)).chunks
    assert all(
        any(c.start_ms <= region.start_ms and region.end_ms <= c.end_ms for c in chunks)
        for region in speech
    )
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(chunks))
    assert all(chunk.duration_ms <= LONGEST_CHUNK_MS for chunk in chunks)
    assert all(chunk.end_ms <= duration(speech) for chunk in chunks)


@given(regions(), st.integers(1, 16))
def test_batches_hold_each_chunk_once_and_are_about_equal(
    speech: list[AudioChunk], size: int
) -> None:
    plan = make_plan(speech, duration(speech), size)
    sizes = [len(batch) for batch in plan.batches]
    assert sum(sizes) == len(plan.chunks)
    assert all(1 <= count <= size for count in sizes)
    assert not sizes or max(sizes) - min(sizes) <= 1
    assert plan.speech_ms == sum(batch_ms(batch) for batch in plan.batches)


@given(regions())
def test_plan_survives_being_stored(speech: list[AudioChunk]) -> None:
    plan = make_plan(speech, duration(speech))
    assert ChunkPlan.from_lists(plan.duration_ms, plan.as_lists()) == plan


def test_long_silence_starts_a_new_chunk() -> None:
    plan = make_plan([AudioChunk(0, 2_000), AudioChunk(8_000, 9_000)], 10_000)
    assert plan.chunks == (AudioChunk(0, 2_000), AudioChunk(8_000, 9_000))


def test_recording_without_speech_has_an_empty_plan() -> None:
    plan = make_plan([], 60_000)
    assert (plan.batches, plan.speech_ms, sample_chunks(plan)) == ((), 0, [])


def test_language_is_asked_of_chunks_from_all_over_the_recording() -> None:
    plan = make_plan([AudioChunk(n * 40_000, n * 40_000 + 20_000) for n in range(30)], 1_200_000)
    assert [chunk.start_ms // 40_000 for chunk in sample_chunks(plan)] == [5, 15, 25]


def test_vote_is_won_by_the_surer_language_not_by_the_first_chunk() -> None:
    assert vote([{"zh": 0.4, "en": 0.5}, {"zh": 0.9, "en": 0.1}, {"zh": 0.8, "en": 0.1}]) == "zh"
