"""Recognises what a speech model makes up: loops, closing credits on silence, its own prompt. Pure.

The usual compression test is blind to Chinese, so loops are found in the characters themselves.
Sure speech is never touched: credits are dropped only where the model itself was in doubt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from content.transcripts.engines.base import Segment, Word

_LONGEST_UNIT = 40
_FEWEST_REPEATS = 4
_FEWEST_LOOPED_CHARACTERS = 12
_LOOPED_SHARE = 0.4
_LOOP = re.compile(rf"(.{{1,{_LONGEST_UNIT}}}?)\1{{{_FEWEST_REPEATS - 1},}}")

# What a prompt asks of a model that writes Chinese: style is contagious, the script and the marks.
CHINESE_STYLE = "以下是普通话的讲座，使用简体中文，并带有标点符号。"
_SHORTEST_ECHO = 8

# Both at once: what a model says of music and noise. Speech, even in a bad recording, has neither.
_NOBODY_SPEAKS = ((0.9, -0.4), (0.5, -0.9), (0.3, -1.6))
# Either: enough to doubt words that are known to be made up.
_DOUBTFUL_NO_SPEECH = 0.6
_DOUBTFUL_LOGPROB = -1.0

# What films and videos in the training data say where nobody speaks.
_BOILERPLATE = (
    "字幕由amara.org社区提供",
    "中文字幕志愿者",
    "请不吝点赞订阅转发打赏支持明镜与点点栏目",
    "谢谢观看",
    "谢谢大家观看",
    "感谢观看",
    "音乐播放中",
    "字幕志愿者",
    "thanks for watching",
    "thank you for watching",
    "subtitles by the amara.org community",
    "please subscribe to my channel",
    "music playing",
)


def essence(text: str) -> str:
    """The text without blanks, marks and case: what a repetition is recognised by."""
    return "".join(_essential(character) for character in unicodedata.normalize("NFKC", text))


def _essential(character: str) -> str:
    return character.casefold() if unicodedata.category(character)[0] in "LN" else ""


def looped_share(text: str) -> float:
    """The share of the text that is one phrase said four times or more in a row, from 0 to 1."""
    bare = essence(text)
    loop = _longest_loop(bare)
    return (loop[1] - loop[0]) / len(bare) if loop else 0.0


def is_loop(text: str) -> bool:
    """Whether a model is likely to have hung here. A few repeated words are ordinary speech."""
    return looped_share(text) >= _LOOPED_SHARE


def _longest_loop(bare: str) -> tuple[int, int, int] | None:
    """Begin, end and the length of the phrase, of the longest loop worth the name."""
    loops = [(m.start(), m.end(), len(m.group(1))) for m in _LOOP.finditer(bare)]
    longest = max(loops, key=lambda loop: loop[1] - loop[0], default=None)
    if longest is None or longest[1] - longest[0] < _FEWEST_LOOPED_CHARACTERS:
        return None
    return longest


def unlooped(segment: Segment) -> Segment:
    """The segment with a looping phrase said once; other segments unchanged."""
    if not segment.words:
        return segment
    loop = _longest_loop(essence("".join(word.text for word in segment.words)))
    if loop is None:
        return segment
    keep_until, begin_again = loop[0] + loop[2], loop[1]
    ends = list(accumulate(len(essence(word.text)) for word in segment.words))
    words = tuple(
        word
        for word, end in zip(segment.words, ends, strict=True)
        if end <= keep_until or end > begin_again
    )
    return _with_words(segment, words)


def _with_words(segment: Segment, words: tuple[Word, ...]) -> Segment:
    return replace(segment, words=words, text="".join(word.text for word in words))


def is_made_up(segment: Segment, prompt: str = "") -> bool:
    """Anything where the model doubted both that somebody spoke and its own words; credits or the
    prompt where it doubted either.

    A lecturer may well say the title that the prompt holds, so sure speech is kept; only the
    sentence that asks for a style is said by nobody.
    """
    said = essence(segment.text)
    if not said or _is_part_of(said, essence(CHINESE_STYLE)):
        return True
    if any(
        segment.no_speech_prob >= no_speech and segment.avg_logprob <= logprob
        for no_speech, logprob in _NOBODY_SPEAKS
    ):
        return True
    doubtful = (
        segment.no_speech_prob >= _DOUBTFUL_NO_SPEECH or segment.avg_logprob <= _DOUBTFUL_LOGPROB
    )
    return doubtful and (_is_part_of(said, essence(prompt)) or _is_boilerplate(said))


def _is_part_of(said: str, whole: str) -> bool:
    return len(said) >= _SHORTEST_ECHO and said in whole


def _is_boilerplate(said: str) -> bool:
    """Mostly a known phrase: a lecturer who thanks the audience within a sentence is kept."""
    known = [essence(phrase) for phrase in _BOILERPLATE]
    return any(phrase in said and len(phrase) * 2 > len(said) for phrase in known)


def believable(segments: Sequence[Segment], prompt: str = "") -> list[Segment]:
    """The segments without what was made up, loops said once."""
    return [unlooped(segment) for segment in segments if not is_made_up(segment, prompt)]
