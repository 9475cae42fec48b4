"""Papers, people and figures: contract, checklist, certificate, charts, the class."""

from content.demo.drawing import canvas as board
from content.demo.drawing.canvas import Canvas


def contract(c: Canvas) -> None:
    """Four papers that must carry the same figure."""
    board.blueprint(c)
    for sheet in range(4):
        x, y = 400 + sheet * 130, 150 + sheet * 60
        c.rect(x + 10, y + 12, 400, 460, "#081b30")
        c.rect(x, y, 400, 460, board.WHITE if sheet == 3 else board.CONCRETE_1)
        c.rect(x, y, 400, 14, board.BLUE_MID if sheet < 3 else board.BLUE)
        c.rect(x + 36, y + 40, 150, 14, board.STEEL)
    x, y = 790, 330
    for row in range(8):
        width = (320, 290, 328, 250, 300, 328, 210, 160)[row]
        c.rect(x + 36, y + 90 + row * 36, width, 8, board.CONCRETE_3)
    c.rect(x + 28, y + 188, 344, 44, board.ORANGE_PALE)
    c.rect(x + 36, y + 206, 250, 10, board.ORANGE)
    c.ring(x + 320, y + 404, 44, board.ORANGE, 7)
    c.rect(x + 298, y + 396, 44, 8, board.ORANGE)
    c.rect(x + 308, y + 410, 24, 7, board.ORANGE)


def checklist(c: Canvas) -> None:
    """The supervisor's board and helmet."""
    board.concrete(c)
    c.rect(500, 130, 460, 640, board.INK)
    c.rect(486, 116, 460, 640, board.BLUE)
    c.rect(516, 170, 400, 556, board.WHITE)
    c.rect(636, 96, 160, 56, board.STEEL)
    c.rect(676, 76, 80, 40, board.STEEL_DARK)
    for row in range(5):
        y = 220 + row * 96
        c.frame(550, y, 48, 48, board.STEEL, 4)
        c.rect(630, y + 4, (240, 200, 220, 180, 230)[row], 12, board.STEEL)
        c.rect(630, y + 30, (160, 180, 120, 200, 140)[row], 8, board.CONCRETE_2)
        if row < 4:
            colour = board.ORANGE if row == 3 else board.GREEN
            c.line([(558, y + 24), (572, y + 38), (602, y - 4)], colour, 9)
    c.dome(1080, 740, 150, board.ORANGE)
    c.rect(896, 734, 330, 28, board.ORANGE)
    c.rect(1064, 586, 32, 148, board.ORANGE_PALE)
    for x in (1004, 1138):
        c.rect(x, 620, 14, 114, board.ORANGE_PALE)


def certificate(c: Canvas) -> None:
    board.blueprint(c)
    c.rect(416, 176, 800, 570, "#081b30")
    c.rect(400, 160, 800, 570, board.PAPER)
    c.frame(424, 184, 752, 522, board.BLUE, 6)
    c.frame(438, 198, 724, 494, board.BLUE_PALE, 2)
    c.rect(600, 250, 400, 26, board.BLUE)
    c.rect(690, 300, 220, 10, board.CONCRETE_3)
    for row, width in enumerate((520, 560, 480)):
        c.rect(800 - width / 2, 360 + row * 40, width, 10, board.CONCRETE_3)
    c.rect(500, 620, 500, 12, board.CONCRETE_2)
    c.rect(500, 620, 380, 12, board.BLUE_MID)
    for x in (620, 740, 860):
        c.rect(x, 618, 4, 16, board.PAPER)
    c.poly([(1000, 560), (1040, 700), (1066, 660), (1092, 700), (1110, 560)], board.ORANGE)
    c.circle(1056, 540, 74, board.ORANGE)
    c.circle(1056, 540, 58, board.PAPER)
    c.rect(1024, 520, 64, 14, board.BLUE)
    c.rect(1038, 534, 10, 34, board.BLUE)
    c.rect(1064, 534, 10, 34, board.BLUE)


