"""Receives the bytes of an upload on the disk where recordings lie, so that they move, not copy.

A file that is too large, or for which the disk has no room, is skipped while the rest of the form
is read: what was typed is kept, and the form can say why.
"""

import tempfile
import time
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from content.recordings import accepted_formats, storage
from content.recordings.enums import RecordingProblem
from content.recordings.exceptions import UploadRefusedError

_STALE_SECONDS = 24 * 3600


class IncomingFile(TemporaryUploadedFile):
    """A temporary file in the incoming folder; gone when it is closed, unless it was moved."""

    def __init__(self, name: str, content_type: str | None) -> None:
        file = tempfile.NamedTemporaryFile(suffix=".upload", dir=_incoming_folder())  # noqa: SIM115
        UploadedFile.__init__(self, file, name, content_type or "", 0)


class RecordingUploadHandler(FileUploadHandler):
    """`refusal` says after the form was read why the file was not taken, if so.

    (Not `file`: Django closes what a handler has under that name.)
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.refusal: ValidationError | None = None
        self.incoming: IncomingFile | None = None

    def handle_raw_input(  # type: ignore[override]  # Django's own signature has untyped names
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803  # Django's name
        content_length: int,
        boundary: bytes,
        encoding: str | None = None,
    ) -> None:
        try:
            storage.refuse_by_size(content_length)
        except UploadRefusedError as refusal:
            self.refusal = refusal

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.refusal is not None:
            raise SkipFile
        sweep_incoming()
        try:
            self.incoming = IncomingFile(self.file_name or "upload", self.content_type)
        except OSError as error:
            self._refuse(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.incoming is None:
            raise SkipFile
        try:
            self.incoming.write(raw_data)
        except OSError as error:
            self._refuse(error)

    def _refuse(self, error: OSError) -> None:
        self.upload_interrupted()
        if error.errno not in storage.FULL:
            raise error
        self.refusal = UploadRefusedError(str(RecordingProblem.DISK_FULL.label), code="disk_full")
        raise SkipFile from error

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        if self.incoming is None:
            return None
        self.incoming.seek(0)
        self.incoming.size = file_size
        return self.incoming

    def upload_interrupted(self) -> None:
        if self.incoming is not None:
            self.incoming.close()
            self.incoming = None


def refusal_of(head: bytes) -> str:
    """Why a file that begins so is surely no recording, in the reader's language; else empty."""
    code = accepted_formats.refusal(head)
    return str(RecordingProblem(code).label) if code else ""


def sweep_incoming(now: float | None = None) -> int:
    """Remove what killed web processes left a day ago or earlier; how many files."""
    limit = (now or time.time()) - _STALE_SECONDS
    stale = [path for path in _incoming_folder().iterdir() if path.stat().st_mtime < limit]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)


def _incoming_folder() -> Path:
    folder = storage.path_of("incoming")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
