"""The administration's page on which another file takes the place of a recording's own."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from content.jobs import wording
from content.recordings import selectors, services, timing
from content.recordings.exceptions import UploadRefusedError
from content.recordings.forms import ArrivedReplacementForm, ReplacementForm
from content.recordings.models import Recording
from content.recordings.permissions import editable_recording
from content.recordings.upload_page import refused, upload_page
from content.recordings.uploads import RecordingUploadHandler
from content.uploads.exceptions import UploadError


def breadcrumbs(recording: Recording, last: str) -> list[dict[str, str]]:
    progress = reverse("recordings:progress", args=[recording.pk])
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("recordings:index"), "label": _("Recordings")},
        {"url": progress, "label": recording.title},
        {"url": "", "label": last},
    ]


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """The file is received by our own handler, in place before the token is read: hence the order
    of the two decorators.
    """
    handler = RecordingUploadHandler(request)
    request.upload_handlers = [handler]
    answer: HttpResponse = csrf_protect(_replace)(request, pk, handler)
    return answer


def _replace(request: HttpRequest, pk: int, handler: RecordingUploadHandler) -> HttpResponse:
    recording = editable_recording(request, pk)
    form = ReplacementForm()
    if request.method == "POST":
        files = request.FILES  # reading it runs the handler
        form = ReplacementForm(request.POST, files, refusal=handler.refusal)
        if form.is_valid() and _take_over(request, recording, form):
            return redirect("recordings:replace", pk)
    replacement = selectors.replacement_of(recording)
    job = replacement.job if replacement is not None else None
    title = _("Replace the file")
    context = {
        "recording": recording,
        "form": form,
        "replacement": replacement,
        "job": job,
        "time_left": wording.time_left(job.seconds_left) if job is not None else "",
        "length": timing.clock(recording.duration_ms),
        "size": filesizeformat(replacement.size_bytes) if replacement is not None else "",
        "breadcrumbs_items": breadcrumbs(recording, title),
        "header_title": title,
        "header_icon": "media",
        **upload_page(),
    }
    return render(request, "recordings/replace.html", context, status=422 if form.errors else 200)


def _take_over(request: HttpRequest, recording: Recording, form: ReplacementForm) -> bool:
    try:
        services.replace_file(
            acting_user=request.user,  # type: ignore[arg-type]  # signed in
            recording=recording,
            upload=form.cleaned_data["file"],
        )
    except UploadRefusedError as refusal:
        form.add_error("file", refusal)
        return False
    return True


@require_POST
def take_arrived(request: HttpRequest, pk: int) -> JsonResponse:
    """The same with a file that has arrived before: asked twice, it is taken once."""
    recording = editable_recording(request, pk)
    form = ArrivedReplacementForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        form.replace(request.user, recording)  # type: ignore[arg-type]  # signed in
    except (UploadRefusedError, UploadError) as refusal:
        return refused(refusal)
    return JsonResponse({"url": reverse("recordings:replace", args=[pk])})


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    recording = editable_recording(request, pk)
    services.discard_replacement(acting_user=request.user, recording=recording)  # type: ignore[arg-type]  # signed in
    return redirect("recordings:progress", pk)
