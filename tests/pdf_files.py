"""PDF files written by hand, good and bad: no binaries of strangers in the tests."""

from collections.abc import Sequence

Page = Sequence[str]
WIDE = (960.0, 540.0)


def make_pdf(
    pages: Sequence[Page],
    *,
    size: tuple[float, float] = WIDE,
    extra: bytes = b"",
    bars: bool = True,
) -> bytes:
    """A deck whose pages have these lines, the first in large letters.

    `extra` are entries of the catalogue; `bars` draws shapes that tell pages apart. Chinese
    is set in a font that readers bring along.
    """
    objects: list[bytes] = [
        b"",  # the catalogue, when the number of pages' parent is known
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [5 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>",
    ]
    kids = []
    for number, lines in enumerate(pages, start=1):
        content = _content(lines, number if bars else 0, size)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Contents %d 0 R /Resources"
            b" << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % (*size, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R %s >>" % extra
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return assemble(objects)


def assemble(objects: Sequence[bytes], *, trailer: bytes = b"") -> bytes:
    """A file of these objects, numbered from 1; the first is the catalogue."""
    data = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return data + b"startxref\n%d\n%%%%EOF\n" % start


def many_pages(count: int) -> bytes:
    """So many pages that are all one and the same."""
    kids = b"3 0 R " * count
    return assemble(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] >>",
        ]
    )


def encrypted() -> bytes:
    """Locked by a password that nobody knows."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] >>",
        b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <%s> /U <%s> >>"
        % (b"1f" * 32, b"2e" * 32),
    ]
    return assemble(objects, trailer=b"/Encrypt 4 0 R /ID [<00ff> <00ff>]")


def _content(lines: Page, number: int, size: tuple[float, float]) -> bytes:
    """Text, and bars whose place tells the page from the others at a glance."""
    width, height = size
    parts = [b"0.93 0.95 0.98 rg 0 0 %g %g re f" % (width, height)]
    parts.append(b"0.1 0.25 0.5 rg 0 %g %g %g re f" % (height * 0.86, width, height * 0.02))
    seed = number * 2654435761
    for place in range(6 if number else 0):
        seed = (seed * 1103515245 + 12345) % (1 << 31)
        left, bottom = (seed >> 8) % 700 / 1000 * width, (0.06 + 0.12 * place) * height
        shade = 0.2 + ((seed >> 18) % 50) / 100
        parts.append(
            b"%g %g 0.6 rg %g %g %g %g re f"
            % (shade, shade, left, bottom, (0.1 + (seed >> 4) % 20 / 100) * width, 0.05 * height)
        )
    for place, line in enumerate(lines):
        points = 40 if place == 0 else 22
        bottom = height * 0.9 if place == 0 else height * (0.8 - 0.08 * place)
        font, text = (
            (b"F1", b"(%s)" % line.translate(_ESCAPES).encode("ascii"))
            if line.isascii()
            else (b"F2", b"<%s>" % line.encode("utf-16-be").hex().encode())
        )
        parts.append(b"0 g BT /%s %d Tf %g %g Td %s Tj ET" % (font, points, 40, bottom, text))
    return b"\n".join(parts)


_ESCAPES = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})
