"""Chunks hold all speech, none twice, none over 30 s."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from content.transcripts.chunk_plan import (
    Chunk,
    ChunkPlan,
    batch_ms,
    make_plan,
    sample_chunks,
    vote,
)
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
    plan = make_plan(speech, duration(speech))
    chunks = plan.chunks
    stretches = [stretch for chunk in chunks for stretch in chunk.stretches]
    assert all(
        any(s.start_ms <= region.start_ms and region.end_ms <= s.end_ms for s in stretches)
        for region in speech
    )
    assert plan.speech_ms == sum(region.duration_ms for region in speech)
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(stretches))
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


@given(regions())
def test_there_are_no_more_chunks_than_filling_each_to_the_brim_would_make(
    speech: list[AudioChunk],
) -> None:
    held, count = LONGEST_CHUNK_MS, 0
    for region in speech:
        held += region.duration_ms
        if held > LONGEST_CHUNK_MS:
            held, count = region.duration_ms, count + 1
    assert len(make_plan(speech, duration(speech)).chunks) == count


def test_silence_between_is_left_out_and_regions_that_touch_are_one() -> None:
    regions = [AudioChunk(0, 2_000), AudioChunk(2_000, 3_000), AudioChunk(60_000, 61_000)]
    (chunk,) = make_plan(regions, 90_000).chunks
    assert chunk == Chunk((AudioChunk(0, 3_000), AudioChunk(60_000, 61_000)))
    assert (chunk.start_ms, chunk.end_ms, chunk.duration_ms) == (0, 61_000, 4_000)


def test_cuts_fall_at_the_longest_pauses() -> None:
    speech = [
        AudioChunk(0, 10_000),
        AudioChunk(11_000, 20_000),
        AudioChunk(20_100, 29_000),
        AudioChunk(29_200, 40_000),
    ]
    first, second = make_plan(speech, 40_000).chunks
    assert (first.end_ms, second.start_ms) == (10_000, 11_000)


@given(regions(), st.data())
def test_what_is_heard_lies_in_one_stretch_of_its_chunk(
    speech: list[AudioChunk], data: st.DataObject
) -> None:
    for chunk in make_plan(speech, duration(speech)).chunks:
        start = data.draw(st.integers(0, chunk.duration_ms + 500))
        end = data.draw(st.integers(start, chunk.duration_ms + 900))
        start_ms, end_ms = chunk.place(start, end)
        assert start_ms <= end_ms
        assert any(s.start_ms <= start_ms and end_ms <= s.end_ms for s in chunk.stretches)


def test_word_over_a_seam_goes_where_most_of_it_was_heard() -> None:
    chunk = Chunk((AudioChunk(1_000, 3_000), AudioChunk(9_000, 12_000)))
    assert chunk.place(500, 900) == (1_500, 1_900)
    assert chunk.place(1_900, 2_600) == (9_000, 9_600)
    assert chunk.place(1_300, 2_100) == (2_300, 3_000)
    assert chunk.place(4_900, 5_400) == (11_900, 12_000)


def test_recording_without_speech_has_an_empty_plan() -> None:
    plan = make_plan([], 60_000)
    assert (plan.batches, plan.speech_ms, sample_chunks(plan)) == ((), 0, [])


def test_language_is_asked_of_chunks_from_all_over_the_recording() -> None:
    plan = make_plan([AudioChunk(n * 40_000, n * 40_000 + 20_000) for n in range(30)], 1_200_000)
    assert [chunk.start_ms // 40_000 for chunk in sample_chunks(plan)] == [5, 15, 25]


def test_vote_is_won_by_the_surer_language_not_by_the_first_chunk() -> None:
    assert vote([{"zh": 0.4, "en": 0.5}, {"zh": 0.9, "en": 0.1}, {"zh": 0.8, "en": 0.1}]) == "zh"
