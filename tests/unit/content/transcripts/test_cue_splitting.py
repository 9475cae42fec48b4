"""Captions are readable, in order, and lose no word."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from content.transcripts.cue_splitting import LONGEST_MS, DraftCue, split_into_cues, words_of
from content.transcripts.engines.base import Segment, Word
from content.transcripts.line_breaking import fits, may_break


def segment(words: list[Word], text: str | None = None) -> Segment:
    return Segment(
        start_ms=words[0].start_ms if words else 0,
        end_ms=words[-1].end_ms if words else 0,
        text="".join(word.text for word in words) if text is None else text,
        words=tuple(words),
        avg_logprob=-0.2,
        no_speech_prob=0.1,
        compression_ratio=1.2,
    )


def spoken(pieces: list[str], *, each_ms: int = 300, start_ms: int = 0) -> list[Word]:
    return [
        Word(start_ms + n * each_ms, start_ms + (n + 1) * each_ms, piece, 0.9)
        for n, piece in enumerate(pieces)
    ]


def bare(text: str) -> str:
    return "".join(text.split())


words = st.lists(
    st.builds(
        Word,
        start_ms=st.integers(0, 90_000),
        end_ms=st.integers(0, 90_000),
        text=st.sampled_from(
            ["质量", "，", "。", " panel", " the", " factory.", "3", "层", "《", "规范", "》", "an"]
        ),
        probability=st.floats(0.01, 1),
    ),
    max_size=80,
)


@given(words, st.integers(1, 100_000), st.sampled_from(["zh", "en"]))
def test_cues_are_in_order_inside_the_recording_and_lose_no_word(
    heard: list[Word], duration_ms: int, language: str
) -> None:
    cues = split_into_cues([segment(heard)], language=language, duration_ms=duration_ms)
    assert bare("".join(cue.text for cue in cues)) == bare("".join(word.text for word in heard))
    assert all(0 <= cue.start_ms < cue.end_ms <= duration_ms for cue in cues)
    assert all(cue.end_ms - cue.start_ms <= LONGEST_MS for cue in cues)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(cues))


@given(st.lists(st.sampled_from(["质量", "，", "。", " the", " panel,", "1", "吨"]), max_size=90))
def test_cues_of_even_speech_fit_two_lines_and_part_no_word(pieces: list[str]) -> None:
    cues = split_into_cues([segment(spoken(pieces))], language="zh", duration_ms=60_000)
    assert all(fits(cue.text, "zh") for cue in cues)
    texts = ["".join(word.text for word in cue.words) for cue in cues]
    assert all(may_break(a, b) for a, b in pairwise(texts))


def test_caption_ends_with_the_sentence() -> None:
    pieces = [
        "Every",
        "panel",
        "is",
        "measured.",
        "Every",
        "joint",
        "is",
        "tested",
        "before",
        "the",
        "next",
        "floor",
        "begins.",
    ]
    cues = split_into_cues(
        [segment(spoken([f" {piece}" for piece in pieces], each_ms=500))],
        language="en",
        duration_ms=20_000,
    )
    assert [cue.text for cue in cues] == [
        "Every panel is measured.",
        "Every joint is tested before the next floor begins.",
    ]


def test_caption_never_spans_a_long_pause() -> None:
    heard = spoken([" before"]) + spoken([" after"], start_ms=3_000)
    cues = split_into_cues([segment(heard)], language="en", duration_ms=5_000)
    assert [cue.text for cue in cues] == ["before", "after"]


def test_short_caption_stays_on_the_screen_while_nobody_speaks() -> None:
    (cue,) = split_into_cues(
        [segment([Word(1_000, 1_200, "好", 0.9)])], language="zh", duration_ms=9_000
    )
    assert (cue.start_ms, cue.end_ms) == (1_000, 1_833)


def test_caption_ends_with_the_recording() -> None:
    (cue,) = split_into_cues(
        [segment([Word(4_900, 5_600, "好", 0.9)])], language="zh", duration_ms=5_000
    )
    assert (cue.start_ms, cue.end_ms) == (4_900, 5_000)


def test_text_without_word_times_is_spread_over_its_segment() -> None:
    plain = Segment(1_000, 3_000, "质量第一", (), -0.1, 0.1, 1.0)
    assert [(w.start_ms, w.end_ms, w.text) for w in words_of(plain)] == [
        (1_000, 1_500, "质"),
        (1_500, 2_000, "量"),
        (2_000, 2_500, "第"),
        (2_500, 3_000, "一"),
    ]


def test_nothing_heard_gives_no_captions() -> None:
    empty: list[DraftCue] = split_into_cues([], language="zh", duration_ms=1_000)
    assert empty == []
