"""tus 1.0 over HTTP: core, creation, expiration and termination.

Parses and answers; what holds is in `services`. A refused body is read and thrown away, for a
browser whose connection is cut while it sends never sees the answer.
"""

import contextlib
import socket
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.utils import translation
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views import View

from content.people.models import User
from content.uploads import gates, services
from content.uploads.enums import UploadState
from content.uploads.exceptions import GoneError, NotThereError, UploadError
from content.uploads.metadata import MetadataError, display_name, parse_metadata
from content.uploads.models import Upload

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination"
BODY_TYPE = "application/offset+octet-stream"
_SILENCE_SECONDS = 30.0
_LONGEST_DRAINED_BYTES = 32 << 20
_DIGITS = 18  # fewer than what an integer of the database holds


class TusView(View):
    """Version, rights and language, the same for every request."""

    http_method_names = ["get", "head", "post", "patch", "delete", "options"]
    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            request.method = request.headers.get("X-HTTP-Method-Override", "POST").upper()
        with translation.override(_language_of(request)):
            try:
                response = self._refusal(request) or super().dispatch(request, *args, **kwargs)
            except UploadError as error:
                response = _problem(error.status, error.code or "", " ".join(error.messages))
        if response.status_code >= 400:
            _drain(request)
        response["Tus-Resumable"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        if request.method == "OPTIONS":
            return None
        user = request.user
        if not isinstance(user, User):
            return _problem(401, "signed_out", _("You are signed out. Sign in again, then go on."))
        if not gates.may_upload(user):
            return _problem(403, "not_allowed", _("You may not upload recordings."))
        self.user = user
        if request.method != "GET" and request.headers.get("Tus-Resumable") != VERSION:
            refusal = _problem(412, "version", _("This client speaks another version of tus."))
            refusal["Tus-Version"] = VERSION
            return refusal
        return None

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = HttpResponse(status=204)
        response["Tus-Version"] = VERSION
        response["Tus-Extension"] = EXTENSIONS
        response["Tus-Max-Size"] = str(settings.LECTERN_MAX_UPLOAD_BYTES)
        return response


class UploadsView(TusView):
    """Creation, and the list of what this person has not finished."""

    def get(self, request: HttpRequest) -> JsonResponse:
        mine = Upload.objects.open().filter(owner=self.user)
        return JsonResponse({"uploads": [_shown(upload) for upload in mine]})

    def post(self, request: HttpRequest) -> HttpResponse:
        size = _number(request, "Upload-Length")
        said = _metadata(request)
        upload = services.create_upload(
            acting_user=self.user,
            size_bytes=size,
            filename=display_name(said.get("filename", "")),
            fingerprint=said.get("fingerprint", "")[:80],
        )
        response = HttpResponse(status=201)
        response["Location"] = reverse("uploads:upload", args=[upload.uuid])
        response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
        return response


class UploadView(TusView):
    """One upload: how far it is, more of its bytes, its end."""

    def get(self, request: HttpRequest, uuid: UUID) -> JsonResponse:
        return JsonResponse(_shown(self._upload(uuid)))

    def head(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        upload = self._upload(uuid)
        if upload.state == UploadState.RECEIVING:
            services.wait_until_free(upload)
        elif upload.state == UploadState.CANCELLED:
            raise GoneError(_("This upload was cancelled."), code="gone")
        response = HttpResponse(status=200)
        response["Upload-Offset"] = str(services.current_offset(upload))
        response["Upload-Length"] = str(upload.size_bytes)
        response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
        return response

    def patch(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        if request.content_type != BODY_TYPE:
            return _problem(415, "body_type", _("The bytes of a file are sent as %s.") % BODY_TYPE)
        upload = self._upload(uuid)
        offset, length = _number(request, "Upload-Offset"), _number(request, "Content-Length")
        if upload.state == UploadState.ADOPTED and offset == upload.size_bytes and length == 0:
            return _progress(upload)
        with _impatient(request):
            services.receive(upload=upload, offset=offset, length=length, read=_reader(request))
        return _progress(upload)

    def delete(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        services.cancel_upload(upload=self._upload(uuid))
        return HttpResponse(status=204)

    def _upload(self, uuid: UUID) -> Upload:
        """Raises NotThereError, for another person's as for none."""
        upload = Upload.objects.filter(uuid=uuid, owner=self.user).first()
        if upload is None:
            raise NotThereError(_("There is no such upload."), code="not_there")
        return upload


def _progress(upload: Upload) -> HttpResponse:
    response = HttpResponse(status=204)
    response["Upload-Offset"] = str(upload.offset_bytes)
    response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    return response


def _shown(upload: Upload) -> dict[str, Any]:
    return {
        "url": reverse("uploads:upload", args=[upload.uuid]),
        "uuid": str(upload.uuid),
        "filename": upload.filename,
        "fingerprint": upload.fingerprint,
        "size": upload.size_bytes,
        "offset": services.current_offset(upload),
        "state": upload.state,
        "expires": upload.expires_at.isoformat(),
    }


def _problem(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse({"code": code, "message": message}, status=status)


def _number(request: HttpRequest, header: str) -> int:
    """Raises UploadError where it is no plain number."""
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise UploadError(_("The header %s has to be a number.") % header, code="header")
    return int(text)


def _metadata(request: HttpRequest) -> dict[str, str]:
    try:
        return parse_metadata(request.headers.get("Upload-Metadata", ""))
    except MetadataError as error:
        raise UploadError(_("The header Upload-Metadata cannot be read."), code="header") from error


def _language_of(request: HttpRequest) -> str:
    """The language of the page that sends, which names it first; a cookie may say another."""
    first = request.headers.get("Accept-Language", "").partition(",")[0].partition(";")[0]
    try:
        return translation.get_supported_language_variant(first.strip())
    except LookupError:
        return translation.get_language() or settings.LANGUAGE_CODE


def _reader(request: HttpRequest) -> Callable[[int], bytes]:
    """Reads the body; a connection that breaks off ends it, for what came before counts."""

    def read(most: int) -> bytes:
        try:
            block: bytes = request.read(most)
        except (UnreadablePostError, OSError):
            return b""
        return block

    return read


@contextlib.contextmanager
def _impatient(request: HttpRequest) -> Iterator[None]:
    """A client that vanished without a word holds its upload no longer than this."""
    connection = request.META.get("gunicorn.socket")
    if not isinstance(connection, socket.socket):
        yield
        return
    before = connection.gettimeout()
    connection.settimeout(_SILENCE_SECONDS)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            connection.settimeout(before)


def _drain(request: HttpRequest) -> None:
    left = _LONGEST_DRAINED_BYTES
    read = _reader(request)
    while left > 0 and (block := read(min(services.BLOCK_BYTES, left))):
        left -= len(block)
