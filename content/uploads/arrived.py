"""A file whose bytes have all arrived, as other apps take it over: to link or to copy, not to move.

The upload it belongs to stays as it is until the transaction that took it over is committed.
"""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile


class ArrivedFile(UploadedFile[Any]):
    """`path` is where it lies; `name` is what its owner called it, for showing only."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        # An UploadedFile closes what it holds; `with` or `close` by whoever made this.
        super().__init__(path.open("rb"), name, size=path.stat().st_size)
