"""Manifests: what people write, and what attackers do."""

import datetime
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.core.tables import MOST_ROWS, TableError
from content.recordings.manifest import read_manifest


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def make_sheet(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def rewrite(path: Path, member: str, content: bytes) -> Path:
    """The same spreadsheet with one of its members replaced."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[member] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return path


SHEET = "xl/worksheets/sheet1.xml"
SHEET_HEAD = (
    b'<?xml version="1.0"?>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
)


def test_csv_is_read_with_its_rows_numbered(tmp_path: Path) -> None:
    path = write(tmp_path / "m.csv", "File,Title\na.mp4,One\n\n,\nb.mp4,Two\n")
    rows = read_manifest(path)
    assert [(row.number, row.values["file"], row.values["title"]) for row in rows] == [
        (2, "a.mp4", "One"),
        (5, "b.mp4", "Two"),
    ]
    assert rows[0].values["speaker"] == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_as_chinese_offices_write_it(tmp_path: Path, encoding: str, mark: str) -> None:
    text = f"文件名{mark}标题{mark}主讲人{mark}日期\n一.mp4{mark}第一讲{mark}王工{mark}2026-05-31\n"
    (row,) = read_manifest(write(tmp_path / "m.csv", text.encode(encoding)))
    assert row.values["title"] == "第一讲"
    assert (row.values["speaker"], row.values["date"]) == ("王工", "2026-05-31")


def test_spreadsheet_is_read_with_its_dates(tmp_path: Path) -> None:
    day = datetime.datetime(2026, 5, 31)  # noqa: DTZ001  # as spreadsheets have them
    path = make_sheet(tmp_path / "m.xlsx", ["文件", "标题", "日期"], ["a.mp4", 2026, day])
    (row,) = read_manifest(path)
    assert (row.values["title"], row.values["date"]) == ("2026", "2026-05-31")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "title\nx\n",
        "file,file\na,b\n",
        "file,colour\na,b\n",
        "file\na\x00b\n",
        b"\xff\xfe\x00\x01\x80",
        'file\n"never closed\n',
    ],
)
def test_csv_that_cannot_be_used_is_refused_in_words(tmp_path: Path, content: str | bytes) -> None:
    with pytest.raises(TableError) as refused:
        read_manifest(write(tmp_path / "m.csv", content))
    assert refused.value.messages[0]


def test_manifest_of_too_many_rows_is_refused(tmp_path: Path) -> None:
    lines = "\n".join(f"{number}.mp4" for number in range(MOST_ROWS + 1))
    with pytest.raises(TableError):
        read_manifest(write(tmp_path / "m.csv", "file\n" + lines))


def test_archive_that_unpacks_to_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = make_sheet(tmp_path / "m.xlsx", ["file"], ["a.mp4"])
    rewrite(path, SHEET, SHEET_HEAD + b" " * (50 << 20))
    assert path.stat().st_size < 1 << 20
    with pytest.raises(TableError):
        read_manifest(path)


def test_archive_of_too_many_members_is_refused(tmp_path: Path) -> None:
    path = make_sheet(tmp_path / "m.xlsx", ["file"], ["a.mp4"])
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(1001):
            archive.writestr(f"xl/media/{number}.txt", "x")
    with pytest.raises(TableError):
        read_manifest(path)


def test_billion_laughs_are_refused(tmp_path: Path) -> None:
    path = make_sheet(tmp_path / "m.xlsx", ["file"], ["a.mp4"])
    laughs = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    )
    for member in (SHEET, "xl/workbook.xml", "[Content_Types].xml"):
        with pytest.raises(TableError):
            read_manifest(rewrite(path, member, laughs))


def test_entity_naming_a_file_of_the_server_is_refused(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret", "canary")
    path = make_sheet(tmp_path / "m.xlsx", ["file"], ["a.mp4"])
    body = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}">]><x>&s;</x>'
    with pytest.raises(TableError) as refused:
        read_manifest(rewrite(path, SHEET, body.encode()))
    assert "canary" not in str(refused.value)


def test_sheet_that_claims_to_be_immense_is_read_for_what_it_holds(tmp_path: Path) -> None:
    path = make_sheet(tmp_path / "m.xlsx", ["file"], ["a.mp4"])
    cell = b'<c r="%s" t="inlineStr"><is><t>%s</t></is></c>'
    rows = (
        b'<row r="1">' + cell % (b"A1", b"file") + b"</row>"
        b'<row r="2">' + cell % (b"A2", b"a.mp4") + cell % (b"XFD2", b"far") + b"</row>"
    )
    body = SHEET_HEAD + b'<dimension ref="A1:XFD1048576"/><sheetData>' + rows + b"</sheetData>"
    (row,) = read_manifest(rewrite(path, SHEET, body + b"</worksheet>"))
    assert row.values["file"] == "a.mp4"


def test_row_at_the_end_of_the_world_is_not_walked_to(tmp_path: Path) -> None:
    path = make_sheet(tmp_path / "m.xlsx", ["file"], ["a.mp4"])
    far = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    first = b'<row r="1"><c r="A1" t="inlineStr"><is><t>file</t></is></c></row>'
    body = SHEET_HEAD + b"<sheetData>" + first + far + b"</sheetData></worksheet>"
    assert read_manifest(rewrite(path, SHEET, body)) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"file,title\n"])
def test_what_is_no_spreadsheet_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(TableError):
        read_manifest(write(tmp_path / "m.xlsx", content))


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_rows_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("m")
    for name in ("m.csv", "m.xlsx"):
        try:
            read_manifest(write(folder / name, content))
        except TableError:
            continue
