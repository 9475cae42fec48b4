"""From what is typed to what is looked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import AnalysedQuery, Clause, SearchQuery
from search.query_analysis import MOST_CLAUSES, MOST_TERMS, analyse, least
from search.text import index_tokens


def looked_for(text: str, *synonyms: tuple[str, ...]) -> AnalysedQuery:
    return analyse(SearchQuery(text, synonyms=synonyms))


def words(clause: Clause) -> list[str]:
    return [term.variants[0].token for term in clause.terms]


def test_a_word_asks_for_all_its_pairs_or_their_sounds() -> None:
    (clause,) = looked_for("裝配式").clauses
    assert words(clause) == ["装配", "配式"]
    assert clause.minimum == 2
    assert [variant.token for variant in clause.terms[0].variants] == ["装配", "zhuang_pei"]
    assert clause.terms[0].variants[1].weight < clause.terms[0].variants[0].weight


def test_typed_pinyin_is_read_both_ways() -> None:
    letters, sound, *_others = looked_for("zhuangpeishi").clauses
    assert words(letters) == ["zhuangpeishi_"]
    assert words(sound) == ["zhuang_pei", "pei_shi"]
    assert sound.minimum == 2


def test_syllables_typed_apart_are_one_word() -> None:
    assert ["zhuang_pei", "pei_shi"] in [
        words(each) for each in looked_for("zhuang pei shi").clauses
    ]


@pytest.mark.parametrize("typed", ["双T板", "雙t板", "双 T 板", "什么是双T板？", "请问双T板"])
def test_a_letter_is_looked_for_with_its_neighbours(typed: str) -> None:
    assert words(looked_for(typed).clauses[0]) == ["双t", "t板"]


@pytest.mark.parametrize("typed", ["A'板", "é板", "E'é'板", "板'a", "板1,000"])
def test_a_query_asks_for_tokens_as_they_are_indexed(typed: str) -> None:
    written = set(index_tokens(typed))
    assert looked_for(typed).clauses[0].terms[0].variants[0].token in written


def test_a_question_is_cut_down_to_what_it_is_about() -> None:
    (clause,) = looked_for("装配式建筑的优势是什么").clauses
    assert words(clause) == ["装配", "配式", "式建", "建筑", "优势"]
    assert clause.minimum == 2


@pytest.mark.parametrize("word", ["目的", "了解", "总和", "怎么", "什么", "存在", "所有", "how"])
def test_a_short_word_is_never_cut_away(word: str) -> None:
    assert looked_for(word).clauses


def test_a_single_character_is_looked_for_by_itself() -> None:
    (clause,) = looked_for("板").clauses
    assert words(clause) == ["板"]


def test_a_glossary_word_adds_a_reading_for_each_that_means_the_same() -> None:
    clauses = looked_for("QCC活动", ("QCC", "品管圈")).clauses
    assert [words(clause)[0] for clause in clauses] == ["qcc_", "品管"]
    assert clauses[1].weight < clauses[0].weight


def test_a_glossary_word_within_another_word_is_left_alone() -> None:
    assert len(looked_for("bims", ("BIM", "建筑信息模型")).clauses) == 1


def test_fewer_words_of_a_question_need_be_found_than_of_a_phrase() -> None:
    assert [least(count) for count in (1, 2, 3, 4, 6, 10)] == [1, 2, 2, 3, 4, 5]
    assert [least(count, asks=True) for count in (1, 2, 3, 6, 9)] == [1, 2, 2, 2, 3]


@given(st.text(max_size=300))
def test_anything_typed_can_be_asked(text: str) -> None:
    query = looked_for(text, ("QCC", "品管圈"), ("", "装"))
    assert len(query.clauses) <= MOST_CLAUSES
    for clause in query.clauses:
        assert 1 <= clause.minimum <= len(clause.terms) <= MOST_TERMS


def test_a_long_query_asks_for_its_words_and_is_lifted_by_their_neighbourhood() -> None:
    (clause,) = looked_for("海宁装配式讲座").clauses
    assert [term.variants[0].token for term in clause.asked] == ["海宁", "装配", "配式", "讲座"]
    assert [term.variants[0].token for term in clause.lifting] == ["宁装", "式讲"]
    assert clause.minimum == least(4)


def test_a_number_in_characters_is_also_looked_for_in_digits() -> None:
    written, digits = looked_for("第十一条").clauses
    assert words(written) == ["第十", "十一", "一条"]
    assert {"第11", "11", "11条"} <= set(words(digits))
    assert digits.weight < written.weight


def test_a_code_is_looked_for_joined_and_apart() -> None:
    (clause,) = looked_for("GB 50300").clauses
    assert words(clause) == ["gb_", "50300", "gb50300"]
    assert clause.minimum == 2


@pytest.mark.parametrize("asked", ["评标的时候", "招标的条件", "中标的单位"])
def test_what_is_bid_for_is_no_part_of_a_word_that_asks(asked: str) -> None:
    (clause,) = looked_for(asked).clauses
    assert not any("标的" in term.variants[0].token for term in clause.terms)


def test_words_typed_apart_in_pinyin_are_lifted_where_they_join() -> None:
    clauses = looked_for("fangshui juancai").clauses
    lifting = [term.variants[0].token for clause in clauses for term in clause.lifting]
    assert "shui_juan" in lifting
