"""What runs the demonstration asks: how far the fresh lecture is, and whose database this is."""

import enum
from dataclasses import dataclass

from content.demo.loading.recordings import recording_of
from content.demo.scripts import fresh_script
from content.demo.texts import table
from content.people.models import User
from content.recordings.enums import RecordingState
from content.transcripts.models import Cue


class FreshState(enum.StrEnum):
    """Absent: not loaded. Waiting: on its way through the worker. Transcribed: words are there."""

    ABSENT = "absent"
    WAITING = "waiting"
    FAILED = "failed"
    TRANSCRIBED = "transcribed"


@dataclass(frozen=True)
class FreshLecture:
    title: str
    state: FreshState
    problem: str = ""


def fresh_lecture() -> FreshLecture:
    """The lecture that Whisper transcribes before one's eyes. Two queries."""
    script = fresh_script()
    recording = recording_of(script)
    if recording is None:
        return FreshLecture(script.title, FreshState.ABSENT)
    if recording.state == RecordingState.FAILED:
        problem = str(recording.get_problem_display())
        return FreshLecture(script.title, FreshState.FAILED, problem)
    has_words = Cue.objects.filter(transcript__recording=recording).exists()
    state = FreshState.TRANSCRIBED if has_words else FreshState.WAITING
    return FreshLecture(script.title, state)


def is_somebody_elses() -> bool:
    """Whether people are here, and none of them is of the demonstration."""
    numbers = [row["number"] for row in table("people")["people"]]
    people = User.objects.all()
    return people.exists() and not people.filter(employee_number__in=numbers).exists()
