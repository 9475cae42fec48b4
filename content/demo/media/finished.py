"""The finished recordings beside this file, and what was said in them when."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
OTHER_LANGUAGE = {"zh": "en", "en": "zh"}


@dataclass(frozen=True)
class SpokenCue:
    start_ms: int
    end_ms: int
    texts: dict[str, str]


@dataclass(frozen=True)
class SpokenChapter:
    start_ms: int
    titles: dict[str, str]


@dataclass(frozen=True)
class Finished:
    """A recording as built: texts and titles by language, the spoken one always among them."""

    slug: str
    language: str
    duration_ms: int
    chapters: tuple[SpokenChapter, ...]
    cues: tuple[SpokenCue, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """Those in which every sentence is given, the spoken one first."""
        other = OTHER_LANGUAGE[self.language]
        translated = all(other in cue.texts for cue in self.cues)
        return (self.language, other) if translated else (self.language,)

    def cue_saying(self, words: str) -> SpokenCue:
        """The cue with these very words. LookupError where nobody says them."""
        for cue in self.cues:
            if words in cue.texts.values():
                return cue
        raise LookupError(f"Nobody says in {self.slug}: {words}")


def media_path(slug: str) -> Path:
    return _FOLDER / f"{slug}.mp4"


def deck_path(slug: str) -> Path:
    return _FOLDER / f"{slug}.pdf"


@cache
def finished(slug: str) -> Finished:
    row = json.loads((_FOLDER / f"{slug}.cues.json").read_text(encoding="utf-8"))
    spoken, other = row["language"], OTHER_LANGUAGE[row["language"]]
    cues = []
    for cue in row["cues"]:
        texts = {spoken: cue["text"]}
        if "translation" in cue:
            texts[other] = cue["translation"]
        cues.append(SpokenCue(cue["start_ms"], cue["end_ms"], texts))
    chapters = [
        SpokenChapter(
            chapter["start_ms"], {spoken: chapter["title"], other: chapter["title_other"]}
        )
        for chapter in row["chapters"]
    ]
    return Finished(slug, spoken, row["duration_ms"], tuple(chapters), tuple(cues))
