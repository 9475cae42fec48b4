"""Pauses become marks where a model wrote none."""

from content.transcripts.engines.base import Word
from content.transcripts.punctuation import punctuate


def heard(*pieces: tuple[str, int]) -> list[Word]:
    words, now = [], 0
    for text, pause_ms in pieces:
        words.append(Word(now, now + 300, text, 0.9))
        now += 300 + pause_ms
    return words


def text_of(words: tuple[Word, ...]) -> str:
    return "".join(word.text for word in words)


def test_pauses_in_unpunctuated_chinese_become_marks() -> None:
    words = heard(("先看", 0), ("图纸", 400), ("再看", 0), ("现场", 900), ("最后", 0), ("验收", 0))
    assert text_of(punctuate(words)) == "先看图纸，再看现场。最后验收"


def test_text_with_marks_is_left_alone() -> None:
    words = heard(("先看，", 0), ("图纸", 900), ("验收。", 0))
    assert punctuate(words) == tuple(words)


def test_english_is_left_alone() -> None:
    words = heard((" look", 900), (" here", 0))
    assert punctuate(words) == tuple(words)


def test_no_mark_comes_between_a_number_and_its_unit() -> None:
    assert text_of(punctuate(heard(("共有", 0), ("3", 800), ("层", 0)))) == "共有3层"
