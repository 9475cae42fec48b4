"""The API of lectures: which lines hold what a reader looks for, and when their words are said."""

from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from content.core.marks import mark_lines
from content.core.viewers import viewer_of_request
from content.lectures.cue_lines import cues_of, words_of_line
from content.lectures.languages import spoken
from content.lectures.player_parts import LONGEST_QUERY
from content.lectures.schemas import FoundLinesOut, LineWordsOut
from content.transcripts.models import Transcript
from content.transcripts.selectors import transcript_of

router = Router(tags=["lectures"])

MOST_LINES = 1_000
MOST_NUMBER = 1_000_000


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
    transcript = _transcript(request, recording_id, language)
    cues = cues_of(transcript)
    marks = mark_lines([cue.text for cue in cues], q[:LONGEST_QUERY])
    found = [
        {"line": number, "start": cue.start_ms / 1000, "highlights": places}
        for number, (cue, places) in enumerate(zip(cues, marks, strict=True))
        if places
    ]
    return {"language": transcript.language, "total": len(found), "lines": found[:MOST_LINES]}


@router.get(
    "recordings/{uuid:recording_id}/transcript/words",
    response=LineWordsOut,
    url_name="transcript_words",
)
def find_words(
    request: HttpRequest,
    recording_id: UUID,
    line: Annotated[int, Query(ge=0, le=MOST_NUMBER)],
    language: str = "",
) -> dict[str, Any]:
    """When the words of a line are said; `line` counts from 0, in order of time.

    None where nobody heard them one by one. The transcript is chosen as for its lines.
    """
    transcript = _transcript(request, recording_id, language)
    found = words_of_line(transcript, line)
    words = [(first, last, start / 1000, end / 1000) for first, last, start, end in found]
    return {"language": transcript.language, "words": words}


def _transcript(request: HttpRequest, recording_id: UUID, language: str) -> Transcript:
    """Raises Http404."""
    wanted = [spoken(language)] if language else []
    transcript = transcript_of(viewer_of_request(request), recording_id, wanted)
    if transcript is None:
        raise Http404(_("There is no such transcript."))
    return transcript
