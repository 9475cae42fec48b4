"""Text as a machine mishears it: some of its characters replaced by others that sound the same.

Deterministic: the same text, share and seed give the same mistakes. Tones are ignored, as a
transcript's mistakes ignore them; only the 3 755 commonest characters take another's place.
"""

import random
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from search.pinyin import syllables

COMMON_ROWS = range(0xB0, 0xD8)
"""The rows of GB 2312 that hold its first level, the common characters."""


def corrupted(text: str, share: float, *, seed: int = 1) -> str:
    """`share` (0–1) of the characters that have a homophone, each replaced by one of these."""
    chance = random.Random(f"{seed} {share} {text}")
    found = list(text)
    able = [at for at, character in enumerate(text) if _others(character)]
    for at in chance.sample(able, round(len(able) * share)):
        found[at] = chance.choice(_others(text[at]))
    return "".join(found)


def misheard(thing: Mapping[str, Any], share: float) -> dict[str, Any]:
    """A line of the corpus, all that is said and written in it corrupted, its times untouched."""
    words = {
        name: corrupted(thing[name], share)
        for name in ("title", "summary", "body")
        if name in thing
    }
    if "moments" in thing:
        words["moments"] = [
            {**one, "text": corrupted(one["text"], share)} for one in thing["moments"]
        ]
    return {**thing, **words}


@cache
def _others(character: str) -> tuple[str, ...]:
    same = _by_sound().get(syllables(character)[0], ())
    return tuple(other for other in same if other != character)


@cache
def _by_sound() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in COMMON_ROWS:
        for cell in range(0xA1, 0xFF):
            character = bytes((row, cell)).decode("gb2312", "ignore")
            if character and (sound := syllables(character)[0]):
                found[sound].append(character)
    return dict(found)
