"""Where one attempt at a job keeps what is not finished: beside the files, under names of its own.

The names carry the job's fence, so that two attempts never write to the same file.
"""

import shutil
from pathlib import Path


class Workbench:
    """`name` is unique to the attempt."""

    def __init__(self, folder: Path, name: str) -> None:
        self._home = folder
        self._name = name

    @property
    def part(self) -> Path:
        """The one unfinished file."""
        return self._home / f"{self._name}.part"

    def folder(self) -> Path:
        """An empty folder for several unfinished files."""
        folder = self._home / f"{self._name}.parts"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def sweep(self) -> None:
        """Remove what other attempts left."""
        for pattern in ("*.part", "*.parts"):
            for path in self._home.glob(pattern):
                if path.stem != self._name:
                    _remove(path)

    def clear(self) -> None:
        """Remove what this attempt left."""
        for suffix in (".part", ".parts"):
            _remove(self._home / f"{self._name}{suffix}")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
