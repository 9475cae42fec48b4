"""The API of lectures: which lines of a transcript hold what a reader looks for."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from content.core.marks import mark_lines
from content.core.viewers import viewer_of_request
from content.lectures.cue_lines import cues_of
from content.lectures.languages import spoken
from content.lectures.player_parts import LONGEST_QUERY
from content.lectures.schemas import FoundLinesOut
from content.transcripts.selectors import transcript_of

router = Router(tags=["lectures"])

MOST_LINES = 1_000


@router.get(
    "recordings/{uuid:recording_id}/transcript/lines",
    response=FoundLinesOut,
    url_name="transcript_lines",
)
def find_lines(
    request: HttpRequest, recording_id: UUID, q: str = "", language: str = ""
) -> dict[str, Any]:
    """The lines that hold the words of `q`, as search understands them: in other forms, in
    Traditional characters, by their sound.

    In the transcript in `language` (zh, en), else in the language spoken. 404 where there is none
    or the recording does not admit the asker.
    """
    wanted = [spoken(language)] if language else []
    transcript = transcript_of(viewer_of_request(request), recording_id, wanted)
    if transcript is None:
        raise Http404(_("There is no such transcript."))
    cues = cues_of(transcript)
    marks = mark_lines([cue.text for cue in cues], q[:LONGEST_QUERY])
    found = [
        {"line": number, "start": cue.start_ms / 1000, "highlights": places}
        for number, (cue, places) in enumerate(zip(cues, marks, strict=True))
        if places
    ]
    return {"language": transcript.language, "total": len(found), "lines": found[:MOST_LINES]}
