"""The board of jobs in the administration, its live figures, and the two things one can do."""

import hashlib
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.jobs import registry, services
from content.jobs.board import board_for
from content.jobs.exceptions import JobStateError
from content.jobs.health import conditions, workers
from content.jobs.models import Job
from content.jobs.permissions import is_administrator, may_act

_LIVE_SECONDS, _IDLE_SECONDS = 3, 15
_SHOWN = ("running", "waiting", "attention", "finished")


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """All of it, readable without a script: reloading tells the news."""
    context = {
        **_context(request),
        "kinds": [(kind, registry.words_of(kind).label) for kind in registry.kinds()],
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Jobs")},
        ],
        "header_title": _("Jobs"),
        "header_icon": "tasks",
    }
    return render(request, "jobs/board.html", context)


@require_safe
def board_json(request: HttpRequest) -> JsonResponse:
    """The part of the page that changes, and after how many seconds to ask again."""
    context = _context(request)
    html = render_to_string("jobs/sections.html", context, request)
    return JsonResponse(
        {
            "html": html,
            "version": hashlib.sha256(html.encode()).hexdigest()[:16],
            "summary": render_to_string("jobs/summary.html", context, request).strip(),
            "again_seconds": _LIVE_SECONDS if context["board"].is_live else _IDLE_SECONDS,
        }
    )


def _context(request: HttpRequest) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    shown = request.GET.get("show", "")
    context: dict[str, Any] = {
        "board": board_for(request.user, kind=kind if kind in registry.kinds() else ""),
        "kind": kind,
        "show": shown if shown in _SHOWN else "",
    }
    if is_administrator(request.user):
        context |= {"conditions": conditions(), "workers": workers()}
    return context


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    job = _job(request, pk)
    try:
        services.cancel(job=job, acting_user=request.user)  # type: ignore[arg-type]  # signed in
    except JobStateError:
        messages.info(request, _("This job has ended already."))
    else:
        messages.success(request, _("Cancelled. What was done so far is kept for another try."))
    return redirect("jobs:board")


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    job = _job(request, pk)
    try:
        services.retry(job=job, acting_user=request.user)  # type: ignore[arg-type]  # signed in
    except JobStateError:
        messages.info(request, _("This job has been taken up again already."))
    else:
        messages.success(request, _("In the queue again; it goes on from where it was."))
    return redirect("jobs:board")


def _job(request: HttpRequest, pk: int) -> Job:
    job: Job = get_object_or_404(Job, pk=pk)
    if not may_act(request.user, job):
        raise PermissionDenied
    return job
