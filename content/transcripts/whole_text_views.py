"""The administration's views on whole transcripts: import, translation, comparison, restoring."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.core.clock import short_clock
from content.recordings.enums import SpokenLanguage
from content.recordings.models import Recording
from content.recordings.permissions import may_change
from content.transcripts.caption_files import read_caption_file, remarks_on
from content.transcripts.comparison import differences
from content.transcripts.cue_rows import states_of
from content.transcripts.cue_states import CueState
from content.transcripts.exceptions import CaptionFileError, CueRefusedError, StaleCueError
from content.transcripts.forms import CaptionFileForm
from content.transcripts.models import Transcript, TranscriptRevision
from content.transcripts.revisions import cues_of
from content.transcripts.views import header, transcript_for
from content.transcripts.whole_texts import import_captions, restore_revision, start_translation

RAW, NOW = "raw", "now"


@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in a caption file as the draft of a language."""
    recording = get_object_or_404(Recording, pk=pk)
    if not may_change(request.user, recording):
        raise PermissionDenied
    initial = {"language": request.GET.get("language") or recording.language}
    form = CaptionFileForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            read = read_caption_file(form.cleaned_data["file"].read(), recording.duration_ms)
        except CaptionFileError as problem:
            form.add_error("file", str(problem))
        else:
            transcript = import_captions(
                acting_user=request.user,  # type: ignore[arg-type]  # signed in
                recording=recording,
                language=form.cleaned_data["language"],
                lines=read.lines,
            )
            count = _("%(count)d lines were taken in.") % {"count": len(read.lines)}
            messages.success(request, " ".join((count, *remarks_on(read))))
            return redirect("transcripts:detail", transcript.uuid)
    context = {
        "form": form,
        "recording": recording,
        "existing": recording.transcripts.order_by("language"),
        **header(_("Import a caption file"), _("Transcripts")),
    }
    return render(request, "transcripts/import.html", context)


@require_POST
def translate(request: HttpRequest, transcript_uuid: UUID) -> HttpResponse:
    """Begin the transcript in another language, with this one beside it."""
    transcript = transcript_for(request, transcript_uuid)
    language = request.POST.get("language", "")
    if language not in SpokenLanguage.values:
        return redirect("transcripts:detail", transcript.uuid)
    try:
        made = start_translation(
            acting_user=request.user,  # type: ignore[arg-type]  # signed in
            transcript=transcript,
            language=language,
        )
    except CueRefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("transcripts:detail", transcript.uuid)
    return redirect("transcripts:detail", made.uuid)


@require_safe
def compare(request: HttpRequest, transcript_uuid: UUID) -> HttpResponse:
    """Two revisions, what the machine heard, or what stands now: only the lines that differ."""
    transcript = transcript_for(request, transcript_uuid)
    revisions = list(transcript.revisions.select_related("created_by").order_by("-number"))
    names = [NOW, RAW, *(str(revision.number) for revision in revisions)]
    latest = names[2] if len(names) > 2 else RAW
    before = _chosen(request.GET.get("before"), names, latest)
    after = _chosen(request.GET.get("after"), names, NOW)
    lines = differences(_cues(transcript, before), _cues(transcript, after))
    context = {
        "transcript": transcript,
        "revisions": revisions,
        "choices": [(NOW, _("What stands now")), (RAW, _("What the machine heard"))]
        + [(str(row.number), _label(row)) for row in revisions],
        "before": before,
        "after": after,
        "lines": [{"line": line, "clock": short_clock(line.start_ms)} for line in lines],
        **header(_("Compare revisions"), str(transcript)),
    }
    return render(request, "transcripts/compare.html", context)


@require_POST
def restore(request: HttpRequest, transcript_uuid: UUID, number: int) -> HttpResponse:
    """Put a revision's words back; what stood is kept and can be restored in turn."""
    transcript = transcript_for(request, transcript_uuid)
    revision = get_object_or_404(transcript.revisions, number=number)
    try:
        restore_revision(
            acting_user=request.user,  # type: ignore[arg-type]  # signed in
            revision=revision,
            operation_id=uuid4(),
        )
    except (CueRefusedError, StaleCueError):
        messages.error(request, _("This transcript was changed meanwhile; look at it again."))
    else:
        messages.success(
            request,
            _("Revision %(number)d stands again; it can be undone in the editor.")
            % {"number": number},
        )
    return redirect("transcripts:detail", transcript.uuid)


def _chosen(value: str | None, names: list[str], default: str) -> str:
    return value if value in names else default


def _cues(transcript: Transcript, name: str) -> list[CueState]:
    if name == NOW:
        return states_of(transcript)
    if name == RAW:
        return [replace(cue, text=cue.raw_text) for cue in states_of(transcript)]
    return cues_of(transcript.revisions.get(number=int(name)))


def _label(revision: TranscriptRevision) -> str:
    return _("Revision %(number)d, %(reason)s") % {
        "number": revision.number,
        "reason": revision.get_reason_display(),
    }
