"""Some days of learning, so that strips, courses and "my learning" show life.

Written as facts of the past (no heartbeat can be sent for last week) and folded by the ordinary
code, so that `recompute_progress` finds nothing to mend.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from content.courses.models import Course
from content.demo.texts import table
from content.learning.models import (
    Enrolment,
    PlaySession,
    WatchBudget,
    WatchedSet,
    WatchInterval,
)
from content.learning.recompute import recompute
from content.learning.services import complete_lessons, enrol
from content.people.models import User
from content.recordings.models import Recording


def load_learning(
    people: dict[str, User], recordings: dict[str, Recording], courses: dict[str, Course]
) -> int:
    """Enrol people and let them have watched; the number of pieces watched."""
    rows = table("courses")["watched"]
    for row in rows:
        person, recording = people[row["person"]], recordings[row["recording"]]
        if "course" in row:
            _enrol(person, courses[row["course"]], row["days_ago"])
        if not PlaySession.objects.filter(user=person, recording=recording).exists():
            _watch(person, recording, row)
    return len(rows)


def _enrol(person: User, course: Course, days_ago: int) -> None:
    """Enrolled the day before the watching began; who is enrolled already stays so."""
    if Enrolment.objects.filter(user=person, course=course).exists():
        return
    enrolment = enrol(acting_user=person, course=course)
    enrolment.enrolled_at = timezone.now() - timedelta(days=days_ago + 1)
    enrolment.save(update_fields=["enrolled_at"])


@transaction.atomic
def _watch(person: User, recording: Recording, row: dict[str, Any]) -> None:
    at = timezone.now() - timedelta(days=row["days_ago"])
    watched, _new = WatchedSet.objects.get_or_create(user=person, recording=recording)
    budget, _new = WatchBudget.objects.get_or_create(user=person)
    session = PlaySession.objects.create(
        user=person, recording=recording, watched=watched, budget=budget, created_at=at
    )
    covered_ms = 0
    for seq, (start, end) in enumerate(row["spans"]):
        end_ms = min(end * 1000, recording.duration_ms or 0)
        covered_ms += end_ms - start * 1000
        at += timedelta(seconds=end - start)
        WatchInterval.objects.create(
            session=session,
            seq=seq,
            start_ms=start * 1000,
            end_ms=end_ms,
            rate=Decimal(1),
            position_ms=end_ms,
            covered_ms=covered_ms,
            received_at=at,
        )
    recompute(watched.pk, write=True)
    watched.refresh_from_db()
    complete_lessons(watched, at=at)
    watched.updated_at = at
    watched.save(update_fields=["goal_ms", "updated_at"])
