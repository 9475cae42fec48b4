"""Documents of every kind, good and bad, read in the child in which the site reads them."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from content.materials.reading import LIMITS, Reading, read
from tests.office_files import make_bomb, make_docx, make_pptx, make_xlsx
from tests.pdf_files import make_pdf


def reading_of(tmp_path: Path, extension: str, data: bytes, **options: object) -> Reading:
    path = tmp_path / f"file.{extension}"
    path.write_bytes(data)
    return read(path, extension, **options)  # type: ignore[arg-type]


def test_a_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    data = make_pdf([("Grouting", "sleeve"), ("Inspection", "of joints")])
    found = reading_of(tmp_path, "pdf", data)
    assert [(number, title) for number, title, _text in found.pages] == [(1, ""), (2, "")]
    assert "Inspection" in found.pages[1][2]


def test_a_word_file_is_read_by_its_headings_tables_included(tmp_path: Path) -> None:
    found = reading_of(tmp_path, "docx", make_docx(("总则", "套筒灌浆。"), ("检测", "饱满度。")))
    assert found.pages == [(1, "总则", "套筒灌浆。"), (2, "检测", "饱满度。\n构件 叠合板")]


def test_slides_are_read_with_their_notes(tmp_path: Path) -> None:
    found = reading_of(tmp_path, "pptx", make_pptx(("模数协调", "三百毫米"), ("检测", "钻孔")))
    assert found.pages == [
        (1, "模数协调", "三百毫米\n备注模数协调"),
        (2, "检测", "钻孔\n备注检测"),
    ]


def test_sheets_are_read_by_their_rows(tmp_path: Path) -> None:
    data = make_xlsx(产量=[["构件", "数量"], ["叠合板", 1200]], 空=[])
    found = reading_of(tmp_path, "xlsx", data)
    assert found.pages == [(1, "产量", "构件 数量\n叠合板 1200"), (2, "空", "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_plain_text_is_read_in_the_encodings_that_offices_use(
    tmp_path: Path, encoding: str
) -> None:
    found = reading_of(tmp_path, "txt", "套筒灌浆\x00\n\n饱满度".encode(encoding))
    assert found.pages == [(1, "", "套筒灌浆\n饱满度")]


@pytest.mark.parametrize("extension", ["pdf", "docx", "pptx", "xlsx"])
@pytest.mark.parametrize("data", [b"", b"nonsense", b"PK\x03\x04" + b"\x00" * 50, b"%PDF-1.4\n%%"])
def test_a_damaged_file_is_refused_and_harms_nothing(
    tmp_path: Path, extension: str, data: bytes
) -> None:
    found = reading_of(tmp_path, extension, data)
    assert (found.problem, found.pages) == ("damaged", [])


def test_a_file_protected_by_a_password_is_refused_by_name(tmp_path: Path) -> None:
    found = reading_of(tmp_path, "docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    assert found.problem == "encrypted"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    assert reading_of(tmp_path, "docx", make_bomb()).problem == "too_heavy"


def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    endless = tmp_path / "a.txt"
    os.mkfifo(endless)  # nobody ever writes into it
    found = read(endless, "txt", limits=replace(LIMITS, wall_seconds=1))
    assert (found.problem, found.pages) == ("too_slow", [])


def test_a_very_long_document_is_read_as_far_as_is_useful(tmp_path: Path) -> None:
    found = reading_of(tmp_path, "txt", b"word " * 500_000)
    assert len(found.pages[0][2]) == 60_000
    pages = make_xlsx(**{f"s{number}": [["x" * 30_000] * 3] for number in range(30)})
    assert reading_of(tmp_path, "xlsx", pages).is_cut
