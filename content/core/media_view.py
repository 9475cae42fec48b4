"""The one view through which every stored byte leaves: rights first, then the bytes.

With `LECTERN_ACCEL_PREFIX` nginx sends the file (X-Accel-Redirect); without it we answer ranges
ourselves, for Django's FileResponse knows none and players cannot seek without them.
What the asker may not have is answered exactly as what does not exist.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils.http import content_disposition_header, http_date, parse_http_date_safe
from django.views.decorators.http import require_safe

from content.core.audience import admits
from content.core.byte_ranges import ByteRange, UnsatisfiableRangeError, parse_range
from content.core.files import FileGrant, resolve
from content.core.viewers import viewer_of_request

PUBLIC_MAX_AGE_SECONDS = 300
_BLOCK_BYTES = 256 * 1024


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send one stored file to someone who may have it; 404 to everyone else."""
    grant = resolve(path)
    if grant is None or not admits(viewer_of_request(request), *grant.audiences):
        raise Http404("no such file")
    if grant.allowed is not None and not grant.allowed(request.user):
        raise Http404("no such file")
    return serve(request, grant)


def serve(request: HttpRequest, grant: FileGrant) -> HttpResponseBase:
    """Send the file of a grant whose rights have been checked already."""
    if settings.LECTERN_ACCEL_PREFIX:
        response: HttpResponseBase = HttpResponse()
        location = settings.LECTERN_ACCEL_PREFIX.rstrip("/") + "/" + grant.storage_name
        response["X-Accel-Redirect"] = quote(location)
    else:
        response = _answer(request, grant, Path(default_storage.path(grant.storage_name)))
    return _with_headers(response, grant)


def _answer(request: HttpRequest, grant: FileGrant, path: Path) -> HttpResponseBase:
    try:
        stat = path.stat()
    except OSError:
        raise Http404("no such file") from None
    etag = (
        '"'
        + hashlib.sha256(f"{path}{stat.st_mtime_ns}{stat.st_size}".encode()).hexdigest()[:32]
        + '"'
    )
    modified = int(stat.st_mtime)
    if _is_unmodified(request, etag, modified):
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        response = _whole_or_part(request, path, stat.st_size, etag, modified)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified)
    response["Accept-Ranges"] = "bytes"
    return response


def _is_unmodified(request: HttpRequest, etag: str, modified: int) -> bool:
    given = request.headers.get("If-None-Match")
    if given is not None:
        return given.strip() == "*" or etag in [
            part.strip().removeprefix("W/") for part in given.split(",")
        ]
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and modified <= since


def _whole_or_part(
    request: HttpRequest, path: Path, size: int, etag: str, modified: int
) -> HttpResponseBase:
    try:
        wanted = _wanted_range(request, size, etag, modified)
    except UnsatisfiableRangeError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if wanted is None:
        response: HttpResponseBase = FileResponse(path.open("rb"))
        response["Content-Length"] = str(size)
        return response
    body = _read(path, wanted) if request.method == "GET" else iter(())
    partial = StreamingHttpResponse(body, status=206)
    partial["Content-Range"] = f"bytes {wanted.first}-{wanted.last}/{size}"
    partial["Content-Length"] = str(wanted.length)
    return partial


def _wanted_range(request: HttpRequest, size: int, etag: str, modified: int) -> ByteRange | None:
    header = request.headers.get("Range")
    condition = request.headers.get("If-Range")
    if header is None:
        return None
    if condition is not None and condition.strip() not in (etag, http_date(modified)):
        return None
    return parse_range(header, size)


def _read(path: Path, wanted: ByteRange) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(wanted.first)
        left = wanted.length
        while left > 0 and (block := file.read(min(_BLOCK_BYTES, left))):
            left -= len(block)
            yield block


def _with_headers(response: HttpResponseBase, grant: FileGrant) -> HttpResponseBase:
    response["Content-Type"] = grant.content_type
    response["X-Content-Type-Options"] = "nosniff"
    # A picture or document opened by itself must not run anything on our origin.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    if grant.is_public:
        response["Cache-Control"] = f"public, max-age={PUBLIC_MAX_AGE_SECONDS}"
    else:
        response["Cache-Control"] = "private, no-store"
    disposition = content_disposition_header(not grant.inline, grant.filename)
    if disposition:
        response["Content-Disposition"] = disposition
    return response
