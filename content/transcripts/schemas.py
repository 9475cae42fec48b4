"""The shapes of the API of transcripts."""

from ninja import Schema


class CueOut(Schema):
    """Times are seconds from the recording's beginning."""

    number: int
    start: float
    end: float
    text: str


class TranscriptOut(Schema):
    language: str
    state: str
    source: str
    cues: list[CueOut]
