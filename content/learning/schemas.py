"""What goes in and out of the API of learning. Times are decimal seconds of the recording."""

from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field, model_validator

from content.learning.heartbeat import ClaimedInterval
from content.learning.intervals import to_ms

# Longer than any recording; keeps sums within what the database holds.
_MOST_SECONDS = Decimal(10_000_000)

Seconds = Annotated[Decimal, Field(ge=0, le=_MOST_SECONDS, allow_inf_nan=False)]
Rate = Annotated[Decimal, Field(gt=0, le=100, allow_inf_nan=False)]


class PlaySessionIn(Schema):
    recording: UUID


class PlaySessionOut(Schema):
    id: UUID
    resume_seconds: float
    heartbeat_seconds: int


class HeartbeatIn(Schema):
    """`intervals` are [from, to, rate]; `seq` counts up within the play session."""

    seq: int = Field(ge=0, le=2**53)
    intervals: list[tuple[Seconds, Seconds, Rate]] = Field(max_length=500)
    position: Seconds

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if any(end < start for start, end, _rate in self.intervals):
            raise ValueError("an interval ends before it begins")
        return self

    def claims(self) -> list[ClaimedInterval]:
        return [
            ClaimedInterval(to_ms(start), to_ms(end), rate) for start, end, rate in self.intervals
        ]


class HeartbeatOut(Schema):
    accepted_seconds: float
    refused_seconds: float
    covered_seconds: float
    position: float


class ProblemOut(Schema):
    detail: str


class LearningLessonOut(Schema):
    id: UUID
    title: str
    url: str
    recording: UUID
    duration_seconds: float
    covered_seconds: float
    remaining_seconds: float
    resume_seconds: float
    completed: bool
    watched: list[tuple[float, float]]


class LearningCourseOut(Schema):
    id: UUID
    code: str
    title: str
    url: str
    hours: float
    completed: bool
    completed_lessons: int
    remaining_seconds: float
    lessons: list[LearningLessonOut]


class LearningOut(Schema):
    courses: list[LearningCourseOut]
