"""Reads a manifest of recordings, CSV or XLSX, as rows of texts; judges nothing in them.

A spreadsheet is a stranger's archive of XML: it is measured before it is unpacked, and read
without entities, within fixed rows and columns.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_ROWS = 10_000
MOST_COLUMNS = 50
_LARGEST_FILE_BYTES = 20 << 20
_LARGEST_UNPACKED_BYTES = 64 << 20
_MOST_MEMBERS = 1_000
_HIGHEST_RATIO = 200
_UNSUSPICIOUS_BYTES = 1 << 20

COLUMNS = ("file", "title", "speaker", "date", "language", "unit", "audience")
_HEADERS = {
    **{name: name for name in COLUMNS},
    "filename": "file", "path": "file", "文件": "file", "文件名": "file", "录像文件": "file",
    "标题": "title", "题目": "title", "名称": "title",
    "主讲": "speaker", "主讲人": "speaker", "讲师": "speaker",
    "recorded on": "date", "日期": "date", "录制日期": "date", "时间": "date",
    "语言": "language", "语种": "language",
    "单位": "unit", "部门": "unit",
    "可见范围": "audience", "受众": "audience", "范围": "audience",
}  # fmt: skip


class ManifestError(ValidationError):
    """The manifest as a whole cannot be used; the message says why."""


@dataclass(frozen=True)
class ManifestRow:
    """`number` is the line in the file or sheet, the header's being 1; every column is a key."""

    number: int
    values: dict[str, str]


def read_manifest(path: Path) -> list[ManifestRow]:
    """Rows that hold anything. Raises ManifestError, and OSError where it cannot be opened."""
    if path.stat().st_size > _LARGEST_FILE_BYTES:
        raise ManifestError(_("The manifest is larger than 20 MB."))
    read = _xlsx_lines if path.suffix.lower() in (".xlsx", ".xlsm") else _csv_lines
    lines = read(path)
    try:
        header = next(lines)
    except StopIteration:
        raise ManifestError(_("The manifest is empty.")) from None
    columns = _columns(header)
    rows = []
    for number, cells in enumerate(lines, start=2):
        texts = [_text(cell) for cell in cells]
        if not any(texts):
            continue
        if number > MOST_ROWS + 1:
            raise ManifestError(_("The manifest has more than %d rows.") % MOST_ROWS)
        values = {name: texts[at] if at < len(texts) else "" for name, at in columns.items()}
        rows.append(ManifestRow(number, {name: values.get(name, "") for name in COLUMNS}))
    return rows


def _columns(header: list[Any]) -> dict[str, int]:
    """Our names of the columns there are, with their places."""
    found: dict[str, int] = {}
    unknown = []
    for at, cell in enumerate(header):
        text = _text(cell)
        name = _HEADERS.get(" ".join(text.lower().replace("_", " ").split()))
        if name is None:
            if text:
                unknown.append(text)
        elif name in found:
            raise ManifestError(_("The column “%s” is there twice.") % text)
        else:
            found[name] = at
    if "file" not in found:
        raise ManifestError(_("The manifest has no column “file” (文件)."))
    if unknown:
        raise ManifestError(_("Unknown columns: %s.") % ", ".join(unknown))
    return found


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()


def _csv_lines(path: Path) -> Iterator[list[Any]]:
    text = _decoded(path.read_bytes())
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise ManifestError(_("The manifest cannot be read as CSV: %s.") % error) from error


def _decoded(content: bytes) -> str:
    """UTF-8, or what Chinese Excel writes. Raises ManifestError."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ManifestError(_("The manifest is not a text in UTF-8 or GB 18030."))


def _xlsx_lines(path: Path) -> Iterator[list[Any]]:
    import openpyxl  # heavy, and for spreadsheets only

    _refuse_bombs(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            # One row more than is taken, so that a longer sheet is noticed.
            for row in sheet.iter_rows(
                max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True
            ):
                yield list(row)
        finally:
            book.close()
    except ManifestError:
        raise
    except Exception as error:  # openpyxl lets anything through
        raise _unreadable() from error


def _refuse_bombs(path: Path) -> None:
    """Raises ManifestError for an archive that unpacks to too much, or holds document types."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _measure(members)
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    with archive.open(member) as stream:
                        _refuse_entities(stream)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise _unreadable() from error


def _measure(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    dense = any(
        member.file_size > _UNSUSPICIOUS_BYTES
        and member.file_size > _HIGHEST_RATIO * max(1, member.compress_size)
        for member in members
    )
    if len(members) > _MOST_MEMBERS or unpacked > _LARGEST_UNPACKED_BYTES or dense:
        raise ManifestError(_("The spreadsheet unpacks to far more than it says; it is refused."))


def _refuse_entities(stream: IO[bytes]) -> None:
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        for _event, element in iterparse(stream, forbid_dtd=True):
            element.clear()
    except DefusedXmlException as error:
        raise ManifestError(_("The spreadsheet holds XML entities; it is refused.")) from error
    except ParseError as error:
        raise _unreadable() from error


def _unreadable() -> ManifestError:
    return ManifestError(_("The manifest cannot be read as a spreadsheet (XLSX)."))
