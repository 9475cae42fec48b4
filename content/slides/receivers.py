"""What slides do when something else happens."""

from typing import Any

from django.db import transaction

from content.jobs import services as jobs
from content.recordings import storage as disk
from content.recordings.models import Recording
from content.slides import storage
from content.slides.enums import DeckState, Finding
from content.slides.models import Deck
from content.slides.services import CONVERT_KIND, FIND_KIND, PROPOSE_KIND, find_anew


def remove_files(sender: type[Deck], instance: Deck, **kwargs: Any) -> None:
    """Files follow their row, by whatever way it goes."""
    uuid = instance.uuid
    for kind in (CONVERT_KIND, FIND_KIND, PROPOSE_KIND):
        jobs.forget(kind=kind, subject_id=uuid)
    transaction.on_commit(lambda: disk.remove_folder(storage.folder_of(uuid)))


def find_when_playable(sender: object, recording: Recording, **kwargs: Any) -> None:
    """A recording that can be played now is looked through for the slides it has."""
    deck = _ready_deck(recording)
    if deck is not None:
        jobs.enqueue(kind=FIND_KIND, subject_id=deck.uuid)


def find_when_replaced(
    sender: object, recording: Recording, *, duration_agrees: bool, **kwargs: Any
) -> None:
    """Times in a file of another length say nothing of this one, those set by hand neither."""
    deck = None if duration_agrees else _ready_deck(recording)
    if deck is not None:
        find_anew(deck=deck)


def _ready_deck(recording: Recording) -> Deck | None:
    found: Deck | None = Deck.objects.filter(recording=recording, state=DeckState.READY).first()
    return found


def propose_when_transcribed(sender: object, recording_id: int, **kwargs: Any) -> None:
    """Slides that could only be spread evenly are compared with the words once there are any."""
    deck = Deck.objects.filter(recording_id=recording_id, finding=Finding.BY_LENGTH).first()
    if deck is not None:
        jobs.enqueue(kind=PROPOSE_KIND, subject_id=deck.uuid)
