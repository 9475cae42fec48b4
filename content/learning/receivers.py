"""What learning does when a recording's file is replaced."""

from typing import Any

from django.utils import timezone

from content.learning.models import WatchedSet
from content.learning.services import complete_lessons
from content.recordings.models import Recording


def begin_anew_when_replaced(
    sender: object, recording: Recording, duration_agrees: bool, **kwargs: Any
) -> None:
    """What was watched of a file of another length says nothing about this one: the summaries are
    emptied. The facts stay, and so does what was completed.
    """
    if duration_agrees:
        return
    now = timezone.now()
    rows = WatchedSet.objects.select_for_update(of=("self",)).filter(recording=recording)
    for watched in rows.order_by("pk"):
        watched.spans, watched.covered_ms, watched.position_ms = [], 0, 0
        watched.version += 1
        complete_lessons(watched, at=now)  # nothing is covered: it sets the new goal
        watched.save()