def chart(c: Canvas) -> None:
    """Two years side by side, the target as a line: the year's account."""
    board.drawing_paper(c)
    heights = ((150, 210), (190, 250), (230, 300), (270, 360), (320, 430), (350, 500))
    for column, (before, now) in enumerate(heights):
        x = 420 + column * 132
        c.rect(x, 740 - before, 42, before, board.CONCRETE_3)
        c.rect(x + 48, 740 - now, 52, now, board.BLUE)
        for y in range(740 - 40, 740 - now, -40):
            c.rect(x + 48, y, 52, 2, board.BLUE_MID)
    c.rect(390, 740, 830, 6, board.INK)
    for x in range(390, 1220, 36):
        c.rect(x, 276, 20, 5, board.ORANGE)
    c.rect(1192, 262, 34, 34, board.ORANGE)
    c.line([(390, 740), (390, 180)], board.STEEL, 3)
    for y in range(220, 740, 80):
        c.rect(380, y, 20, 3, board.STEEL)


_PLOTS = (
    ((640, 330), (790, 280), (880, 350), (830, 450), (690, 440)),
    ((500, 300), (640, 330), (690, 440), (580, 520), (470, 430)),
    ((790, 280), (860, 150), (1020, 170), (1050, 290), (880, 350)),
    ((880, 350), (1050, 290), (1190, 350), (1160, 480), (990, 500), (830, 450)),
    ((830, 450), (990, 500), (1010, 640), (860, 690), (760, 580)),
    ((580, 520), (690, 440), (830, 450), (760, 580), (860, 690), (700, 770), (560, 680)),
    ((470, 430), (580, 520), (560, 680), (420, 640), (390, 520)),
    ((690, 220), (790, 280), (640, 330), (600, 260)),
)


def counties(c: Canvas) -> None:
    """Eight plots of one city (not a map), each with its own mark of what is done."""
    board.blueprint(c)
    tones = (
        board.BLUE_MID,
        board.BLUE,
        "#3f82c4",
        board.BLUE,
        board.BLUE_MID,
        "#3f82c4",
        "#1f5a96",
        "#5b95cf",
    )
    for plot, tone in zip(_PLOTS, tones, strict=True):
        c.poly(plot, tone)
        c.line([*plot, plot[0]], board.NAVY, 8)
        x = sum(point[0] for point in plot) / len(plot)
        y = sum(point[1] for point in plot) / len(plot)
        done = 26 + (round(x) * 7 + round(y) * 3) % 40
        c.rect(x - 40, y - 6, 80, 12, board.NAVY)
        c.rect(x - 40, y - 6, done, 12, board.CONCRETE_1)
        c.rect(x + 32, y - 13, 5, 26, board.ORANGE)


def classroom(c: Canvas) -> None:
    board.concrete(c)
    c.rect(430, 120, 740, 420, board.STEEL_DARK)
    c.rect(446, 136, 708, 388, board.NAVY)
    c.rect(500, 190, 320, 26, board.WHITE)
    for row, width in enumerate((260, 220, 280)):
        c.rect(500, 260 + row * 54, 16, 16, board.ORANGE)
        c.rect(536, 262 + row * 54, width, 12, board.BLUE_PALE)
    c.poly(
        [
            (880, 300),
            (1100, 300),
            (1100, 340),
            (1060, 340),
            (1052, 430),
            (1032, 430),
            (1024, 340),
            (956, 340),
            (948, 430),
            (928, 430),
            (920, 340),
            (880, 340),
        ],
        board.CONCRETE_2,
    )
    c.rect(500, 480, 600, 10, board.BLUE)
    c.rect(500, 480, 210, 10, board.BLUE_MID)
    c.rect(706, 468, 6, 34, board.ORANGE)
    for row in range(2):
        y = 700 + row * 130
        for seat in range(6 + row):
            x = 440 + seat * (150 - row * 4) - row * 60
            shade = board.BLUE if (seat + row) % 3 else board.ORANGE
            c.circle(x, y - 64, 38, board.STEEL_DARK)
            c.poly([(x - 62, y + 90), (x - 48, y - 16), (x + 48, y - 16), (x + 62, y + 90)], shade)


