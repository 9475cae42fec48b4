"""A file whose bytes have all arrived, as other apps take it over: to link or to copy, not to move.

The upload it belongs to stays as it is until the transaction that took it over is committed.
"""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile


class ArrivedFile(UploadedFile[Any]):
    """`path` is where it lies; `name` is what its owner called it, for showing only."""

    def __init__(self, path: Path, name: str) -> None:
        # Django refuses names that stand for folders.
        known = name if name.strip(".") else "upload"
        super().__init__(None, known, size=path.stat().st_size)
        self.path = path
        self.file = path.open("rb")
