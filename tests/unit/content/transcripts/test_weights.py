"""Weights are found by path, in the cache, or in the data packages, and checked."""

import hashlib
from pathlib import Path

import pytest

from content.transcripts.weights import (
    PACKAGED,
    DataPackages,
    WeightsMissingError,
    find_weights,
    installed_parts,
    join_parts,
)
from tests.servers import cache_folder, missing


def parts_of(tmp_path: Path, *contents: bytes) -> list[Path]:
    parts = []
    for number, content in enumerate(contents):
        part = tmp_path / f"part{number}"
        part.write_bytes(content)
        parts.append(part)
    return parts


def test_folder_given_as_path_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"weights")
    assert find_weights("faster-whisper", str(tmp_path), tmp_path / "cache") == str(tmp_path)


@pytest.mark.parametrize("engine", ["faster-whisper", "openai-whisper"])
def test_path_with_nothing_there_is_reported(tmp_path: Path, engine: str) -> None:
    with pytest.raises(WeightsMissingError, match="there are no Whisper weights at"):
        find_weights(engine, str(tmp_path / "nowhere"), tmp_path / "cache")


def test_name_without_weights_says_what_to_do(tmp_path: Path) -> None:
    def unreachable(name: str, folder: Path) -> Path:
        raise OSError("no route to host")

    with pytest.raises(WeightsMissingError, match=r"LECTERN_SPEECH_MODEL.*no route to host"):
        find_weights("faster-whisper", "small", tmp_path, download=unreachable)


def test_model_in_the_cache_folder_wins_over_a_download(tmp_path: Path) -> None:
    (tmp_path / "models" / "small").mkdir(parents=True)
    (tmp_path / "models" / "small" / "model.bin").write_bytes(b"weights")

    def refused(name: str, folder: Path) -> Path:
        raise AssertionError("nothing is to be downloaded")

    found = find_weights("faster-whisper", "small", tmp_path, download=refused)
    assert found == str(tmp_path / "models" / "small")


def test_damaged_parts_leave_nothing_behind(tmp_path: Path) -> None:
    packages = DataPackages(parts=(), files_package="none", sha256="0" * 64)
    target = tmp_path / "cache" / "models" / "base"
    with pytest.raises(WeightsMissingError, match="damaged"):
        join_parts(parts_of(tmp_path, b"one", b"two"), packages, target)
    assert list(target.parent.iterdir()) == []


def test_base_weights_are_joined_from_the_packages_once() -> None:
    if not installed_parts(PACKAGED["base"]):
        missing("whisper-base", "the packages of the demo extra are not installed")
    folder = Path(find_weights("faster-whisper", "base", cache_folder()))
    with (folder / "model.bin").open("rb") as weights:
        assert hashlib.file_digest(weights, "sha256").hexdigest() == PACKAGED["base"].sha256
    before = (folder / "model.bin").stat().st_mtime_ns
    find_weights("faster-whisper", "base", cache_folder())
    assert (folder / "model.bin").stat().st_mtime_ns == before
    assert {"config.json", "tokenizer.json", "vocabulary.json"} <= {
        path.name for path in folder.iterdir()
    }
