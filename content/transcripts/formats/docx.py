"""Word, for filing: a title, what is known of the recording, and paragraphs with their times.

The one format that is no text, and that tells more than the cues; so it has a writer of its own.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docx import Document
from docx.document import Document as Writing
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle

from content.transcripts.formats.base import CueLike, checked, clock, plain
from content.transcripts.formats.txt import paragraphs

NAME = "docx"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FONTS = {"Normal": ("FangSong", "Times New Roman", 12), "Title": ("SimHei", "Arial", 20)}


@dataclass(frozen=True, slots=True)
class FilingFacts:
    """What stands above the words: (label, value) each, already in the reader's language."""

    title: str
    facts: Sequence[tuple[str, str]]


def write(cues: Iterable[CueLike], filing: FilingFacts) -> bytes:
    """The file. Raises `UnwritableCueError`."""
    known = checked(cues)
    document = Document()
    _set_fonts(document)
    document.core_properties.title = plain(filing.title)
    document.core_properties.author = ""
    document.add_paragraph(plain(filing.title), style="Title")
    if filing.facts:
        table = document.add_table(rows=0, cols=2)
        for label, value in filing.facts:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = plain(label), plain(value)
            cells[0].width, cells[1].width = Cm(3.5), Cm(12.5)
        document.add_paragraph()
    for start_ms, text in paragraphs(known):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{clock(start_ms, '.')[:8]}  ").bold = True
        paragraph.add_run(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _set_fonts(document: Writing) -> None:
    """Word takes Chinese characters from a font of their own, or else from any."""
    for name, (chinese, latin, size) in _FONTS.items():
        style = document.styles[name]
        if not isinstance(style, ParagraphStyle):
            continue
        style.font.name, style.font.size = latin, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), chinese)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