def tolerance(c: Canvas) -> None:
    """A steel rule and a gauge on the corner of a component."""
    board.drawing_paper(c)
    c.extrude(
        [(420, 420), (1060, 420), (1060, 760), (420, 760)],
        (120, -90),
        (board.CONCRETE_2, board.CONCRETE_4, board.CONCRETE_1),
        board.CONCRETE_4,
    )
    c.speckle(424, 424, 630, 330, board.CONCRETE_3, 9)
    for x in (520, 680, 840, 1000):
        c.rect(x - 14, 280, 28, 110, board.STEEL)
        for y in range(286, 380, 18):
            c.line([(x - 16, y + 8), (x + 16, y)], board.CONCRETE_1, 4)
    c.rect(400, 560, 680, 70, board.WHITE)
    c.frame(400, 560, 680, 70, board.INK, 3)
    for tick in range(0, 67):
        x = 410 + tick * 10
        c.rect(x, 560, 2, 36 if tick % 10 == 0 else 24 if tick % 5 == 0 else 14, board.INK)
    c.rect(672, 520, 4, 150, board.ORANGE)
    c.rect(692, 520, 4, 150, board.ORANGE)
    c.poly([(620, 530), (668, 520), (668, 540)], board.ORANGE)
    c.poly([(748, 530), (700, 520), (700, 540)], board.ORANGE)
    c.dimension((520, 230), (680, 230), board.BLUE)
    c.dimension((680, 230), (840, 230), board.BLUE)
    c.dimension((840, 230), (1000, 230), board.BLUE)


def service(c: Canvas) -> None:
    """A visit at the factory's door: the open gate, a table of questions, a lamp on."""
    board.open_air(c, 700, board.CONCRETE_1)
    c.rect(430, 200, 740, 500, board.BLUE)
    for y in range(220, 700, 30):
        c.rect(430, y, 740, 3, board.BLUE_MID)
    c.rect(600, 300, 400, 400, board.NAVY)
    c.poly([(600, 300), (520, 340), (520, 740), (600, 700)], board.CONCRETE_2)
    c.poly([(1000, 300), (1080, 340), (1080, 740), (1000, 700)], board.CONCRETE_2)
    c.poly([(640, 700), (960, 700), (1120, 900), (480, 900)], board.ORANGE_PALE)
    c.poly([(700, 430), (900, 430), (960, 700), (640, 700)], "#1d4c7e")
    c.rect(770, 330, 60, 16, board.ORANGE)
    c.rect(786, 346, 28, 30, board.ORANGE_PALE)
    c.rect(430, 160, 740, 50, board.INK)
    c.rect(640, 176, 320, 16, board.CONCRETE_1)
    for x, colour in ((660, board.ORANGE), (790, board.WHITE), (920, board.BLUE_PALE)):
        c.circle(x, 560, 34, board.CONCRETE_2)
        c.arc(x, 556, 36, 180, 360, colour)
        c.poly([(x - 52, 760), (x - 42, 604), (x + 42, 604), (x + 52, 760)], colour)
        c.poly([(x - 40, 556), (x - 30, 524), (x + 30, 524), (x + 40, 556)], colour)


def publicity(c: Canvas) -> None:
    """A newspaper, a telephone and a microphone: one story, three ways to hear it."""
    board.blueprint(c)
    c.rect(420, 200, 470, 560, board.CONCRETE_2)
    c.rect(400, 180, 470, 560, board.PAPER)
    c.rect(434, 214, 402, 40, board.INK)
    c.rect(434, 280, 402, 190, board.BLUE_PALE)
    c.rect(434, 420, 402, 50, board.CONCRETE_3)
    c.rect(560, 320, 130, 100, board.BLUE)
    c.line([(625, 280), (625, 320)], board.INK, 4)
    for row in range(7):
        c.rect(434, 500 + row * 32, 188, 9, board.CONCRETE_3)
        c.rect(648, 500 + row * 32, 188 if row < 6 else 110, 9, board.CONCRETE_3)
    c.rect(930, 320, 230, 420, board.INK)
    c.rect(944, 350, 202, 350, board.WHITE)
    c.rect(944, 350, 202, 120, board.BLUE_MID)
    c.poly([(1030, 384), (1030, 436), (1074, 410)], board.WHITE)
    c.rect(962, 500, 166, 8, board.CONCRETE_2)
    c.rect(962, 500, 90, 8, board.BLUE)
    c.rect(1048, 490, 6, 28, board.ORANGE)
    for row in range(4):
        c.rect(962, 546 + row * 34, (160, 130, 150, 90)[row], 10, board.CONCRETE_3)
    c.circle(1060, 190, 62, board.ORANGE)
    for y in (160, 184, 208):
        c.rect(1008, y, 104, 5, board.ORANGE_PALE)
    c.line([(1060, 250), (1060, 320)], board.CONCRETE_2, 14)
