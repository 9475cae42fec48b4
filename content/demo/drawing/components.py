"""Things that are cast or rolled: panels, double-T slabs, sleeves, frames, bolts."""

from content.demo.drawing import canvas as board
from content.demo.drawing.canvas import Canvas, Point

CAST = (board.CONCRETE_2, board.CONCRETE_4, board.CONCRETE_1)
CAST_DARK = (board.CONCRETE_3, board.STEEL, board.CONCRETE_2)


def double_t_profile(x: float, y: float, width: float, height: float) -> list[Point]:
    """The front of a double-T: a flange on two tapering ribs, clockwise from top left."""
    flange, rib, toe = height * 0.24, width * 0.13, width * 0.085
    left, right = x + width * 0.25, x + width * 0.75
    return [
        (x, y),
        (x + width, y),
        (x + width, y + flange),
        (right + rib / 2, y + flange),
        (right + toe / 2, y + height),
        (right - toe / 2, y + height),
        (right - rib / 2, y + flange),
        (left + rib / 2, y + flange),
        (left + toe / 2, y + height),
        (left - toe / 2, y + height),
        (left - rib / 2, y + flange),
        (x, y + flange),
    ]


def double_t(c: Canvas) -> None:
    board.blueprint(c)
    x, y, width, height = 420.0, 380.0, 560.0, 250.0
    c.extrude(double_t_profile(x, y, width, height), (210, -170), CAST, board.CONCRETE_4)
    for centre in (x + width * 0.25, x + width * 0.75):
        for row in range(4):
            c.circle(centre - 9, y + 120 + row * 32, 6, board.ORANGE)
            c.circle(centre + 9, y + 120 + row * 32, 6, board.ORANGE)
    for share in (0.2, 0.8):
        hook_x, hook_y = x + width * 0.25 + 210 * share, y - 170 * share
        c.ring(hook_x, hook_y - 14, 15, board.ORANGE_PALE, 5)
        c.ring(hook_x + width * 0.5, hook_y - 14, 15, board.ORANGE_PALE, 5)
    c.dimension((x, 700), (x + width, 700), board.BLUE_PALE)
    c.line([(x, 480), (x, 716)], board.BLUE_MID, 1.5)
    c.line([(x + width, 480), (x + width, 716)], board.BLUE_MID, 1.5)
    c.dimension((360, y), (360, y + height), board.BLUE_PALE)
    c.dimension((x + width + 24, y + 44), (x + width + 234, y - 126), board.BLUE_PALE)


def wall_panel(c: Canvas) -> None:
    board.open_air(c, 760)
    front: list[Point] = [(480, 220), (1010, 220), (1010, 790), (480, 790)]
    c.extrude(front, (70, -52), CAST, board.CONCRETE_4)
    c.speckle(484, 224, 520, 510, board.CONCRETE_3, 3)
    for x in (560, 800):
        c.rect(x, 320, 150, 230, board.CONCRETE_4)
        c.rect(x + 12, 332, 138, 218, board.BLUE)
        c.rect(x + 12, 332, 138, 70, board.BLUE_MID)
        c.rect(x + 78, 332, 6, 218, board.CONCRETE_1)
        c.rect(x - 8, 550, 170, 12, board.CONCRETE_4)
    for x in (540, 950):
        c.line([(x, 168 + 20), (x + 35, 150 + 20)], board.STEEL, 5)
        c.ring(x + 20, 180, 16, board.ORANGE, 6)
    c.line([(1000, 330), (1240, 790)], board.ORANGE, 12)
    c.line([(1000, 560), (1120, 790)], board.ORANGE, 10)
    c.rect(1205, 784, 76, 16, board.STEEL_DARK)
    c.rect(1085, 784, 66, 16, board.STEEL_DARK)
    for x in range(520, 1000, 60):
        c.rect(x, 640, 26, 8, board.CONCRETE_4)
        c.rect(x, 700, 26, 8, board.CONCRETE_4)


def sleeve(c: Canvas) -> None:
    """A section through the joint: two walls, the bar, the sleeve, grout and its ports."""
    board.blueprint(c)
    c.rect(520, 60, 560, 500, board.CONCRETE_2)
    c.speckle(520, 60, 560, 500, board.CONCRETE_3, 11)
    c.rect(520, 600, 560, 300, board.CONCRETE_3)
    c.speckle(520, 600, 560, 300, board.CONCRETE_4, 12)
    c.rect(520, 560, 560, 40, board.STEEL)
    c.rect(700, 140, 200, 440, board.STEEL_DARK)
    c.rect(720, 160, 160, 420, board.CONCRETE_4)
    for y in range(180, 560, 36):
        c.rect(720, y, 12, 12, board.STEEL_DARK)
        c.rect(868, y, 12, 12, board.STEEL_DARK)
    _ribbed_bar(c, 800, 60, 330)
    _ribbed_bar(c, 800, 370, 900)
    for y in (210, 500):
        c.rect(880, y, 260, 34, board.STEEL_DARK)
        c.rect(880, y + 6, 260, 22, board.ORANGE)
    c.circle(1150, 227, 24, board.ORANGE)
    c.poly([(1250, 490), (1250, 544), (1140, 529), (1140, 505)], board.ORANGE_PALE)
    for y in (480, 430, 380, 330, 280):
        c.poly([(748, y), (738, y + 16), (758, y + 16)], board.ORANGE)
        c.poly([(852, y), (842, y + 16), (862, y + 16)], board.ORANGE)
    c.dimension((460, 370), (460, 580), board.BLUE_PALE)
    c.line([(440, 370), (690, 370)], board.BLUE_MID, 1.5)
    c.line([(440, 580), (690, 580)], board.BLUE_MID, 1.5)


