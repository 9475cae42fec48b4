"""Chinese comes out in one script."""

from hypothesis import given
from hypothesis import strategies as st

from content.transcripts.engines.base import Word
from content.transcripts.simplified import simplify, simplify_words


def test_traditional_characters_become_simplified() -> None:
    assert simplify("廣州市房地產中介協會 BIM") == "广州市房地产中介协会 BIM"


def test_a_phrase_decides_how_its_characters_are_written_across_words() -> None:
    words = [Word(0, 1, "乾", 0.9), Word(1, 2, "隆", 0.9), Word(2, 3, "曬乾", 0.9)]
    assert [word.text for word in simplify_words(words)] == ["乾", "隆", "晒干"]


@given(st.lists(st.text(alphabet="廣東質量檢驗乾坤后後裡里ABC ", max_size=4), max_size=12))
def test_words_joined_are_the_text_simplified(texts: list[str]) -> None:
    words = [Word(n, n + 1, text, 0.5) for n, text in enumerate(texts)]
    assert "".join(word.text for word in simplify_words(words)) == simplify("".join(texts))
