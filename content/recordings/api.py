"""Recordings in the API: what the player needs, and how far the processing is."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from content.core.viewers import viewer_of_request
from content.recordings.models import Recording
from content.recordings.permissions import may_change
from content.recordings.schemas import ProgressOut, RecordingOut

router = Router(tags=["recordings"], auth=None)


@router.get("recordings/{uuid}", response=RecordingOut, url_name="recording")
def get_recording(request: HttpRequest, uuid: UUID) -> RecordingOut:
    """A recording that admits whoever asks; 404 for all others, as for what does not exist."""
    visible = Recording.objects.visible_to(viewer_of_request(request)).prefetch_related("files")
    return RecordingOut.of(get_object_or_404(visible, uuid=uuid))


@router.get("recordings/{uuid}/progress", response=ProgressOut, url_name="recording_progress")
def get_progress(request: HttpRequest, uuid: UUID) -> ProgressOut:
    """How far the processing is, for staff who may edit the recording; 404 for all others."""
    recording = get_object_or_404(Recording, uuid=uuid)
    if not may_change(request.user, recording):
        raise Http404("no such recording")
    return ProgressOut.of(recording)
