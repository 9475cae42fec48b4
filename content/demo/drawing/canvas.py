"""A drawing board of 1600 × 900 units, whatever the pixels.

Owns the palette, the grounds and the few shapes that every subject is made of. Knows no
subject. Drawn at twice the size and reduced, so that edges are smooth.
"""

import math
import random
from collections.abc import Sequence

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 900
OVERSAMPLING = 2

NAVY = "#0d2844"
NAVY_LINE = "#17395f"
BLUE = "#164a82"
BLUE_MID = "#2c6fb5"
BLUE_PALE = "#c9dcef"
BLUE_FAINT = "#e6eff8"
PAPER = "#f6f4ef"
PAPER_LINE = "#e6e1d6"
WHITE = "#ffffff"
CONCRETE_1 = "#e9e5db"
CONCRETE_2 = "#d3cdc0"
CONCRETE_3 = "#b4ada0"
CONCRETE_4 = "#8b857a"
STEEL = "#5b6670"
STEEL_DARK = "#39434d"
INK = "#1b2128"
ORANGE = "#d9560b"
ORANGE_PALE = "#f2a36b"
GREEN = "#2c7a51"

Point = tuple[float, float]


class Canvas:
    """Shapes in units; `picture()` gives the finished image at the asked pixel width."""

    def __init__(self, width_px: int = WIDTH) -> None:
        self.width_px = width_px
        self.scale = width_px * OVERSAMPLING / WIDTH
        size = (round(WIDTH * self.scale), round(HEIGHT * self.scale))
        self._image = Image.new("RGB", size, PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def picture(self) -> Image.Image:
        height_px = round(self.width_px * HEIGHT / WIDTH)
        return self._image.resize((self.width_px, height_px), Image.Resampling.LANCZOS)

    def _at(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def rect(self, x: float, y: float, w: float, h: float, fill: str) -> None:
        (a, b), (c, d) = self._at([(x, y), (x + w, y + h)])
        self._draw.rectangle((a, b, max(a, c - 1), max(b, d - 1)), fill=fill)

    def frame(self, x: float, y: float, w: float, h: float, colour: str, width: float = 3) -> None:
        self.line([(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)], colour, width)

    def poly(self, points: Sequence[Point], fill: str) -> None:
        self._draw.polygon(self._at(points), fill=fill)

    def line(self, points: Sequence[Point], colour: str, width: float = 3) -> None:
        pixels = max(1, round(width * self.scale))
        self._draw.line(self._at(points), fill=colour, width=pixels, joint="curve")

    def circle(self, x: float, y: float, r: float, fill: str) -> None:
        (a, b), (c, d) = self._at([(x - r, y - r), (x + r, y + r)])
        self._draw.ellipse((a, b, c, d), fill=fill)

    def ring(self, x: float, y: float, r: float, colour: str, width: float = 3) -> None:
        (a, b), (c, d) = self._at([(x - r, y - r), (x + r, y + r)])
        self._draw.ellipse((a, b, c, d), outline=colour, width=max(1, round(width * self.scale)))

    def dome(self, x: float, y: float, r: float, fill: str) -> None:
        """The upper half of a disc."""
        (a, b), (c, d) = self._at([(x - r, y - r), (x + r, y + r)])
        self._draw.pieslice((a, b, c, d), 180, 360, fill=fill)

    def arc(self, x: float, y: float, r: float, start: float, end: float, colour: str) -> None:
        (a, b), (c, d) = self._at([(x - r, y - r), (x + r, y + r)])
        self._draw.arc((a, b, c, d), start, end, fill=colour, width=round(4 * self.scale))

    def extrude(
        self, front: Sequence[Point], depth: Point, faces: tuple[str, str, str], edge: str = ""
    ) -> None:
        """A solid with this front, drawn back along `depth` (right and up).

        faces: colours of front, side and top.
        """
        dx, dy = depth
        pairs = list(zip(front, [*front[1:], front[0]], strict=True))
        sides = [(a, b) for a, b in pairs if b[1] > a[1]]
        tops = [(a, b) for a, b in pairs if b[0] > a[0]]
        for group, colour in ((sides, faces[1]), (tops, faces[2])):
            for (ax, ay), (bx, by) in sorted(group, key=lambda pair: -pair[0][1]):
                self.poly([(ax, ay), (bx, by), (bx + dx, by + dy), (ax + dx, ay + dy)], colour)
        self.poly(front, faces[0])
        if edge:
            self.line([*front, front[0]], edge, 2)

    def dimension(self, start: Point, end: Point, colour: str, tick: float = 14) -> None:
        """A dimension line with its two slanting ticks, as on a drawing."""
        self.line([start, end], colour, 2)
        angle = math.atan2(end[1] - start[1], end[0] - start[0]) + math.pi / 4
        for x, y in (start, end):
            dx, dy = math.cos(angle) * tick, math.sin(angle) * tick
            self.line([(x - dx, y - dy), (x + dx, y + dy)], colour, 3)

    def speckle(self, x: float, y: float, w: float, h: float, colour: str, seed: int = 7) -> None:
        """The grain of concrete: few, small, always the same for the same seed."""
        grain = random.Random(seed)  # noqa: S311 - a texture, not a secret
        for _ in range(int(w * h / 1400)):
            px, py = x + grain.random() * w, y + grain.random() * h
            self.circle(px, py, 1 + grain.random() * 1.8, colour)


def blueprint(canvas: Canvas) -> None:
    """Night-blue paper with a fine module of 40 and a joint at each fifth."""
    canvas.rect(0, 0, WIDTH, HEIGHT, NAVY)
    for x in range(0, WIDTH + 1, 40):
        canvas.line([(x, 0), (x, HEIGHT)], NAVY_LINE, 2.4 if x % 200 == 0 else 1)
    for y in range(10, HEIGHT + 1, 40):
        canvas.line([(0, y), (WIDTH, y)], NAVY_LINE, 2.4 if y % 200 == 10 else 1)


def open_air(canvas: Canvas, ground: float = 720, sky: str = BLUE_FAINT) -> None:
    """A pale sky over a poured yard."""
    canvas.rect(0, 0, WIDTH, HEIGHT, sky)
    canvas.rect(0, ground, WIDTH, HEIGHT - ground, CONCRETE_2)
    canvas.rect(0, ground, WIDTH, 6, CONCRETE_3)
    for x in range(-200, WIDTH + 400, 220):
        canvas.line([(x, HEIGHT), (x + (800 - x) * 0.35, ground + 6)], CONCRETE_3, 2)


def drawing_paper(canvas: Canvas) -> None:
    """Warm paper with the module just visible."""
    canvas.rect(0, 0, WIDTH, HEIGHT, PAPER)
    for x in range(0, WIDTH + 1, 80):
        canvas.line([(x, 0), (x, HEIGHT)], PAPER_LINE, 1.5)
    for y in range(10, HEIGHT + 1, 80):
        canvas.line([(0, y), (WIDTH, y)], PAPER_LINE, 1.5)


def concrete(canvas: Canvas) -> None:
    """A cast wall with its joints and tie holes."""
    canvas.rect(0, 0, WIDTH, HEIGHT, CONCRETE_1)
    canvas.speckle(0, 0, WIDTH, HEIGHT, CONCRETE_2)
    for x in (0, 400, 800, 1200):
        canvas.rect(x, 0, 3, HEIGHT, CONCRETE_2)
        for y in (225, 675):
            canvas.circle(x + 60, y, 7, CONCRETE_2)
            canvas.circle(x + 340, y, 7, CONCRETE_2)
    canvas.rect(0, 449, WIDTH, 3, CONCRETE_2)
