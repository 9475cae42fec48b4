"""What the pages with a resumable upload show and answer, the same for each of them."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.template.defaultfilters import filesizeformat


def upload_page() -> dict[str, Any]:
    """The part of the context that `recordings/_upload_panel.html` needs."""
    limit = settings.LECTERN_MAX_UPLOAD_BYTES
    return {"max_bytes": limit, "max_size": filesizeformat(limit)}


def refused(refusal: ValidationError) -> JsonResponse:
    """Why a file that has arrived was not taken over, for the page that sent it.

    What may pass by itself is no fault of the file, which is kept for another try.
    """
    field = "__all__" if refusal.code == "busy" else "file"
    return JsonResponse(
        {"errors": {field: refusal.messages}, "code": refusal.code or ""},
        status=getattr(refusal, "status", 422),
    )
