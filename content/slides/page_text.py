"""From the letters of a page to its lines, its text and its title. Pure, no Django."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

LONGEST_TEXT = 20_000
LONGEST_TITLE = 120
# Lines within this share of the largest letters belong to the title with it.
_ALIKE = 0.93
# What presentations set before a point; a list on a page brings its own.
_BULLETS = "•‣⁃◦●○■□▪▫◆◇➢✓"
_DROPPED = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})


@dataclass(frozen=True)
class Letter:
    """A character and the height of its line on the page, in the page's own units."""

    text: str
    height: float


@dataclass(frozen=True)
class Line:
    text: str
    height: float


def lines_of(letters: Sequence[Letter]) -> list[Line]:
    """The lines that say something, with single spaces and the height of their letters."""
    lines: list[Line] = []
    run: list[Letter] = []
    for letter in (*letters, Letter("\n", 0)):
        if letter.text not in "\r\n":
            run.append(letter)
            continue
        text = clean("".join(part.text for part in run)).lstrip(_BULLETS).lstrip()
        if text:
            heights = [part.height for part in run if part.text.strip() and part.height > 0]
            lines.append(Line(text, median(heights) if heights else 0.0))
        run = []
    return lines


def text_of(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines)[:LONGEST_TEXT]


def title_of(lines: Sequence[Line]) -> str:
    """The first run of lines in the largest letters; page numbers are no titles."""
    worded = [line for line in lines if _says_something(line.text)]
    if not worded:
        return ""
    largest = max(line.height for line in worded)
    parts: list[str] = []
    for line in worded:
        if line.height >= largest * _ALIKE:
            parts.append(line.text)
        elif parts:
            break
        if len(parts) == 2:
            break
    return _joined(parts)[:LONGEST_TITLE].strip()


def clean(text: str) -> str:
    """One line of readable characters with single spaces; a soft hyphen at its end is dropped."""
    kept = (
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or unicodedata.category(character) not in _DROPPED
    )
    return " ".join("".join(kept).split())


def _says_something(text: str) -> bool:
    return sum(character.isalpha() for character in text) >= 2


def _joined(parts: Sequence[str]) -> str:
    """Chinese lines meet without a space."""
    text = ""
    for part in parts:
        needs_space = text and text[-1].isascii() and part[0].isascii()
        text += f" {part}" if needs_space else part
    return text
