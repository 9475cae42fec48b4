"""The documents that go with the courses: made when the demonstration is loaded, from its texts."""

import io
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
from django.core.files.base import ContentFile

from content.core.audience import Audience, AudienceKind
from content.demo.scripts import lecture_scripts
from content.demo.texts import table
from content.library.models import CustomDocument

_ENDINGS = {"form": "xlsx", "notes": "docx", "glossary": "xlsx"}
_WIDTH = 36


def filename_of(row: dict[str, Any]) -> str:
    return f"lectern-demo-{row['key']}.{_ENDINGS[row['kind']]}"


def material_rows() -> dict[str, dict[str, Any]]:
    """What is to be made, by key."""
    return {row["key"]: row for row in table("materials")["materials"]}


def document_of(row: dict[str, Any]) -> CustomDocument:
    """The document in the library; made where it is not there yet."""
    stem = filename_of(row).rpartition(".")[0]
    found: CustomDocument | None = CustomDocument.objects.filter(
        title=row["title_zh"], file__contains=stem
    ).first()
    if found is not None:
        return found
    makers: dict[str, Callable[[dict[str, Any]], bytes]] = {
        "form": _form,
        "notes": _notes,
        "glossary": _glossary,
    }
    made: CustomDocument = CustomDocument.objects.create(
        title=row["title_zh"],
        audience=Audience(AudienceKind(row["audience"])),
        file=ContentFile(makers[row["kind"]](row), name=filename_of(row)),
    )
    made.get_file_size()  # which keeps it
    return made


def _form(row: dict[str, Any]) -> bytes:
    return _sheet(row["title_zh"], row["lines"])


def _glossary(row: dict[str, Any]) -> bytes:
    """With the columns that the administration imports."""
    lines = [["术语", "其他写法", "误听误写", "单位", "释义（中文）", "释义（英文）"]]
    for term in table("taxonomy")["terms"]:
        forms = ("variants", "mishearings", "units")
        cells = ["；".join(term.get(name, ())) for name in forms]
        lines.append([term["term"], *cells, term["zh"], term["en"]])
    return _sheet(row["title_zh"], lines)


def _sheet(title: str, lines: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title[:31]
    for line in lines:
        sheet.append(line)
    for column in sheet.columns:
        sheet.column_dimensions[column[0].column_letter].width = _WIDTH
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _notes(row: dict[str, Any]) -> bytes:
    """The outline of a lecture: its chapters with their points."""
    [script] = [script for script in lecture_scripts() if script.slug == row["lecture"]]
    document = docx.Document()
    document.add_heading(row["title_zh"], level=0)
    document.add_paragraph(script.summary)
    for chapter in script.chapters:
        document.add_heading(chapter.title, level=1)
        for point in chapter.points:
            document.add_paragraph(point, style="List Bullet")
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()
