"""Voice probabilities become stretches of speech."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from content.transcripts.engines.base import LONGEST_CHUNK_MS, AudioChunk
from content.transcripts.speech import WINDOW_MS, speech_regions


def heard(*stretches: tuple[int, float]) -> list[float]:
    return [value for count, value in stretches for _ in range(count)]


@given(
    st.lists(
        st.tuples(st.integers(1, 1_500), st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.99])), max_size=12
    ),
    st.integers(0, WINDOW_MS - 1),
)
def test_regions_are_in_order_apart_and_within_the_recording(
    stretches: list[tuple[int, float]], missing_ms: int
) -> None:
    probabilities = heard(*stretches)
    duration_ms = max(0, len(probabilities) * WINDOW_MS - missing_ms)
    regions = speech_regions(probabilities, duration_ms)
    assert all(region.duration_ms <= LONGEST_CHUNK_MS for region in regions)
    assert all(region.end_ms <= duration_ms for region in regions)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(regions))


@given(st.lists(st.booleans(), max_size=400))
def test_every_sure_voice_of_some_length_lies_in_a_region(voices: list[bool]) -> None:
    probabilities = [0.9 if voice else 0.05 for voice in voices for _ in range(4)]
    regions = speech_regions(probabilities, len(probabilities) * WINDOW_MS)
    for index, probability in enumerate(probabilities):
        if probability > 0.5:
            time_ms = index * WINDOW_MS
            assert any(r.start_ms <= time_ms and time_ms + WINDOW_MS <= r.end_ms for r in regions)


def test_silence_has_no_regions() -> None:
    assert speech_regions(heard((1_000, 0.1)), 32_000) == []


def test_click_is_no_speech() -> None:
    assert speech_regions(heard((100, 0.0), (2, 0.9), (100, 0.0)), 6_464) == []


def test_region_gets_some_of_the_silence_around_it() -> None:
    assert speech_regions(heard((50, 0.0), (50, 0.9), (50, 0.0)), 4_800) == [
        AudioChunk(1_200, 3_600)
    ]


def test_speech_without_a_pause_is_cut_where_a_voice_is_least_probable() -> None:
    probabilities = heard((700, 0.9), (1, 0.4), (799, 0.9))
    first, second = speech_regions(probabilities, 48_000)
    assert first.end_ms == second.start_ms == 700 * WINDOW_MS
