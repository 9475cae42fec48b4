"""What `manage.py check` says of ffmpeg and the media folder."""

from pathlib import Path
from typing import Any

from content.recordings.checks import check_ffmpeg, check_media_folder


def test_installed_ffmpeg_and_folder_pass() -> None:
    assert check_ffmpeg(None) == []
    assert check_media_folder(None) == []


def test_ffmpeg_that_does_not_start_is_named(settings: Any, tmp_path: Path) -> None:
    settings.LECTERN_FFMPEG = str(tmp_path / "no-ffmpeg")
    (problem,) = check_ffmpeg(None)
    assert (problem.id, "no-ffmpeg" in problem.msg) == ("recordings.E001", True)


def test_nearly_full_disk_is_a_warning(settings: Any) -> None:
    settings.LECTERN_MIN_FREE_BYTES = 1 << 60
    (problem,) = check_media_folder(None)
    assert problem.id == "recordings.W001"
