"""What a model makes up is recognised; what people say is kept."""

import pytest

from content.transcripts.engines.base import Segment, Word
from content.transcripts.hallucinations import (
    CHINESE_STYLE,
    believable,
    is_loop,
    is_made_up,
    looped_share,
    unlooped,
)


def said(text: str, *, avg_logprob: float = -0.2, no_speech_prob: float = 0.1) -> Segment:
    words = tuple(Word(n * 200, n * 200 + 200, piece, 0.9) for n, piece in enumerate(text))
    return Segment(0, len(text) * 200, text, words, avg_logprob, no_speech_prob, 1.2)


@pytest.mark.parametrize(
    "text",
    [
        "我们要提高质量" + "提高质量" * 6,
        "谢谢" * 20,
        "and then we go " * 8,
        "对，对，对，对，对，对，对，对，对，对，对，对，对",
    ],
)
def test_loop_is_found_in_either_script(text: str) -> None:
    assert is_loop(text)


@pytest.mark.parametrize(
    "text",
    [
        "ask not what your country can do for you, ask what you can do for your country",
        "是的，是的，我们说的是质量、进度、安全，安全、进度、质量。",
        "no, no, no, that joint has to be tested before the next floor begins",
        "",
    ],
)
def test_ordinary_repetition_is_no_loop(text: str) -> None:
    assert not is_loop(text)


def test_looping_phrase_is_said_once() -> None:
    kept = unlooped(said("首先提高质量提高质量提高质量提高质量提高质量然后验收"))
    assert kept.text == "首先提高质量然后验收"
    assert looped_share(kept.text) == 0


def test_credits_are_dropped_only_in_doubt() -> None:
    assert is_made_up(said("谢谢观看", no_speech_prob=0.9))
    assert is_made_up(said("字幕由Amara.org社区提供", avg_logprob=-1.4))
    assert not is_made_up(said("谢谢观看"))


def test_sentence_that_thanks_within_a_speech_is_kept_even_in_doubt() -> None:
    heard = said("最后再次感谢各位领导和同事到现场观看我们的示范项目谢谢观看", no_speech_prob=0.7)
    assert not is_made_up(heard)


def test_request_for_a_style_is_dropped_wherever_it_is_heard() -> None:
    assert is_made_up(said("以下是普通话的讲座，使用简体中文。"))
    assert not is_made_up(said("以下是第一点"))


def test_title_in_the_prompt_is_kept_when_it_is_surely_said() -> None:
    prompt = f"{CHINESE_STYLE}建筑工业化专题讲座、装配式建筑。"
    assert not is_made_up(said("建筑工业化专题讲座"), prompt)
    assert is_made_up(said("建筑工业化专题讲座", no_speech_prob=0.8), prompt)


def test_marks_alone_are_nothing_said() -> None:
    assert believable([said("……。"), said("质量")]) == [said("质量")]


def test_words_the_model_doubted_and_heard_nobody_say_are_not_kept() -> None:
    assert is_made_up(said(" you", no_speech_prob=0.71, avg_logprob=-0.94))
    assert is_made_up(said("我看不見了", no_speech_prob=0.71, avg_logprob=-2.2))
    assert not is_made_up(said("听得不太清楚的一句话", no_speech_prob=0.3, avg_logprob=-0.95))
    assert not is_made_up(said("谢谢大家", no_speech_prob=0.6, avg_logprob=-0.3))
