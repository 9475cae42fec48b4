"""The slides of a lecture as a PDF to hand out: each chapter's points in both languages.

Every page is a picture, with its words laid over it unseen, so that they are found and read aloud.
The same script gives the same bytes. Needs a CJK font, as the recordings' own slides do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from content.demo.drawing import canvas as board
from content.demo.drawing.subjects import draw
from content.demo.media.slides import ART_LEFT, LEFT, MEASURE, SIZE, STRIP_TOP, font, wrap
from content.demo.scripts import Chapter, LectureScript

PAGE_POINTS = (960, 540)
_SCALE = PAGE_POINTS[0] / SIZE[0]
_JPEG_QUALITY = 82
# A font that readers of PDF bring along; nobody sees it, for the words are drawn already.
_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
    b" /DescendantFonts [4 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>",
)


@dataclass(frozen=True)
class Line:
    """One line of a page: its left and top edge and the size of its letters, in pixels."""

    left: int
    top: int
    size: int
    text: str
    colour: str
    bold: bool = False


def deck_of(script: LectureScript) -> bytes:
    """A PDF with one page a chapter."""
    pages = []
    for number, chapter in enumerate(script.chapters, start=1):
        words = list(_body(chapter))
        pages.append((_picture(chapter.subject, [*words, *_frame(script, number)]), words))
    return _pdf(pages)


def _body(chapter: Chapter) -> Iterator[Line]:
    top = 104
    for text in wrap(chapter.title, font(46, True), MEASURE):
        yield Line(LEFT, top, 46, text, board.INK, bold=True)
        top += 65
    for text in wrap(chapter.title_other, font(21), MEASURE):
        yield Line(LEFT, top + 8, 21, text, board.STEEL)
        top += 30
    top += 56
    for point, other in zip(chapter.points, chapter.points_other, strict=True):
        for text in wrap(point, font(27), MEASURE - 34):
            yield Line(LEFT + 30, top, 27, text, board.STEEL_DARK)
            top += 38
        for text in wrap(other, font(18), MEASURE - 34):
            yield Line(LEFT + 30, top, 18, text, board.STEEL)
            top += 26
        top += 18


def _frame(script: LectureScript, number: int) -> Iterator[Line]:
    """What stands on every page; it is drawn only, for nobody looks for it."""
    kicker = f"{number:02d} / {len(script.chapters):02d}"
    yield Line(LEFT, 64, 20, kicker, board.BLUE, bold=True)
    foot = f"{script.title}  ·  {script.title_other}  ·  {script.recorded_on:%Y-%m-%d}"
    yield Line(LEFT, STRIP_TOP + 32, 15, foot, board.STEEL)


def _picture(subject: str, lines: Sequence[Line]) -> bytes:
    image = Image.new("RGB", SIZE, board.PAPER)
    art = draw(subject, round(STRIP_TOP * 16 / 9))
    spare = (art.width - (SIZE[0] - ART_LEFT)) // 2
    image.paste(art.crop((spare, 0, spare + SIZE[0] - ART_LEFT, STRIP_TOP)), (ART_LEFT, 0))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, STRIP_TOP, *SIZE), fill=board.WHITE)
    pen.rectangle((0, STRIP_TOP, SIZE[0], STRIP_TOP + 1), fill=board.CONCRETE_2)
    for line in lines:
        pen.text(
            (line.left, line.top), line.text, font=font(line.size, line.bold), fill=line.colour
        )
        if line.size == 27:
            pen.rectangle((LEFT, line.top + 14, LEFT + 11, line.top + 25), fill=board.BLUE)
    data = BytesIO()
    image.save(data, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    return data.getvalue()


def _pdf(pages: Sequence[tuple[bytes, Sequence[Line]]]) -> bytes:
    """Objects 1 to 4 are the catalogue, the list of pages and the font; then three a page."""
    kids = b" ".join(b"%d 0 R" % (7 + 3 * place) for place in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        *_FONT,
    ]
    for picture, words in pages:
        content = b"q %d 0 0 %d 0 0 cm /P Do Q\n" % PAGE_POINTS + _unseen(words)
        first = len(objects) + 1
        objects += [
            _stream(
                b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB"
                b" /BitsPerComponent 8 /Filter /DCTDecode" % SIZE,
                picture,
            ),
            _stream(b"", content),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R /Resources"
            b" << /Font << /F 3 0 R >> /XObject << /P %d 0 R >> >> >>"
            % (*PAGE_POINTS, first + 1, first),
        ]
    return _assembled(objects)


def _unseen(lines: Sequence[Line]) -> bytes:
    """Words where they are drawn, in letters that are not painted (`3 Tr`)."""
    return b"\n".join(
        b"BT 3 Tr /F %.1f Tf %.1f %.1f Td <%s> Tj ET"
        % (
            line.size * _SCALE,
            line.left * _SCALE,
            PAGE_POINTS[1] - (line.top + 1.1 * line.size) * _SCALE,
            line.text.encode("utf-16-be").hex().encode(),
        )
        for line in lines
    )


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def _assembled(objects: Sequence[bytes]) -> bytes:
    """A file of these objects, numbered from 1; the first is the catalogue."""
    data = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(data)
