"""Reads a table that people filled in, CSV or XLSX, as rows of texts; judges nothing in them.

A spreadsheet is a stranger's archive of XML: it is measured before it is unpacked, and read
without entities, within fixed rows and columns.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
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


class TableError(ValidationError):
    """The table as a whole cannot be used; the message says why."""


@dataclass(frozen=True)
class TableRow:
    """`number` is the line in the file or sheet, the header's being 1; every column is a key."""

    number: int
    values: dict[str, str]


def read_table(path: Path, headers: Mapping[str, str], needed: str) -> list[TableRow]:
    """Rows that hold anything. `headers` are the names that people give to our columns, in small
    letters, each with ours; the column `needed` must be there.

    Raises TableError, and OSError where the file cannot be opened.
    """
    if path.stat().st_size > _LARGEST_FILE_BYTES:
        raise TableError(_("The table is larger than 20 MB."))
    read = _xlsx_lines if path.suffix.lower() in (".xlsx", ".xlsm") else _csv_lines
    lines = read(path)
    try:
        header = next(lines)
    except StopIteration:
        raise TableError(_("The table is empty.")) from None
    columns = _columns(header, headers, needed)
    rows = []
    for number, cells in enumerate(lines, start=2):
        texts = [_text(cell) for cell in cells]
        if not any(texts):
            continue
        if number > MOST_ROWS + 1:
            raise TableError(_("The table has more than %d rows.") % MOST_ROWS)
        values = {name: texts[at] if at < len(texts) else "" for name, at in columns.items()}
        rows.append(TableRow(number, {name: values.get(name, "") for name in headers.values()}))
    return rows


def _columns(header: list[Any], headers: Mapping[str, str], needed: str) -> dict[str, int]:
    """Our names of the columns there are, with their places."""
    found: dict[str, int] = {}
    unknown = []
    for at, cell in enumerate(header):
        text = _text(cell)
        name = headers.get(" ".join(text.lower().replace("_", " ").split()))
        if name is None:
            if text:
                unknown.append(text)
        elif name in found:
            raise TableError(_("The column “%s” is there twice.") % text)
        else:
            found[name] = at
    if needed not in found:
        names = " / ".join(name for name, ours in headers.items() if ours == needed)
        raise TableError(_("The table has no column “%s”.") % names)
    if unknown:
        raise TableError(_("Unknown columns: %s.") % ", ".join(unknown))
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
        raise TableError(_("The table cannot be read as CSV: %s.") % error) from error


def _decoded(content: bytes) -> str:
    """UTF-8, or what Chinese Excel writes. Raises TableError."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise TableError(_("The table is not a text in UTF-8 or GB 18030."))


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
    except TableError:
        raise
    except Exception as error:  # openpyxl lets anything through
        raise _unreadable() from error


def _refuse_bombs(path: Path) -> None:
    """Raises TableError for an archive that unpacks to too much, or holds document types."""
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
        raise TableError(_("The spreadsheet unpacks to far more than it says; it is refused."))


def _refuse_entities(stream: IO[bytes]) -> None:
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        for _event, element in iterparse(stream, forbid_dtd=True):
            element.clear()
    except DefusedXmlException as error:
        raise TableError(_("The spreadsheet holds XML entities; it is refused.")) from error
    except ParseError as error:
        raise _unreadable() from error


def _unreadable() -> TableError:
    return TableError(_("The table cannot be read as a spreadsheet (XLSX)."))
