"""Places and machines: the crane, the factory hall, the lorry, the house, the tower of floors."""

import math

from content.demo.drawing import canvas as board
from content.demo.drawing.canvas import Canvas
from content.demo.drawing.components import CAST, double_t_profile


def crane(c: Canvas) -> None:
    board.open_air(c, 770)
    _storeys(c, 360, 330, 400)
    c.rect(1080, 110, 44, 660, board.INK)
    for y in range(120, 760, 48):
        c.rect(1088, y, 28, 36, board.BLUE_FAINT)
        c.line([(1088, y), (1116, y + 36)], board.INK, 4)
    c.rect(1030, 750, 144, 22, board.STEEL_DARK)
    c.line([(430, 170), (1300, 170)], board.INK, 12)
    c.line([(430, 170), (1102, 128), (1300, 170)], board.INK, 5)
    for x in range(450, 1080, 42):
        c.line([(x, 170), (x + 21, 166 - (x - 430) * 0.055), (x + 42, 170)], board.INK, 3)
    c.poly([(1102, 60), (1080, 130), (1124, 130)], board.INK)
    c.line([(1102, 66), (520, 166)], board.INK, 3)
    c.line([(1102, 66), (1290, 166)], board.INK, 3)
    c.rect(1230, 176, 70, 76, board.STEEL)
    c.rect(1128, 176, 46, 60, board.BLUE_MID)
    c.line([(620, 176), (620, 250)], board.INK, 4)
    c.line([(500, 318), (620, 250), (740, 318)], board.INK, 4)
    c.rect(470, 314, 300, 34, board.ORANGE)
    c.rect(540, 348, 26, 44, board.ORANGE)
    c.rect(674, 348, 26, 44, board.ORANGE)


def _storeys(c: Canvas, x: float, w: float, top: float) -> None:
    """A building going up: finished floors below, an open one at the top."""
    for floor in range(3):
        y = 770 - (floor + 1) * 112
        if y < top:
            break
        c.rect(x, y, w, 112, board.CONCRETE_2)
        c.rect(x, y, w, 12, board.CONCRETE_4)
        for column in range(4):
            left = x + 18 + column * (w - 20) / 4
            c.rect(left, y + 32, w / 4 - 28, 56, board.BLUE if (floor + column) % 3 else "#3f82c4")
            c.rect(left + (w / 4 - 28) / 2, y + 32, 3, 56, board.CONCRETE_1)
            c.rect(left + w / 4 - 20, y + 12, 3, 100, board.CONCRETE_4)


def factory(c: Canvas) -> None:
    """The hall of a component factory: saw-tooth roof, gantry, line bed with slabs."""
    board.open_air(c, 640)
    for bay in range(4):
        x = 330 + bay * 240
        c.poly([(x, 260), (x + 240, 170), (x + 240, 260)], board.BLUE)
        c.poly([(x + 186, 200), (x + 232, 183), (x + 232, 252), (x + 186, 252)], board.BLUE_PALE)
    c.rect(330, 260, 960, 400, board.NAVY)
    for bay in range(5):
        c.rect(324 + bay * 240, 250, 18, 410, board.BLUE_MID)
    c.rect(350, 320, 920, 22, board.ORANGE)
    c.rect(640, 306, 110, 50, board.STEEL_DARK)
    c.line([(695, 356), (695, 430)], board.CONCRETE_1, 4)
    c.line([(610, 474), (695, 430), (780, 474)], board.CONCRETE_1, 4)
    profile = double_t_profile(590, 474, 210, 86)
    c.poly(profile, board.CONCRETE_1)
    for stack, x in enumerate((390, 900, 1090)):
        for layer in range(2 + stack % 2):
            y = 632 - layer * 52
            c.rect(x, y - 30, 150, 30, board.CONCRETE_2)
            c.rect(x, y - 30, 150, 6, board.CONCRETE_1)
            c.rect(x + 24, y, 14, 22, board.ORANGE_PALE)
            c.rect(x + 112, y, 14, 22, board.ORANGE_PALE)
    c.rect(260, 740, 1080, 44, board.STEEL)
    c.rect(260, 740, 1080, 8, board.CONCRETE_1)
    for x in range(280, 1330, 60):
        c.rect(x, 784, 18, 40, board.STEEL_DARK)
    for x in (300, 660, 1020):
        c.rect(x, 704, 300, 36, board.CONCRETE_1)
        c.rect(x, 732, 300, 8, board.CONCRETE_4)


def truck(c: Canvas) -> None:
    board.open_air(c, 690)
    hills = [(0, 690), (240, 560), (520, 640), (860, 540), (1240, 650), (1600, 570), (1600, 690)]
    c.poly(hills, "#cfdeea")
    c.rect(0, 780, 1600, 60, board.STEEL)
    for x in range(40, 1600, 180):
        c.rect(x, 806, 90, 8, board.CONCRETE_1)
    c.rect(400, 650, 610, 26, board.INK)
    for layer in range(2):
        y = 590 - layer * 92
        c.rect(390, y, 610, 26, board.CONCRETE_1)
        c.rect(390, y + 20, 610, 6, board.CONCRETE_3)
        c.rect(410, y + 26, 570, 34, board.CONCRETE_3)
    for x in (470, 880):
        c.rect(x, 558, 34, 32, board.ORANGE_PALE)
        c.line([(x + 17, 490), (x + 17, 660)], board.ORANGE, 7)
    c.poly([(1030, 676), (1030, 470), (1120, 470), (1166, 570), (1176, 676)], board.BLUE)
    c.poly([(1062, 496), (1114, 496), (1144, 566), (1062, 566)], board.BLUE_PALE)
    c.rect(990, 650, 190, 40, board.NAVY)
    c.rect(1160, 630, 20, 22, board.ORANGE_PALE)
    for x in (450, 540, 630, 860, 1110):
        c.circle(x, 716, 44, board.INK)
        c.circle(x, 716, 20, board.CONCRETE_3)
        c.circle(x, 716, 7, board.INK)
    c.rect(390, 752, 800, 10, board.CONCRETE_3)


