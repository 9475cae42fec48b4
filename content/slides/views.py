"""The administration's views of slides: upload, progress, and when each slide comes up."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.jobs import selectors as jobs
from content.jobs import wording
from content.recordings.permissions import editable_recording
from content.recordings.selectors import played_file, poster_file
from content.slides import selectors, services
from content.slides.deck_work import office
from content.slides.enums import ChangeSource, DeckState, Finding
from content.slides.exceptions import ChangeRefusedError, DeckChangedError, DeckRefusedError
from content.slides.models import Deck

_LARGEST_BODY = 10_000


def _deck_of(request: HttpRequest, pk: int) -> Deck:
    """Raises Http404 and PermissionDenied."""
    editable_recording(request, pk)
    return get_object_or_404(Deck.objects.select_related("recording"), recording_id=pk)


@require_safe
def deck(request: HttpRequest, pk: int) -> HttpResponse:
    """The slides of a recording beside its player, or the form to upload them."""
    recording = editable_recording(request, pk)
    found: Deck | None = getattr(recording, "deck", None)
    is_ready = found is not None and found.is_ready
    times = selectors.times_data(found) if found and is_ready else None
    return render(
        request,
        "slides/deck.html",
        {
            "recording": recording,
            "deck": found,
            "progress": progress_data(found) if found else None,
            "slides": selectors.slides_of(found) if found and is_ready else [],
            "times": times,
            "finding": _finding(found, times) if found and times else "",
            "played": played_file(recording) if recording.is_playable else None,
            "poster": poster_file(recording),
            "opens_office": office() is not None,
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": reverse("recordings:index"), "label": _("Recordings")},
                {"url": reverse("recordings:progress", args=[pk]), "label": recording.title},
                {"url": "", "label": _("Slides")},
            ],
            "header_title": _("Slides of “%(recording)s”") % {"recording": recording.title},
            "header_icon": "image",
        },
    )


def _finding(row: Deck, times: dict[str, Any]) -> str:
    """What came of looking; of proposals only as long as there are some."""
    has_proposals = any(change["source"] == ChangeSource.PROPOSED for change in times["changes"])
    return row.finding_text if has_proposals or row.finding == Finding.SHOWN else ""


@require_POST
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    recording = editable_recording(request, pk)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("Choose the file of the slides first."))
        return redirect("slides:deck", pk)
    try:
        services.upload_deck(acting_user=_person(request), recording=recording, upload=file)
    except DeckRefusedError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("slides:deck", pk)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    services.delete_deck(acting_user=_person(request), deck=_deck_of(request, pk))
    messages.success(request, _("The slides are deleted."))
    return redirect("slides:deck", pk)


@require_POST
def find(request: HttpRequest, pk: int) -> HttpResponse:
    services.request_finding(acting_user=_person(request), deck=_deck_of(request, pk))
    return redirect("slides:deck", pk)


@require_safe
def progress_json(request: HttpRequest, pk: int) -> JsonResponse:
    response = JsonResponse(progress_data(_deck_of(request, pk)))
    response["Cache-Control"] = "no-store"
    return response


def progress_data(row: Deck) -> dict[str, Any]:
    """How far the conversion or the search is, in the words of the interface's language."""
    job, problem = None, row.problem_text
    for kind in (services.CONVERT_KIND, services.FIND_KIND, services.PROPOSE_KIND):
        latest = jobs.latest_job(kind, row.uuid)
        if latest is not None and latest.is_active:
            job = jobs.progress_of(latest)
        elif kind == services.FIND_KIND and latest is not None and not problem:
            problem = jobs.progress_of(latest).problem
    is_settled = job is None
    return {
        "state": row.state,
        "state_label": capfirst(row.get_state_display()) if row.state != DeckState.READY else "",
        "settled": is_settled,
        "stage": job.stage_label if job else "",
        "percent": job.percent if job else None,
        "time_left": wording.time_left(job.seconds_left) if job else "",
        "problem": problem,
    }


@require_POST
def set_time(request: HttpRequest, pk: int) -> JsonResponse:
    """{"version", "number", "at_seconds", "change"?}: this slide begins there."""

    def write(row: Deck, data: dict[str, Any]) -> Deck:
        return services.set_change(
            acting_user=_person(request),
            deck=row,
            version=int(data["version"]),
            number=int(data["number"]),
            at_ms=round(float(data["at_seconds"]) * 1000),
            change_id=int(data["change"]) if data.get("change") else None,
        )

    return _written(request, pk, write)


@require_POST
def remove_time(request: HttpRequest, pk: int) -> JsonResponse:
    """{"version", "change"}"""
    return _written(
        request,
        pk,
        lambda row, data: services.remove_change(
            acting_user=_person(request),
            deck=row,
            version=int(data["version"]),
            change_id=int(data["change"]),
        ),
    )


@require_POST
def proposals(request: HttpRequest, pk: int) -> JsonResponse:
    """{"version", "accept": true|false}: take all proposals over, or drop them."""

    def write(row: Deck, data: dict[str, Any]) -> Deck:
        settle = services.accept_proposals if data["accept"] else services.discard_proposals
        return settle(acting_user=_person(request), deck=row, version=int(data["version"]))

    return _written(request, pk, write)


def _written(
    request: HttpRequest, pk: int, write: Callable[[Deck, dict[str, Any]], Deck]
) -> JsonResponse:
    """The times after the write; 409 with the stored ones where someone was quicker."""
    row = _deck_of(request, pk)
    try:
        data = json.loads(request.body[:_LARGEST_BODY])
        saved = write(row, data)
    except DeckChangedError:
        problem = _("Someone else changed the times meanwhile. Here they are; try again.")
        row.refresh_from_db()
        return JsonResponse({**selectors.times_data(row), "problem": problem}, status=409)
    except ChangeRefusedError as refusal:
        return JsonResponse({"problem": " ".join(refusal.messages)}, status=422)
    except (ValueError, KeyError, TypeError, OverflowError, AttributeError):
        return JsonResponse({"problem": _("This is no time.")}, status=400)
    return JsonResponse(selectors.times_data(saved))


def _person(request: HttpRequest) -> Any:
    return request.user
