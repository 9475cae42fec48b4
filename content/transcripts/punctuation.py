"""Puts marks into Chinese text that a model wrote without any, where the speaker paused. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from content.transcripts.engines.base import Word
from content.transcripts.line_breaking import CLAUSE_ENDS, SENTENCE_ENDS, is_wide, may_break

_SENTENCE_PAUSE_MS = 700
_CLAUSE_PAUSE_MS = 250

# Fewer marks than one in so many characters is no punctuation worth the name.
_CHARACTERS_PER_MARK = 40


def punctuate(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words with 。 and ， at the pauses, if they are Chinese and hardly have marks."""
    text = "".join(word.text for word in words)
    marks = sum(character in SENTENCE_ENDS + CLAUSE_ENDS for character in text)
    wide = sum(map(is_wide, text)) - marks
    if wide * 2 < len(text) or marks * _CHARACTERS_PER_MARK >= wide:
        return tuple(words)
    marked = [replace(word, text=word.text + _mark(word, after)) for word, after in pairwise(words)]
    return (*marked, *words[-1:])


def _mark(word: Word, after: Word) -> str:
    """The mark that the pause between two words asks for, if the place bears one."""
    last = word.text.rstrip()[-1:]
    if not last or last in SENTENCE_ENDS + CLAUSE_ENDS or not may_break(word.text, after.text):
        return ""
    pause = after.start_ms - word.end_ms
    if pause > _SENTENCE_PAUSE_MS:
        return "。"
    return "，" if pause > _CLAUSE_PAUSE_MS else ""
