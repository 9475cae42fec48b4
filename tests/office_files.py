"""Word, PowerPoint and Excel files made on the spot: no binaries of strangers in the tests."""

import io
import zipfile
from collections.abc import Sequence

import docx
import openpyxl
import pptx


def make_docx(*parts: tuple[str, str]) -> bytes:
    """Headings, each with a paragraph below it; the last has a table as well."""
    document = docx.Document()
    for heading, text in parts:
        document.add_heading(heading)
        document.add_paragraph(text)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "构件"
    table.rows[0].cells[1].text = "叠合板"
    return _saved(document)


def make_pptx(*slides: tuple[str, str]) -> bytes:
    deck = pptx.Presentation()
    for title, text in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
        slide.notes_slide.notes_text_frame.text = f"备注{title}"
    return _saved(deck)


def make_xlsx(**sheets: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return _saved(book)


def make_bomb(megabytes: int = 64) -> bytes:
    """A packed file that says it is a Word document and unpacks to very much of nothing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"\x00" * (megabytes << 20))
    return buffer.getvalue()


def _saved(thing) -> bytes:
    buffer = io.BytesIO()
    thing.save(buffer)
    return buffer.getvalue()
