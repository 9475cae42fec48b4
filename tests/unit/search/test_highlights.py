"""Which characters are marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlights import highlight_spans, landing, marks_of_terms
from search.query import SearchQuery
from search.query_analysis import analyse


def marked(text: str, words: str) -> list[str]:
    spans = highlight_spans(text, analyse(SearchQuery(words)))
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("今天讲装配式建筑。", "裝配式", ["装配式"]),
        ("今天講裝配式建築。", "装配式建筑", ["裝配式建築"]),
        ("今天讲装配式建筑。", "zhuangpeishi", ["装配式"]),
        ("walls were prefabricated here", "prefabrication", ["prefabricated"]),
        ("Steel structures, concrete", "steel structure", ["Steel structures"]),
        ("嘉兴的双 T 板", "双T板", ["双 T 板"]),
        ("同比增长28.51%", "28.51", ["28.51"]),
        ("面积㎡很大", "面积", ["面积"]),
        ("没有", "装配", []),
    ],
)
def test_what_was_asked_for_is_marked_as_it_was_written(
    text: str, words: str, expected: list[str]
) -> None:
    assert marked(text, words) == expected


def test_what_only_sounds_alike_is_marked_only_where_the_word_is_missing() -> None:
    assert marked("直梁和质量", "质量") == ["质量"]
    assert marked("直梁管理", "质量") == ["直梁"]


def test_the_beginning_of_a_word_that_the_next_moment_ends_is_marked() -> None:
    assert marked("这里正在讲装", "装配式") == ["装"]


def test_half_a_synonym_is_not_marked_beside_the_word_itself() -> None:
    query = analyse(SearchQuery("装配式", synonyms=(("装配式", "工厂预制"),)))
    text = "装配式的构件由工厂做。"
    assert [text[start:end] for start, end in highlight_spans(text, query)] == ["装配式"]
    whole = "工厂预制的构件。"
    assert [whole[start:end] for start, end in highlight_spans(whole, query)] == ["工厂预制"]


def test_a_jump_lands_in_the_cue_that_holds_most_of_what_was_asked_for() -> None:
    text = "电梯的载重要选好。费用怎么分摊呢？一楼不出钱。"
    marks = marks_of_terms(text, analyse(SearchQuery("电梯一楼要不要出钱")))
    assert landing(marks, [0, 9, 17]) == 2


def test_what_every_cue_says_does_not_draw_the_jump() -> None:
    text = "混凝土要养护。混凝土要抽检。混凝土的试块留三组。"
    assert landing(marks_of_terms(text, analyse(SearchQuery("混凝土试块"))), [0, 7, 14]) == 2


def test_the_earliest_of_equal_cues_is_jumped_to() -> None:
    text = "吊篮先验收。吊篮再使用。"
    assert landing(marks_of_terms(text, analyse(SearchQuery("吊篮"))), [0, 6]) == 0


def test_a_moment_without_a_mark_says_no_cue() -> None:
    assert landing([[]], [0, 6]) is None


@given(st.text(max_size=80), st.text(max_size=20))
def test_marks_lie_inside_the_text_in_order_and_apart(text: str, words: str) -> None:
    last = 0
    for start, end in highlight_spans(text, analyse(SearchQuery(words + text[:10]))):
        assert last <= start < end <= len(text)
        last = end