def house(c: Canvas) -> None:
    """A housing block whose last panel is still on its way down."""
    board.open_air(c, 780, board.CONCRETE_1)
    for column in range(4):
        for floor in range(4):
            if (column, floor) == (3, 3):
                continue
            _bay(c, 440 + column * 180, 632 - floor * 148, (column + floor) % 3)
    c.rect(980, 330, 180, 4, board.CONCRETE_4)
    c.line([(1070, 0), (1070, 70)], board.INK, 4)
    c.line([(996, 118), (1070, 70), (1144, 118)], board.INK, 4)
    _bay(c, 980, 118, 1)
    c.frame(980, 118, 180, 146, board.ORANGE, 8)
    c.line([(980, 270), (980, 326)], board.ORANGE, 2)
    c.line([(1160, 270), (1160, 326)], board.ORANGE, 2)
    for x, height in ((290, 150), (1270, 190), (1350, 120)):
        c.rect(x - 5, 780 - height / 2, 10, height / 2, board.STEEL)
        c.circle(x, 780 - height * 0.66, height * 0.36, board.GREEN)
    c.rect(400, 776, 800, 12, board.CONCRETE_4)


def _bay(c: Canvas, x: float, y: float, tone: int) -> None:
    wall = (board.BLUE_PALE, board.WHITE, board.CONCRETE_2)[tone]
    c.rect(x, y, 180, 148, board.CONCRETE_4)
    c.rect(x + 2, y + 2, 176, 144, wall)
    c.rect(x + 34, y + 34, 112, 78, board.NAVY)
    c.rect(x + 38, y + 38, 50, 70, board.BLUE)
    c.rect(x + 92, y + 38, 50, 70, board.BLUE_MID)
    c.rect(x + 26, y + 112, 128, 10, board.CONCRETE_4)


def grouting(c: Canvas) -> None:
    """The pump, its hose, the wall, and the outlets: two plugged, one flowing."""
    board.open_air(c, 760, board.CONCRETE_1)
    c.rect(820, 120, 400, 600, board.CONCRETE_2)
    c.speckle(820, 120, 400, 600, board.CONCRETE_3, 21)
    c.rect(820, 720, 400, 18, board.STEEL)
    c.rect(800, 738, 440, 22, board.CONCRETE_4)
    for column in range(3):
        x = 890 + column * 130
        for y in (470, 660):
            c.circle(x, y, 20, board.STEEL_DARK)
            c.circle(x, y, 12, board.ORANGE if column < 2 or y > 600 else board.CONCRETE_4)
    c.poly([(1142, 474), (1158, 474), (1164, 600), (1136, 600)], board.STEEL)
    c.circle(1150, 604, 16, board.STEEL)
    hose = [(650 + t * 240, 600 + 90 * math.sin(math.pi * t) + 60 * t) for t in _steps(24)]
    c.line(hose, board.INK, 16)
    c.poly([(860, 644), (860, 676), (898, 668), (898, 652)], board.ORANGE)
    c.poly([(420, 300), (660, 300), (620, 430), (460, 430)], board.BLUE_MID)
    c.rect(460, 430, 160, 60, board.STEEL_DARK)
    c.poly([(450, 322), (630, 322), (624, 345), (456, 345)], board.CONCRETE_4)
    c.rect(400, 490, 280, 190, board.BLUE)
    c.circle(540, 580, 56, board.WHITE)
    c.arc(540, 580, 44, 140, 320, board.STEEL)
    c.line([(540, 580), (570, 546)], board.ORANGE, 6)
    for x in (450, 630):
        c.circle(x, 716, 42, board.INK)
        c.circle(x, 716, 16, board.CONCRETE_3)


def _steps(count: int) -> list[float]:
    return [step / count for step in range(count + 1)]


def stacks(c: Canvas) -> None:
    """A factory yard seen from above the gate: panels in racks, one aisle kept free."""
    board.open_air(c, 330)
    c.rect(0, 230, 1600, 100, board.BLUE)
    for x in range(40, 1600, 120):
        c.rect(x, 258, 70, 44, board.BLUE_PALE)
    for row in range(3):
        for column in range(4):
            if column == 2:
                continue
            x, y = 300 + column * 250 - row * 20, 420 + row * 150
            colour = (board.ORANGE, board.ORANGE, board.ORANGE_PALE)
            lone = (row, column) == (1, 3)
            for leaf in range(4):
                front = [(x + leaf * 42, y), (x + leaf * 42 + 24, y)]
                front += [(front[1][0], y + 110), (front[0][0], y + 110)]
                c.extrude(front, (70, -46), colour if lone and leaf == 3 else CAST)
    c.poly([(800, 900), (980, 900), (890, 340), (840, 340)], board.CONCRETE_1)
    for y in range(380, 900, 90):
        c.rect(868, y, 10, 46, board.ORANGE)
