"""A slide of 1280 × 720: words at the left, the drawn subject at the right, the strip below.

Needs a CJK font, found through fontconfig: only whoever remakes the media needs one.
"""

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from content.demo.drawing import canvas as board
from content.demo.drawing.subjects import draw

SIZE = (1280, 720)
ART_LEFT, STRIP_TOP = 690, 636
LEFT, MEASURE = 56, 580
SIMPLIFIED = 2  # the face for simplified Chinese inside Noto's collection of fonts
_UNBREAKABLE = re.compile(r"[A-Za-z0-9.,%+/°²-]+ ?|.")
_NEVER_FIRST = "，。、：；？！）》”’"
VOICE_NOTE = {"zh": "演示材料 · 合成语音", "en": "Demonstration · synthetic voice"}


@dataclass(frozen=True)
class Slide:
    lecture_title: str
    language: str
    number: int
    title: str
    title_other: str
    subject: str
    points: tuple[str, ...]
    chapter_starts: tuple[float, ...]
    progress: float


@cache
def font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """RuntimeError where the machine has no Noto Sans CJK."""
    weight = "bold" if bold else "regular"
    found = subprocess.run(
        ["fc-match", "-f", "%{file}", f"Noto Sans CJK SC:{weight}"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    if "NotoSansCJK" not in found:
        raise RuntimeError("Noto Sans CJK is not installed (Debian: fonts-noto-cjk)")
    return ImageFont.truetype(found, size, index=SIMPLIFIED)


def wrap(text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Lines no wider than width; words stay whole, closing punctuation never begins a line."""
    lines, line = [], ""
    for piece in _UNBREAKABLE.findall(text):
        too_wide = face.getlength((line + piece).rstrip()) > width
        if line and too_wide and piece not in _NEVER_FIRST:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _write(
    pen: ImageDraw.ImageDraw, lines: Sequence[str], top: int, size: int, colour: str, bold: bool
) -> int:
    """Writes the lines and gives the y below them."""
    for line in lines:
        pen.text((LEFT, top), line, font=font(size, bold), fill=colour)
        top += round(size * 1.42)
    return top


def _points(pen: ImageDraw.ImageDraw, points: Sequence[str], top: int) -> None:
    for number, point in enumerate(points):
        last = number == len(points) - 1
        pen.rectangle((LEFT, top + 14, LEFT + 11, top + 25), fill=board.BLUE)
        face = font(27, last)
        for line in wrap(point, face, MEASURE - 34):
            pen.text(
                (LEFT + 30, top), line, font=face, fill=board.INK if last else board.STEEL_DARK
            )
            top += 40
        top += 14


def _strip(pen: ImageDraw.ImageDraw, slide: Slide) -> None:
    left, right, y = LEFT, SIZE[0] - LEFT, STRIP_TOP + 24
    length = right - left
    pen.rectangle((0, STRIP_TOP, SIZE[0], SIZE[1]), fill=board.WHITE)
    pen.rectangle((0, STRIP_TOP, SIZE[0], STRIP_TOP + 1), fill=board.CONCRETE_2)
    pen.rectangle((left, y, right, y + 6), fill=board.CONCRETE_2)
    now = left + round(length * slide.progress)
    pen.rectangle((left, y, now, y + 6), fill=board.BLUE_MID)
    for start in slide.chapter_starts[1:]:
        x = left + round(length * start)
        pen.rectangle((x - 1, y - 1, x + 1, y + 7), fill=board.WHITE)
    pen.rectangle((now - 1, y - 9, now + 1, y + 15), fill=board.INK)
    small = font(15)
    pen.text((left, y + 20), slide.lecture_title, font=small, fill=board.STEEL_DARK)
    note = VOICE_NOTE[slide.language]
    pen.text((right - small.getlength(note), y + 20), note, font=small, fill=board.STEEL)


def paint(slide: Slide) -> Image.Image:
    image = Image.new("RGB", SIZE, board.PAPER)
    pen = ImageDraw.Draw(image)
    art = draw(slide.subject, round(STRIP_TOP * 16 / 9))
    spare = (art.width - (SIZE[0] - ART_LEFT)) // 2
    image.paste(art.crop((spare, 0, spare + SIZE[0] - ART_LEFT, STRIP_TOP)), (ART_LEFT, 0))
    kicker = f"{slide.number:02d} / {len(slide.chapter_starts):02d}"
    pen.text((LEFT, 64), kicker, font=font(20, True), fill=board.BLUE)
    title_size = 46 if slide.language == "zh" else 42
    title = wrap(slide.title, font(title_size, True), MEASURE)
    top = _write(pen, title, 104, title_size, board.INK, True)
    other = wrap(slide.title_other, font(21), MEASURE)
    top = _write(pen, other, top + 8, 21, board.STEEL, False)
    pen.rectangle((LEFT, top + 18, LEFT + 64, top + 21), fill=board.BLUE)
    _points(pen, slide.points, top + 52)
    _strip(pen, slide)
    return image
