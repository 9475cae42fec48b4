"""The API of learning: play sessions, heartbeats, and what a person is learning."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status
from ninja.security import django_auth

from content.core.viewers import viewer_of_request
from content.learning.exceptions import PlaySessionClosedError, UnknownPlaySessionError
from content.learning.intervals import to_ms, to_seconds
from content.learning.schemas import (
    HeartbeatIn,
    HeartbeatOut,
    LearningOut,
    PlaySessionIn,
    PlaySessionOut,
    ProblemOut,
)
from content.learning.selectors import my_learning, resume_ms
from content.learning.services import open_play_session, record_heartbeat
from content.people.models import User
from content.recordings.models import Recording

HEARTBEAT_SECONDS = 10

router = Router(tags=["learning"], auth=django_auth)


@router.post("play-sessions", response=PlaySessionOut, url_name="open_play_session")
def create_play_session(request: HttpRequest, payload: PlaySessionIn) -> dict[str, Any]:
    """Open a play session; 404 for a recording the person may not see."""
    recordings = Recording.objects.playable().visible_to(viewer_of_request(request))
    recording = recordings.filter(uuid=payload.recording).first()
    if recording is None:
        raise Http404(_("There is no such recording."))
    session = open_play_session(acting_user=_person(request), recording=recording)
    return {
        "id": session.uuid,
        "resume_seconds": to_seconds(resume_ms(session.watched, recording.duration_ms or 0)),
        "heartbeat_seconds": HEARTBEAT_SECONDS,
    }


@router.post(
    "play-sessions/{uuid:session_id}/heartbeats",
    response={200: HeartbeatOut, 409: ProblemOut},
    url_name="record_heartbeat",
)
def create_heartbeat(
    request: HttpRequest, session_id: UUID, payload: HeartbeatIn
) -> dict[str, float] | Status[dict[str, str]]:
    """Report what was watched. Sending a `seq` again is safe and answered as the first time."""
    try:
        answer = record_heartbeat(
            acting_user=_person(request),
            session_uuid=session_id,
            seq=payload.seq,
            claims=payload.claims(),
            position_ms=to_ms(payload.position),
        )
    except UnknownPlaySessionError:
        raise Http404(_("There is no such play session.")) from None
    except PlaySessionClosedError:
        detail = _("This play session is closed. Open another one to go on.")
        return Status(409, {"detail": detail})
    return {
        "accepted_seconds": to_seconds(answer.accepted_ms),
        "refused_seconds": to_seconds(answer.refused_ms),
        "covered_seconds": to_seconds(answer.covered_ms),
        "position": to_seconds(answer.position_ms),
    }


@router.get("me/learning", response=LearningOut, url_name="my_learning")
def get_my_learning(request: HttpRequest) -> dict[str, Any]:
    """The courses the person is enrolled in, lesson by lesson."""
    return my_learning(request).as_json()


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)
