"""Lines end where Chinese and Latin typesetting let them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.transcripts.line_breaking import (
    ends_sentence,
    fits,
    line_width,
    may_break,
    width,
    wrap,
)

texts = st.text(alphabet="建筑工业化质量，。！？（）《》 abcXYZ019.,%-", max_size=120)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("建筑工业化", "，而且"),
        ("他说（", "注）"),
        ("《", "规范》"),
        ("prefab", "ricated"),
        ("3", "层"),
        ("95", "%"),
        ("", "字"),
        ("字 ", "。"),
    ],
)
def test_no_line_ends_between(before: str, after: str) -> None:
    assert not may_break(before, after)


@pytest.mark.parametrize(
    ("before", "after"), [("建筑", "工业"), ("，", "而且"), ("the", " panel"), ("PDCA", "循环")]
)
def test_line_may_end_between(before: str, after: str) -> None:
    assert may_break(before, after)


@given(texts, st.sampled_from(["zh", "en"]))
def test_wrapping_keeps_every_character_but_blanks(text: str, language: str) -> None:
    lines = wrap(text, language)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= line_width(language) for line in lines)


@given(texts, st.sampled_from(["zh", "en"]))
def test_text_that_fits_takes_at_most_two_lines(text: str, language: str) -> None:
    joined = " ".join(text.split())
    if fits(joined, language):
        assert len(wrap(joined, language)) <= 2


@given(st.text(alphabet="建筑工业化质量，。！？（《》）", min_size=1, max_size=32))
def test_no_line_begins_with_a_closing_mark(text: str) -> None:
    lines = wrap(text, "zh")
    if fits(text, "zh"):
        assert all(line[0] not in "，。！？）》" for line in lines[1:])
        assert all(line[-1] not in "（《" for line in lines[:-1])


def test_line_breaks_after_punctuation_rather_than_in_the_exact_middle() -> None:
    assert wrap("装配式建筑的第一条规则很简单，构件出厂之前都要测量", "zh") == [
        "装配式建筑的第一条规则很简单，",
        "构件出厂之前都要测量",
    ]


@pytest.mark.parametrize("text", ["好。", "Yes.", "真的？”", "Done!)"])
def test_sentence_end_is_seen_behind_quotation_marks(text: str) -> None:
    assert ends_sentence(text)


def test_decimal_point_ends_no_sentence() -> None:
    assert not ends_sentence("3.")