def _ribbed_bar(c: Canvas, x: float, top: float, bottom: float) -> None:
    c.rect(x - 24, top, 48, bottom - top, board.STEEL)
    y = top + 8
    while y < bottom - 12:
        c.line([(x - 27, y + 12), (x + 27, y)], board.CONCRETE_1, 5)
        y += 26


def steel_frame(c: Canvas) -> None:
    board.open_air(c, 790)
    for row in range(4):
        y = 190 + row * 150
        c.rect(400, y, 780, 26, board.BLUE)
        c.rect(400, y, 780, 5, board.BLUE_MID)
        c.rect(400, y + 21, 780, 5, board.NAVY)
    for x in (410, 660, 910, 1150):
        c.rect(x, 130, 30, 660, board.BLUE)
        c.rect(x, 130, 6, 660, board.BLUE_MID)
        c.rect(x + 24, 130, 6, 660, board.NAVY)
        for row in range(4):
            for dx in (6, 20):
                c.circle(x + dx, 196 + row * 150, 3, board.ORANGE_PALE)
                c.circle(x + dx, 210 + row * 150, 3, board.ORANGE_PALE)
    for (x, y), (u, v) in (((440, 790), (660, 516)), ((690, 490), (910, 216))):
        c.line([(x, y), (u, v)], board.STEEL, 12)
        c.line([(x, v), (u, y)], board.STEEL, 12)
    for row, (x, w) in enumerate(((440, 220), (690, 220), (940, 210))):
        c.rect(x, 366 + row * 150 - 16, w, 16, board.CONCRETE_3)
    c.line([(1040, 0), (1040, 66)], board.INK, 4)
    c.line([(940, 110), (1040, 66), (1140, 110)], board.INK, 4)
    c.rect(920, 108, 240, 22, board.ORANGE)


def bolts(c: Canvas) -> None:
    """One part, one number: the same bolt pattern on two plates, and the odd one out."""
    board.concrete(c)
    c.rect(380, 210, 400, 480, board.BLUE)
    c.rect(820, 210, 400, 480, board.BLUE_MID)
    c.rect(560, 390, 480, 120, board.STEEL)
    c.rect(560, 390, 480, 10, board.CONCRETE_3)
    for row in (270, 330, 570, 630):
        for x in (450, 560, 670, 930, 1040, 1150):
            _bolt(c, x, row, 22, board.CONCRETE_1)
    for x in (630, 730, 870, 970):
        _bolt(c, x, 450, 26, board.CONCRETE_2)
    _bolt(c, 970, 450, 26, board.ORANGE)
    c.dimension((480, 750), (1120, 750), board.INK)


def _bolt(c: Canvas, x: float, y: float, r: float, colour: str) -> None:
    c.circle(x + 3, y + 5, r + 6, board.NAVY)
    c.circle(x, y, r + 4, board.STEEL_DARK)
    half, rise = r / 2, r * 0.87
    c.poly(
        [
            (x - r, y),
            (x - half, y - rise),
            (x + half, y - rise),
            (x + r, y),
            (x + half, y + rise),
            (x - half, y + rise),
        ],
        colour,
    )
    c.circle(x, y, r * 0.42, board.STEEL)


def slab_joint(c: Canvas) -> None:
    """Two double-T slabs side by side, the joint between and the topping over both."""
    board.blueprint(c)
    for x in (300, 808):
        profile = double_t_profile(x, 430, 492, 240)
        c.poly(profile, board.CONCRETE_2)
        c.line([*profile, profile[0]], board.CONCRETE_4, 2)
    c.poly([(784, 430), (816, 430), (808, 488), (792, 488)], board.ORANGE)
    c.rect(300, 370, 1000, 60, board.CONCRETE_4)
    c.speckle(300, 370, 1000, 60, board.CONCRETE_2, 5)
    for x in range(320, 1300, 44):
        c.circle(x, 402, 6, board.ORANGE_PALE)
    c.line([(300, 412), (1300, 412)], board.ORANGE_PALE, 4)
    c.ring(800, 430, 110, board.WHITE, 4)
    c.line([(878, 352), (990, 230)], board.WHITE, 4)
    c.line([(990, 230), (1150, 230)], board.WHITE, 4)
    c.rect(240, 690, 1120, 60, board.STEEL)
    for x in (423, 669, 931, 1177):
        c.rect(x - 34, 670, 68, 20, board.INK)
    c.dimension((808, 810), (1300, 810), board.BLUE_PALE)
