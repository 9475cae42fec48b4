"""The administration's page of proposed chapters: look, change their words, take them over."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from content.lectures.chapter_proposals import accept, proposals_for
from content.lectures.models import LecturePage
from content.lectures.timecode import url_seconds
from content.recordings.selectors import played_file


@require_http_methods(["GET", "POST"])
def chapter_proposals(request: HttpRequest, page_id: int) -> HttpResponse:
    """Proposals as a form; what is ticked becomes part of a new draft of the page."""
    page = _page_of(request, page_id)
    if request.method == "POST":
        chosen = _chosen(request)
        try:
            if chosen:
                accept(acting_user=request.user, page=page, chapters=chosen)
        except ValidationError:
            messages.error(request, _("A chapter needs a time such as 21:40 and a title."))
        else:
            _say(request, len(chosen))
            return redirect("wagtailadmin_pages:edit", page.pk)
    found = proposals_for(page)
    playing = played_file(page.recording)
    context: dict[str, Any] = {
        "page": page,
        "proposals": [{"row": row, "url": f"#t={url_seconds(row.at_ms)}"} for row in found],
        "media_url": playing.url if playing else "",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.title},
            {"url": "", "label": _("Proposed chapters")},
        ],
        "header_title": _("Proposed chapters"),
        "header_icon": "list-ol",
    }
    return render(request, "lectures/chapter_proposals.html", context)


def _page_of(request: HttpRequest, page_id: int) -> LecturePage:
    """The newest draft. Raises Http404 and PermissionDenied."""
    stored = get_object_or_404(LecturePage, pk=page_id)
    if not stored.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    page: LecturePage = stored.get_latest_revision_as_object()
    return page


def _chosen(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (request.POST.get(f"at-{number}", ""), request.POST.get(f"title-{number}", ""))
        for number in request.POST.getlist("chosen")
    ]


def _say(request: HttpRequest, count: int) -> None:
    words = ngettext(
        "%(count)s chapter is in the draft now. Publish the page to show it.",
        "%(count)s chapters are in the draft now. Publish the page to show them.",
        count,
    )
    messages.success(request, words % {"count": count})
