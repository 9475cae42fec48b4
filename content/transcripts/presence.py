"""Who else has this transcript open: a row for each open editor, renewed while it is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from content.transcripts.models import EditorPresence, Transcript

SEEN_SECONDS = 30
"""Longer than two heartbeats of a page in the background."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody else with this transcript open, and the line they are on."""

    name: str
    cue: UUID | None


@transaction.atomic
def note_presence(
    *, transcript: Transcript, user_id: int, client: UUID, cue: UUID | None
) -> Sequence[Present]:
    """This editor is open, at that line. The others that are, one for each person."""
    now = timezone.now()
    known = EditorPresence.objects.filter(transcript=transcript)
    known.filter(seen_at__lt=now - timedelta(seconds=SEEN_SECONDS)).delete()
    EditorPresence.objects.update_or_create(
        client=client,
        defaults={"transcript": transcript, "user_id": user_id, "cue": cue, "seen_at": now},
    )
    others = known.exclude(client=client).select_related("user").order_by("user_id", "-seen_at")
    return tuple(
        {row.user_id: Present(row.user.full_name, row.cue) for row in reversed(others)}.values()
    )


def forget_presence(*, transcript: Transcript, user_id: int, client: UUID) -> None:
    """This editor was closed."""
    EditorPresence.objects.filter(transcript=transcript, client=client, user_id=user_id).delete()
