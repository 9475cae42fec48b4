"""Syllables of characters, and of what is typed."""

from hypothesis import given
from hypothesis import strategies as st

from search.pinyin import is_syllable, syllables, typed_readings


def test_each_character_has_one_toneless_syllable() -> None:
    assert list(syllables("装配式绿")) == ["zhuang", "pei", "shi", "lv"]


def test_typed_letters_are_cut_into_syllables_fewest_first() -> None:
    assert typed_readings("zhuangpeishi")[0] == ("zhuang", "pei", "shi")
    assert set(typed_readings("fangan")) == {("fang", "an"), ("fan", "gan")}
    assert typed_readings("xian") == (("xi", "an"),)


def test_english_words_are_seldom_pinyin() -> None:
    for word in ("construction", "prefabricated", "building", "quality", "concrete", "slab"):
        assert typed_readings(word) == ()


def test_both_spellings_of_an_umlaut_are_one_syllable() -> None:
    assert typed_readings("celue")[0] == typed_readings("celve")[0] == ("ce", "lve")
    assert is_syllable("lue")


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=60))
def test_readings_spell_what_was_typed(letters: str) -> None:
    for reading in typed_readings(letters):
        spelt = "".join(reading).replace("lve", "lue").replace("nve", "nue")
        assert spelt == letters.replace("lve", "lue").replace("nve", "nue")
        assert len(reading) > 1


@given(st.text(max_size=40))
def test_any_run_has_as_many_syllables_as_characters(run: str) -> None:
    assert len(syllables(run)) == len(run)
