"""Files that lie on the server already, taken in by the same way as those that come by the network:
with a row, in acknowledged pieces, and so to be gone on with after a kill.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from content.people.models import User
from content.uploads import services
from content.uploads.exceptions import RefusedContentError
from content.uploads.models import Upload

PIECE_BYTES = 32 << 20
_BLOCK_BYTES = 1 << 20

Report = Callable[[int], None]


def fingerprint_of(source: Path) -> str:
    """The same for the same file in the same state, by name, length and time of change."""
    known = source.stat()
    words = f"{source.resolve()}\n{known.st_size}\n{known.st_mtime_ns}"
    return hashlib.sha256(words.encode(errors="surrogateescape")).hexdigest()


def sha256_of(source: Path) -> str:
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def take_in(*, acting_user: User | None, source: Path, make: services.Make, report: Report) -> str:
    """What `make` makes of a copy of the file, as `services.adopt` gives it.

    `report(bytes)` hears how much has been copied. Raises UploadError, and OSError of the source.
    """
    size, mark = source.stat().st_size, fingerprint_of(source)
    upload = services.create_upload(
        acting_user=acting_user, size_bytes=size, filename=source.name, fingerprint=mark
    )
    digest = _copy(source, upload, report)
    return services.adopt(acting_user=acting_user, uuid=upload.uuid, sha256=digest, make=make)


def _copy(source: Path, upload: Upload, report: Report) -> str:
    """The hash of the source as it was read. Raises RefusedContentError where it has shrunk."""
    digest = hashlib.sha256()
    with source.open("rb") as file:

        def read(most: int) -> bytes:
            block = file.read(most)
            digest.update(block)
            return block

        offset = services.current_offset(upload)
        while file.tell() < offset and read(min(_BLOCK_BYTES, offset - file.tell())):
            pass
        while offset < upload.size_bytes:
            length = min(PIECE_BYTES, upload.size_bytes - offset)
            services.receive(upload=upload, offset=offset, length=length, read=read)
            if upload.offset_bytes == offset:
                raise RefusedContentError(f"{source.name}: shorter than it was", code="shrunk")
            offset = upload.offset_bytes
            report(offset)
    return digest.hexdigest()
