"""`manage.py import_recordings`: judged as a whole, made once, never outside its folder."""

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Collection

from content.core.audience import Audience
from content.recordings import storage
from content.recordings.models import Recording
from content.taxonomy.models import Speaker
from content.uploads.models import Upload
from tests.factories.people import make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "data"
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    place = tmp_path / "lectures"
    (place / "2026").mkdir(parents=True)
    (place / "第一讲_地基.mp4").write_bytes(b"\x00 first" * 1000)
    (place / "2026" / "talk (1).mp3").write_bytes(b"\x00 second" * 1000)
    (place / "notes.txt").write_text("not a recording")
    (place / ".hidden.mp4").write_bytes(b"\x00 hidden")
    return place


def run(folder: Path, *options: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_recordings", str(folder), "--json", *options, stdout=out)
    outcome: dict[str, Any] = json.loads(out.getvalue())
    return outcome


def refused(folder: Path, *options: str) -> list[tuple[int, list[str]]]:
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_recordings", str(folder), "--json", *options, stdout=out)
    problems = json.loads(out.getvalue())["problems"]
    return [(one["row"], one["problems"]) for one in problems]


def test_every_media_file_becomes_a_recording_and_the_folder_stays(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    outcome = run(folder)
    assert {one["title"] for one in outcome["made"]} == {"第一讲 地基", "talk"}
    recording = Recording.objects.get(title="第一讲 地基")
    source = storage.folder_of(recording.uuid) / "source"
    assert source.read_bytes() == (folder / "第一讲_地基.mp4").read_bytes()
    assert source.stat().st_ino != (folder / "第一讲_地基.mp4").stat().st_ino
    assert recording.original_filename == "第一讲_地基.mp4"
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_run_again_it_makes_nothing_twice_also_under_another_name(folder: Path) -> None:
    run(folder)
    (folder / "第一讲_地基.mp4").rename(folder / "renamed.mp4")
    outcome = run(folder)
    assert outcome["made"] == []
    assert len(outcome["already"]) == Recording.objects.count() == 2
    Recording.objects.filter(title="talk").delete()
    assert len(run(folder)["made"]) == 1  # deleted on purpose, and asked for on purpose


def test_two_files_of_one_content_make_one_recording(folder: Path) -> None:
    (folder / "copy.mp4").write_bytes((folder / "第一讲_地基.mp4").read_bytes())
    run(folder)
    assert Recording.objects.count() == 2


def test_killed_import_goes_on_with_the_bytes_it_had(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("content.uploads.local_files.PIECE_BYTES", 3000)
    with monkeypatch.context() as broken:
        broken.setattr("content.uploads.services.adopt", _killed)
        with pytest.raises(KeyboardInterrupt):
            run(folder)
    assert not Recording.objects.exists()
    left = Upload.objects.open().get()
    assert left.offset_bytes == left.size_bytes
    run(folder)
    assert Recording.objects.filter(uuid=left.uuid).exists()
    assert Recording.objects.count() == 2


def _killed(**values: object) -> str:
    raise KeyboardInterrupt


def test_dry_run_makes_nothing(folder: Path) -> None:
    outcome = run(folder, "--dry-run")
    assert (outcome["rows"], outcome["made"]) == (2, [])
    assert not Recording.objects.exists()
    assert not Upload.objects.exists()


def test_manifest_says_what_the_recordings_are(folder: Path, tmp_path: Path) -> None:
    speaker = Speaker.objects.create(name_zh="王工", name_en="Wang Gong")
    unit, other = make_unit(code="haining"), make_unit(code="tongxiang")
    editor = make_user("S0001")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["文件名", "标题", "主讲人", "日期", "语言", "单位", "可见范围"])
    sheet.append(
        ["第一讲_地基.mp4", "地基与基础", "王工", "2026年5月31日", "中文", "haining", "公开"]
    )
    sheet.append(
        ["2026/talk (1).mp3", "", "Wang Gong", "2026/6/1", "en", "", f"haining；{other.name_zh}"]
    )
    manifest = tmp_path / "m.xlsx"
    book.save(manifest)
    run(folder, "--manifest", str(manifest), "--user", "S0001", "--publish")
    first = Recording.objects.get(title="地基与基础")
    assert (first.speaker, first.unit, first.language) == (speaker, unit, "zh")
    assert str(first.recorded_on) == "2026-05-31"
    assert first.audience == Audience.public()
    assert (first.created_by, first.publish_page) == (editor, True)
    second = Recording.objects.get(title="talk")
    assert second.audience == Audience.of_units([unit.pk, other.pk])


def test_all_problems_are_told_with_their_rows_and_nothing_is_made(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "list.mp4").write_text("#EXTM3U\nfile.ts\n")
    (folder / "empty.mp4").write_bytes(b"")
    manifest = tmp_path / "m.csv"
    manifest.write_text(
        "file,title,speaker,date,language,unit,audience\n"
        "第一讲_地基.mp4,,,,,,\n"
        "missing.mp4,,,,,,\n"
        "list.mp4,,,,,,\n"
        "empty.mp4,,,,,,\n"
        "2026/talk (1).mp3,,Nobody,31.5.2026,klingon,nowhere,elsewhere\n"
        f"第一讲_地基.mp4,{'x' * 201},,,,,\n"
    )
    problems = dict(refused(folder, "--manifest", str(manifest)))
    assert sorted(problems) == [3, 4, 5, 6, 7]
    assert len(problems[6]) == 5
    assert len(problems[7]) == 2
    assert not Recording.objects.exists()


@pytest.mark.parametrize(
    "name", ["../secret.mp4", "link.mp4", "links/secret.mp4", "/etc/passwd", ""]
)
def test_nothing_outside_the_folder_is_read(folder: Path, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "secret.mp4"
    outside.write_bytes(b"\x00 canary")
    (folder / "link.mp4").symlink_to(outside)
    (folder / "links").symlink_to(tmp_path)
    manifest = tmp_path / "m.csv"
    manifest.write_text(f"file,title\n{name},Title\n")
    assert [row for row, _problems in refused(folder, "--manifest", str(manifest))] == [2]
    assert {one["file"] for one in run(folder)["made"]} == {"第一讲_地基.mp4", "2026/talk (1).mp3"}


def test_folder_without_recordings_is_said_to_be_so(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "bare").mkdir()
    with pytest.raises(CommandError):
        run(tmp_path / "bare")
    with pytest.raises(CommandError):
        run(tmp_path / "nowhere")
