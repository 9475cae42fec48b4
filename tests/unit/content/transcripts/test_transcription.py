"""The prompt stays short, and finished captions are in one script."""

from hypothesis import given
from hypothesis import strategies as st

from content.transcripts.engines.base import Segment, Word
from content.transcripts.hallucinations import CHINESE_STYLE
from content.transcripts.transcription import finish, make_prompt


def test_prompt_names_the_title_and_the_terms_once() -> None:
    assert make_prompt("zh", "工业化讲座", ["预制", "套筒", "预制"]) == (
        CHINESE_STYLE + "工业化讲座、预制、套筒。"
    )
    assert make_prompt("en", "Industrialization", ["PC panel"]) == "Industrialization, PC panel."


def test_prompt_without_words_is_style_alone() -> None:
    assert make_prompt("zh") == CHINESE_STYLE
    assert make_prompt("en") == ""


@given(st.text(max_size=300), st.lists(st.text(max_size=60)), st.sampled_from(["zh", "en"]))
def test_prompt_never_fills_the_model_s_memory(title: str, terms: list[str], language: str) -> None:
    assert len(make_prompt(language, title, terms)) <= {"zh": 120, "en": 400}[language]


def heard(*pieces: str) -> Segment:
    words = tuple(Word(n * 400, n * 400 + 400, piece, 0.8) for n, piece in enumerate(pieces))
    return Segment(0, len(words) * 400, "".join(pieces), words, -0.2, 0.1, 1.1)


def test_captions_are_simplified_and_keep_what_was_heard() -> None:
    (cue,) = finish([heard("廣州市", "質量", "協會")], language="zh", duration_ms=5_000)
    assert (cue.text, cue.raw_text) == ("广州市质量协会", "廣州市質量協會")
    assert [word[2] for word in cue.words] == ["广州市", "质量", "协会"]
    assert cue.confidence == 0.8


def test_english_captions_are_left_as_heard() -> None:
    (cue,) = finish([heard(" The", " panel.")], language="en", duration_ms=5_000)
    assert cue.text == cue.raw_text == "The panel."


def test_chinese_within_an_english_lecture_is_simplified_as_well() -> None:
    (cue,) = finish([heard(" It", " means", " 質量", " first.")], language="en", duration_ms=5_000)
    assert (cue.text, cue.raw_text) == ("It means 质量 first.", "It means 質量 first.")
