"""Reads that other apps make."""

from content.uploads.enums import UploadState
from content.uploads.models import Upload


def results_of(sha256: str) -> list[str]:
    """What was made of files with this content, the latest first."""
    return list(
        Upload.objects.filter(sha256=sha256, state=UploadState.ADOPTED)
        .order_by("-created_at")
        .values_list("result", flat=True)
    )


def is_size_known(size_bytes: int) -> bool:
    """Whether any file of this length was ever taken over: only then is its hash worth reading."""
    return Upload.objects.filter(size_bytes=size_bytes, state=UploadState.ADOPTED).exists()
