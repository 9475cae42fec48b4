"""What the board of jobs says of this app's jobs, and who may know of which."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.jobs.registry import JobWords, Subject
from content.recordings.permissions import policy
from content.slides.models import Deck
from content.slides.services import CONVERT_KIND, FIND_KIND, PROPOSE_KIND


def subjects(user: Any, ids: Collection[str]) -> dict[str, Subject]:
    """The decks of recordings that this person may change."""
    mine = policy.instances_user_has_permission_for(user, "change")
    rows = Deck.objects.filter(uuid__in=ids, recording__in=mine).select_related("recording")
    return {
        str(row.uuid): Subject(
            title=row.recording.title,
            url=reverse("slides:deck", args=[row.recording_id]),
            may_change=True,
        )
        for row in rows
    }


WORDS = {
    CONVERT_KIND: JobWords(_("Convert slides"), subjects),
    FIND_KIND: JobWords(_("Find the slides in the video"), subjects),
    PROPOSE_KIND: JobWords(_("Propose times for slides"), subjects),
}
