"""Reads the words of one document. Run as a program, never imported by the site.

    python -m content.materials.reader EXTENSION FILE

It writes one JSON object a line: a page ({"number", "title", "text"}), at the end what it left out
({"cut": true}), or a refusal ({"refused": a value of MaterialProblem}). A file that is made to do
harm takes this process down and nothing else. Nothing in the file is run, fetched or followed.
"""

import csv
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

MOST_PAGES = 2_000
MOST_CHARACTERS = 1_500_000
LONGEST_PAGE = 60_000
MOST_PARTS = 20_000
MOST_UNPACKED_BYTES = 512 << 20
MOST_UNPACKED_SHARE = 200
"""A packed file may unpack to so many times its size: text does to some thirty."""
MOST_ROWS = 20_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"

Page = tuple[int, str, str]
"""Number, title and text."""


class RefusedDocumentError(Exception):
    """The message is a value of `MaterialProblem`."""


def pages_of(extension: str, path: Path) -> Iterator[Page]:
    """Raises RefusedDocumentError, and what the readers raise of a damaged file."""
    read = READERS[extension]
    if extension in _PACKED:
        _check_packed(path)
    yield from read(path)


def _check_packed(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(4) == _OLD_OFFICE:  # how Office stores what is protected by a password
            raise RefusedDocumentError("encrypted")
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise RefusedDocumentError("damaged") from error
    unpacked = sum(part.file_size for part in parts)
    share = unpacked / max(path.stat().st_size, 1)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED_BYTES:
        raise RefusedDocumentError("too_heavy")
    if share > MOST_UNPACKED_SHARE and unpacked > 16 << 20:
        raise RefusedDocumentError("too_heavy")


def _pdf(path: Path) -> Iterator[Page]:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        raise RefusedDocumentError("encrypted" if is_locked else "damaged") from error
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        words = page.get_textpage()
        yield number, "", words.get_text_bounded()
        words.close()
        page.close()


def _docx(path: Path) -> Iterator[Page]:
    """A heading begins a part: a Word file knows no pages until it is printed."""
    import docx
    from docx.table import Table

    number, title = 1, ""
    lines: list[str] = []
    for block in docx.Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            lines += _table(block.rows)
        elif (block.style.name if block.style else "").startswith(("Heading", "Title")):
            if lines or title:
                yield number, title, "\n".join(lines)
                number += 1
            title, lines = block.text.strip(), []
        else:
            lines.append(block.text)
    yield number, title, "\n".join(lines)


def _pptx(path: Path) -> Iterator[Page]:
    import pptx

    for number, slide in enumerate(pptx.Presentation(str(path)).slides, 1):
        heading = slide.shapes.title
        title = heading.text_frame.text if heading is not None else ""
        lines = [
            line
            for shape in slide.shapes
            if heading is None or shape.shape_id != heading.shape_id
            for line in _shape(shape)
        ]
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            lines.append(slide.notes_slide.notes_text_frame.text)
        yield number, " ".join(title.split()), "\n".join(lines)


def _shape(shape: Any) -> Iterator[str]:
    if getattr(shape, "shapes", None) is not None:  # a group
        for inner in shape.shapes:
            yield from _shape(inner)
    elif shape.has_text_frame:
        yield shape.text_frame.text
    elif getattr(shape, "has_table", False):
        yield from _table(shape.table.rows)


def _table(rows: Any) -> Iterator[str]:
    for row in rows:
        # A merged cell stands in the row as often as it is wide.
        cells = dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)
        yield " ".join(cell for cell in cells if cell)


def _xlsx(path: Path) -> Iterator[Page]:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    for number, sheet in enumerate(book.worksheets, 1):
        rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=200, values_only=True)
        yield number, sheet.title, "\n".join(_cells(row) for row in rows)


def _cells(row: Any) -> str:
    return " ".join(str(value).strip() for value in row if value is not None)


def _plain(path: Path) -> Iterator[Page]:
    yield 1, "", _decoded(path)


def _csv(path: Path) -> Iterator[Page]:
    rows = csv.reader(_decoded(path).splitlines())
    yield (
        1,
        "",
        "\n".join(" ".join(row) for _number, row in zip(range(MOST_ROWS), rows, strict=False)),
    )


def _decoded(path: Path) -> str:
    data = path.open("rb").read(MOST_CHARACTERS * 4)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


READERS: dict[str, Callable[[Path], Iterator[Page]]] = {
    **{"pdf": _pdf, "docx": _docx, "pptx": _pptx, "xlsx": _xlsx},
    **{"txt": _plain, "csv": _csv},
}
_PACKED = frozenset({"docx", "pptx", "xlsx"})


def main(arguments: list[str]) -> None:
    extension, name = arguments
    try:
        _write(extension, Path(name))
    except RefusedDocumentError as refusal:
        _say({"refused": str(refusal)})
    except MemoryError:
        _say({"refused": "too_heavy"})
    except Exception as error:  # noqa: BLE001  # whatever a reader makes of a damaged file
        _say({"refused": "damaged", "detail": repr(error)[:300]})


def _write(extension: str, path: Path) -> None:
    left = MOST_CHARACTERS
    for number, title, text in pages_of(extension, path):
        if number > MOST_PAGES or left <= 0:
            _say({"cut": True})
            return
        kept = _clean(text)[: min(LONGEST_PAGE, left)]
        left -= len(kept)
        if kept or title:
            _say({"number": number, "title": _clean(title)[:300], "text": kept})


def _clean(text: str) -> str:
    """Lines without what no database takes, and without empty ones."""
    plain = text.encode("utf-8", "replace").decode().replace("\x00", "")
    lines = (" ".join(line.split()) for line in plain.splitlines())
    return "\n".join(line for line in lines if line)


def _say(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
