"""The administration's views of transcripts: the list, one transcript beside its player, review."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.core.clock import short_clock
from content.recordings.enums import SpokenLanguage
from content.recordings.models import Recording
from content.recordings.permissions import may_change, may_enter, policy
from content.recordings.selectors import played_file, poster_file
from content.transcripts import services
from content.transcripts.captions import DOWNLOADS, PREFIX
from content.transcripts.editor_words import editor_words, shortcuts
from content.transcripts.exceptions import RecordingNotPlayableError, TranscriptStateError
from content.transcripts.models import Transcript, TranscriptState
from content.transcripts.selectors import transcription_progress

PER_PAGE = 25
DOUBTFUL_BELOW = 0.5


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The playable recordings this person may edit, with their transcripts and jobs."""
    if not may_enter(request.user):
        raise PermissionDenied
    mine = policy.instances_user_has_permission_for(request.user, "change")
    rows = mine.playable().prefetch_related("transcripts").order_by("-created_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    progress = transcription_progress(page.object_list)
    context = {
        "page": page,
        "rows": [
            {"recording": row, "transcripts": row.transcripts.all(), "job": progress.get(row.pk)}
            for row in page.object_list
        ],
        **header(_("Transcripts")),
    }
    return render(request, "transcripts/index.html", context)


@require_safe
def detail(request: HttpRequest, transcript_uuid: UUID) -> HttpResponse:
    """The editor beside the player; `?t=SECONDS` starts it there, `?beside=` shows a language."""
    transcript = transcript_for(request, transcript_uuid)
    recording = transcript.recording
    others = list(recording.transcripts.exclude(pk=transcript.pk).order_by("language"))
    cues = transcript.cues.order_by("number").values_list("start_ms", "text")
    context = {
        "transcript": transcript,
        "words": editor_words(),
        "shortcuts": shortcuts(),
        "api_url": f"/api/v1/transcripts/{transcript.uuid}",
        "duration": (recording.duration_ms or 0) / 1000,
        "doubtful_below": DOUBTFUL_BELOW,
        "lines": [
            {"clock": short_clock(start_ms), "seconds": start_ms / 1000, "text": text}
            for start_ms, text in cues
        ],
        "others": others,
        "beside": _beside(request, transcript, others),
        "translatable": [
            choice
            for choice in SpokenLanguage.choices
            if choice[0] not in {row.language for row in (transcript, *others)}
        ],
        "played": played_file(recording),
        "poster": poster_file(recording),
        "start": _seconds(request.GET.get("t", "")),
        "downloads": [(name, _captions_url(transcript, name)) for name in DOWNLOADS],
        "steps": [
            (step.value, _STEPS[step]())
            for step in _STEPS
            if step in services.next_states(transcript)
        ],
        **header(str(transcript), _("Transcripts")),
    }
    return render(request, "transcripts/detail.html", context)


@require_POST
def state(request: HttpRequest, transcript_uuid: UUID) -> HttpResponse:
    """Review, publish or reopen."""
    transcript = transcript_for(request, transcript_uuid)
    try:
        wanted = TranscriptState(request.POST.get("state", ""))
        services.change_state(
            acting_user=request.user,  # type: ignore[arg-type]  # signed in
            transcript=transcript,
            state=wanted,
        )
    except (ValueError, TranscriptStateError):
        messages.error(request, _("This transcript was changed meanwhile; look at it again."))
    else:
        messages.success(request, _("The transcript is now: %(state)s.") % {"state": wanted.label})
    return redirect("transcripts:detail", transcript.uuid)


@require_POST
def transcribe(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the recording into the queue of the machine."""
    recording = get_object_or_404(Recording, pk=pk)
    if not may_change(request.user, recording):
        raise PermissionDenied
    try:
        services.request_transcription(acting_user=request.user, recording=recording)  # type: ignore[arg-type]  # signed in
    except RecordingNotPlayableError:
        messages.error(request, _("This recording cannot be played yet, so it has no words."))
    else:
        messages.success(request, _("The machine will write the transcript; this takes a while."))
    return redirect("transcripts:index")


_STEPS: dict[TranscriptState, Callable[[], str]] = {
    TranscriptState.IN_REVIEW: lambda: _("Submit for review"),
    TranscriptState.REVIEWED: lambda: _("I have read it: mark as reviewed"),
    TranscriptState.PUBLISHED: lambda: _("Publish"),
    TranscriptState.DRAFT: lambda: _("Back to draft"),
}


def transcript_for(request: HttpRequest, transcript_uuid: UUID) -> Transcript:
    """Raises Http404 and PermissionDenied."""
    rows = Transcript.objects.select_related("recording", "reviewed_by")
    transcript: Transcript = get_object_or_404(rows, uuid=transcript_uuid)
    if not may_change(request.user, transcript.recording):
        raise PermissionDenied
    return transcript


def _beside(
    request: HttpRequest, transcript: Transcript, others: list[Transcript]
) -> dict[str, str] | None:
    """The other language to show; a translation shows what it is made from by itself."""
    default = "" if transcript.language == transcript.recording.language else None
    wanted = request.GET.get("beside", default)
    for other in others:
        if wanted in (None, other.language):
            return {"language": other.language, "url": f"/api/v1/transcripts/{other.uuid}/editor"}
    return None


def _captions_url(transcript: Transcript, form: str) -> str:
    return reverse("media", args=[f"{PREFIX}{transcript.uuid}.{form}"])


def _seconds(text: str) -> float:
    """Where to start; the beginning where the address says nothing usable."""
    try:
        return max(0.0, float(text))
    except ValueError:
        return 0.0


def header(title: str, parent: str = "") -> dict[str, Any]:
    items = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    if parent:
        items.append({"url": reverse("transcripts:index"), "label": parent})
    return {
        "breadcrumbs_items": [*items, {"url": "", "label": title}],
        "header_title": title,
        "header_icon": "openquote",
    }
