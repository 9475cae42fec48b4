"""Chinese in simplified characters, whatever script the model wrote. Pure.

Whisper has one language for both scripts and picks either by style, even in mid-sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from content.transcripts.engines.base import Word


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """The text in simplified characters; other scripts stay as they are."""
    simple: str = _converter().convert(text)
    return simple


def simplify_words(words: Sequence[Word]) -> tuple[Word, ...]:
    """Words whose texts, joined, are the simplified text of the words joined.

    Phrases decide how some characters are converted, so the whole is converted at once.
    """
    whole = "".join(word.text for word in words)
    simple = simplify(whole)
    if len(simple) != len(whole):
        return tuple(replace(word, text=simplify(word.text)) for word in words)
    converted, place = [], 0
    for word in words:
        converted.append(replace(word, text=simple[place : place + len(word.text)]))
        place += len(word.text)
    return tuple(converted)
