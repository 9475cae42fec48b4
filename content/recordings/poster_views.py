"""The administration's page on which the poster is chosen from the still pictures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from content.recordings import selectors, services
from content.recordings.enums import FileRole
from content.recordings.permissions import editable_recording
from content.recordings.replacement_views import breadcrumbs


@require_http_methods(["GET", "HEAD", "POST"])
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    recording = editable_recording(request, pk)
    if request.method == "POST":
        shown = recording.files.filter(role=FileRole.CANDIDATE, take=recording.take)
        candidate = get_object_or_404(shown, variant=request.POST.get("candidate", ""))
        services.choose_poster(
            acting_user=request.user,  # type: ignore[arg-type]  # signed in
            recording=recording,
            candidate=candidate,
        )
        return redirect("recordings:progress", pk)
    present = selectors.poster_file(recording)
    title = _("Choose the poster")
    context = {
        "recording": recording,
        "candidates": selectors.poster_candidates_of(recording),
        "chosen": present.details.get("candidate", "") if present is not None else "",
        "breadcrumbs_items": breadcrumbs(recording, title),
        "header_title": title,
        "header_icon": "image",
    }
    return render(request, "recordings/poster.html", context)
