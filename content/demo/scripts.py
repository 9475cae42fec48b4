"""A lecture's script as written in data/lectures: chapters, sentences, what is read aloud.

Owns the small notation of those files: one sentence a line; "= " gives the sentence before it in
the other language; "> " reveals the slide's next point; {written|spoken} where the two differ.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
_WRITTEN_OR_SPOKEN = re.compile(r"\{([^|{}]*)\|([^|{}]*)\}")


@dataclass(frozen=True)
class Sentence:
    text: str
    spoken: str
    translation: str
    reveals: bool


@dataclass(frozen=True)
class Chapter:
    title: str
    title_other: str
    subject: str
    points: tuple[str, ...]
    points_other: tuple[str, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class LectureScript:
    """title_other, summary_other: the same in the other of our two languages.

    `fresh` is transcribed before one's eyes; `deck` has slides to show beside the speaker.
    """

    slug: str
    language: str
    title: str
    title_other: str
    summary: str
    summary_other: str
    speaker: str
    unit: str
    recorded_on: date
    topics: tuple[str, ...]
    audience: str
    voice: str
    rate: int
    fresh: bool
    deck: bool
    chapters: tuple[Chapter, ...]

    def title_in(self, language: str) -> str:
        return self.title if language == self.language else self.title_other

    def summary_in(self, language: str) -> str:
        return self.summary if language == self.language else self.summary_other


def parse_sentences(script: str) -> tuple[Sentence, ...]:
    """The sentences of one chapter. ValueError for a translation with nothing before it."""
    sentences: list[Sentence] = []
    for line in filter(None, (line.strip() for line in script.splitlines())):
        if line.startswith("= "):
            if not sentences:
                raise ValueError(f"A translation without its sentence: {line}")
            last = sentences.pop()
            sentences.append(Sentence(last.text, last.spoken, line[2:], last.reveals))
            continue
        reveals = line.startswith("> ")
        plain = line.removeprefix("> ")
        text = _WRITTEN_OR_SPOKEN.sub(r"\1", plain)
        spoken = _WRITTEN_OR_SPOKEN.sub(r"\2", plain)
        sentences.append(Sentence(text, spoken, "", reveals))
    return tuple(sentences)


def _chapter(row: dict[str, Any]) -> Chapter:
    return Chapter(
        title=row["title"],
        title_other=row["title_other"],
        subject=row["subject"],
        points=tuple(row["points"]),
        points_other=tuple(row["points_other"]),
        sentences=parse_sentences(row["script"]),
    )


def read_script(path: Path) -> LectureScript:
    row = tomllib.loads(path.read_text(encoding="utf-8"))
    chapters = tuple(_chapter(chapter) for chapter in row.pop("chapters"))
    topics = tuple(row.pop("topics"))
    told = {name: row.pop(name, False) for name in ("fresh", "deck")}
    return LectureScript(topics=topics, chapters=chapters, **told, **row)


@cache
def lecture_scripts() -> tuple[LectureScript, ...]:
    """Every lecture of the demonstration, oldest first."""
    scripts = [read_script(path) for path in (DATA / "lectures").glob("*.toml")]
    return tuple(sorted(scripts, key=lambda script: (script.recorded_on, script.slug)))


def fresh_script() -> LectureScript:
    """The one lecture that is transcribed before one's eyes."""
    (script,) = (script for script in lecture_scripts() if script.fresh)
    return script
