"""The API of transcripts: the words of a recording with their times; and below it the editor's."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from content.core.viewers import viewer_of_request
from content.transcripts.editor_api import router as editor_router
from content.transcripts.schemas import TranscriptOut
from content.transcripts.selectors import transcript_of

router = Router(tags=["transcripts"])
router.add_router("", editor_router)


@router.get(
    "recordings/{uuid:recording_id}/transcript", response=TranscriptOut, url_name="transcript"
)
def get_transcript(request: HttpRequest, recording_id: UUID, language: str = "") -> dict[str, Any]:
    """The transcript in `language` (zh, en), else in the language spoken.

    404 where there is none or the recording does not admit the asker.
    """
    wanted = [language.split("-", maxsplit=1)[0].lower()] if language else []
    transcript = transcript_of(viewer_of_request(request), recording_id, wanted)
    if transcript is None:
        raise Http404(_("There is no such transcript."))
    return {
        "language": transcript.language,
        "state": transcript.state,
        "source": transcript.source,
        "cues": [
            {"number": number, "start": start_ms / 1000, "end": end_ms / 1000, "text": text}
            for number, start_ms, end_ms, text in transcript.cues.order_by("number").values_list(
                "number", "start_ms", "end_ms", "text"
            )
        ],
    }
