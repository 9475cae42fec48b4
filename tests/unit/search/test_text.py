"""The analyser: every token in one normal form, each in its place in the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import text as analyser
from search.text import Token, index_tokens, normalise, storable, tokens

ANY_TEXT = st.text() | st.text(
    alphabet=st.sampled_from(
        "装裝配式双雙T板 \n，。ﬁ①㎡é\u0301\u1100\u1161\u00a0aB9.,'-İßǅ\u200d\ud800\x00𠮷한가ーア々"
    )
)


def test_a_run_of_characters_gives_singles_pairs_and_sounds() -> None:
    assert index_tokens("装配式") == ["装", "配", "式", "装配", "配式", "zhuang_pei", "pei_shi"]


def test_traditional_and_full_width_characters_are_the_same_words() -> None:
    assert index_tokens("裝配式ＢＩＭ") == index_tokens("装配式bim")


def test_words_have_a_stem_and_their_own_spelling() -> None:
    assert index_tokens("Prefabricated") == ["prefabr", "prefabricated_"]
    assert index_tokens("prefabrication")[0] == "prefabr"


def test_neighbouring_words_are_kept_as_a_pair() -> None:
    assert "steel.structur" in index_tokens("steel structures")
    assert "steel.structur" not in index_tokens("steel. Structures")


def test_numbers_lose_their_commas_and_keep_their_point() -> None:
    assert index_tokens("7,611,900") == ["7611900"]
    assert index_tokens("28.51%") == ["28.51", "28.51%"]


def test_accents_are_put_aside() -> None:
    assert index_tokens("Café") == index_tokens("cafe\u0301") == ["cafe", "cafe_"]


@pytest.mark.parametrize("written", ["双T板", "双 T 板", "雙t板", "双-T-板"])
def test_a_letter_between_characters_is_one_word_with_them(written: str) -> None:
    assert {"双t", "t板"} <= set(index_tokens(written))


def test_a_caption_that_breaks_a_word_still_holds_it() -> None:
    assert "配式" in index_tokens("讲装配\n式建筑")
    assert "配式" not in index_tokens("讲装配。式建筑")


def test_a_word_over_the_border_belongs_to_the_side_on_which_it_begins() -> None:
    assert "装配" in index_tokens("今天讲装", following="配式建筑")
    assert "配式" not in index_tokens("今天讲装", following="配式建筑")
    assert "讲配" not in index_tokens("今天讲。", following="配式建筑")
    assert "装配" not in index_tokens("今天讲装")


def test_a_character_is_read_as_its_word_says() -> None:
    assert "chong_xin" in index_tokens("重新")
    assert "yin_hang" in index_tokens("银行")
    assert "zhong_liang" in index_tokens("重量")


def test_offsets_point_into_the_original_though_its_length_changes() -> None:
    original = "ﬁ㎡裝e\u0301配"
    found = {token.text: (token.start, token.end) for token in tokens(original)}
    assert found["fim2装"] == (0, 3)
    assert found["装"] == (2, 3)
    assert found["e"] == (3, 5)
    assert found["配"] == (5, 6)


def test_tokens_and_index_tokens_are_the_same_set() -> None:
    original = "裝配式建築的雙T板，prefabricated walls 28.51%"
    assert {token.text for token in tokens(original)} == set(index_tokens(original))


def test_nearly_all_text_keeps_its_places() -> None:
    assert normalise("裝配式，雙Ｔ板。") == ("装配式,双t板。", None)


@given(ANY_TEXT)
def test_any_text_has_tokens_inside_it(original: str) -> None:
    for token in tokens(original):
        assert isinstance(token, Token)
        assert 0 <= token.start < token.end <= len(original)


@given(ANY_TEXT, ANY_TEXT)
def test_no_token_can_break_an_engine(original: str, following: str) -> None:
    for token in index_tokens(original, following):
        assert token
        assert not any(char.isspace() or char in "\"'\\\x00" for char in token)
        assert len(token) <= 2 * analyser.LONGEST_TOKEN + 1
        token.encode()


@given(ANY_TEXT)
def test_what_is_stored_has_the_same_length_and_can_be_encoded(original: str) -> None:
    assert len(storable(original)) == len(original)
    storable(original).encode()


@given(st.text(alphabet="装配式建筑板abc ，", max_size=30))
def test_a_part_is_found_in_the_whole(part: str) -> None:
    whole = set(index_tokens(f"前面，{part}，后面"))
    assert set(index_tokens(part)) <= whole


@given(ANY_TEXT, st.data())
def test_wanted_tokens_lie_where_all_tokens_do(original: str, data: st.DataObject) -> None:
    every = tokens(original)
    present = sorted({token.text for token in every})
    choice = st.lists(st.sampled_from([*present, "配式", "装", "gb50300", "peng_shi"]))
    wanted = data.draw(choice)
    expected: dict[str, list[tuple[int, int]]] = {}
    for token in every:
        if token.text in wanted:
            expected.setdefault(token.text, []).append((token.start, token.end))
    found = analyser.places_of(original, wanted, with_sounds=True)
    assert {token: sorted(places) for token, places in expected.items()} == found
