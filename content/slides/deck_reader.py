"""Reads a PDF inside a child process: counts its pages, draws them, takes down their words.

Run as a program, never imported by the site: a file that is made to do harm takes this process
down and nothing else. Scripts and forms in the file are not run. It writes one JSON object a line.

    python -m content.slides.deck_reader count SOURCE
    python -m content.slides.deck_reader draw SOURCE FOLDER FIRST LAST
"""

import json
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from content.slides.page_text import Letter, lines_of, text_of, title_of

WIDTHS = {"small": 480, "large": 1440}
# A page higher than one and a half times its width is drawn as high as this and narrower.
TALLEST = 1.5
_MOST_LETTERS = 40_000
_QUALITY = 82


def main(arguments: list[str]) -> None:
    command, source, *rest = arguments
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        _say({"refused": "encrypted" if is_locked else "damaged", "detail": str(error)})
        return
    if command == "count":
        _say({"pages": len(document)})
        return
    folder, first, last = Path(rest[0]), int(rest[1]), int(rest[2])
    for number in range(first, min(last, len(document)) + 1):
        _say(_draw(document, number, folder))


def _draw(document: Any, number: int, folder: Path) -> dict[str, Any]:
    """Draw one page at both sizes into `<number>-<size>.webp`; what is known of it."""
    try:
        page = document[number - 1]
        large = _picture(page)
        letters = _letters(page)
        page.close()
    except pypdfium2.PdfiumError as error:
        return {"refused": "damaged", "detail": f"page {number}: {error}"}
    lines = lines_of(letters)
    facts: dict[str, Any] = {"number": number, "title": title_of(lines), "text": text_of(lines)}
    share = WIDTHS["small"] / WIDTHS["large"]
    small = large.resize(
        (max(1, round(large.width * share)), max(1, round(large.height * share))),
        Image.Resampling.LANCZOS,
    )
    for size, picture in (("small", small), ("large", large)):
        picture.save(folder / f"{number}-{size}.webp", "WEBP", quality=_QUALITY)
        facts[size] = [picture.width, picture.height]
    return facts


def _picture(page: Any) -> Image.Image:
    width, height = (max(side, 0.01) for side in page.get_size())
    scale = min(WIDTHS["large"] / width, WIDTHS["large"] * TALLEST / height)
    # Drawn to a size of ours, for the page's own may be anything.
    target = max(1, round(width * scale)), max(1, round(height * scale))
    bitmap = pypdfium2.PdfBitmap.new_native(*target, pdfium.FPDFBitmap_BGRx)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, *target)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, *target, 0, pdfium.FPDF_ANNOT)
    picture: Image.Image = bitmap.to_pil().convert("RGB")
    return picture


def _letters(page: Any) -> list[Letter]:
    textpage = page.get_textpage()
    letters: list[Letter] = []
    box = pdfium.FS_RECTF()
    for place in range(min(textpage.count_chars(), _MOST_LETTERS)):
        code = pdfium.FPDFText_GetUnicode(textpage, place)
        found = pdfium.FPDFText_GetLooseCharBox(textpage, place, box)
        height = abs(box.top - box.bottom) if found else 0.0
        letters.append(Letter(chr(code) if 0 < code < 0x110000 else " ", height))
    return letters


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
