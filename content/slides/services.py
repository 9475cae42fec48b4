"""Writes on decks: take an upload, delete, set times by hand, take proposals over.

Whatever changes what people see or find is told to search in its own transaction. Times are changed
against a version: who looks at an older state than the stored one is told, and changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.core.ports import DocumentKey
from content.core.signals import document_changed
from content.jobs import services as jobs
from content.recordings import storage as disk
from content.recordings.exceptions import UploadRefusedError
from content.recordings.models import Recording
from content.slides import deck_work, storage
from content.slides.deck_formats import NotADeckError, kind_of
from content.slides.enums import ChangeSource, DeckKind, DeckProblem, Finding
from content.slides.exceptions import ChangeRefusedError, DeckChangedError, DeckRefusedError
from content.slides.models import Deck, Slide, SlideChange

CONVERT_KIND = "convert_deck"
FIND_KIND = "find_slides"
PROPOSE_KIND = "propose_slides"
# Two changes nearer than this are one: who presses twice means the second.
NEAREST_MS = 500

Actor = Model | AnonymousUser | None
_BLOCK_BYTES = 1 << 20


def upload_deck(*, acting_user: Actor, recording: Recording, upload: UploadedFile[Any]) -> Deck:
    """Store the file in place of an earlier one and put its conversion into the queue.

    Raises DeckRefusedError, leaving the earlier deck and nothing of this file.
    """
    kind = _kind_of(upload)
    uuid = uuid4()
    source = storage.source_path(uuid, kind)
    try:
        size = disk.write_whole(source, upload.chunks(_BLOCK_BYTES))
        if kind == DeckKind.PDF:
            deck_work.count_pages(source)
        with transaction.atomic():
            for earlier in Deck.objects.select_for_update().filter(recording=recording):
                earlier.delete()
            deck = Deck.objects.create(
                uuid=uuid,
                recording=recording,
                kind=kind,
                size_bytes=size,
                original_filename=Path(upload.name or "").name[:255],
                created_by_id=acting_user.pk if acting_user is not None else None,
            )
            jobs.enqueue(kind=CONVERT_KIND, subject_id=uuid)
            tell(deck)
            log(recording, "slides.upload", user=acting_user)
    except BaseException as error:
        disk.remove_folder(storage.folder_of(uuid))
        if isinstance(error, deck_work.DeckWorkError):
            raise DeckRefusedError(error.problem) from error
        if isinstance(error, UploadRefusedError):
            raise DeckRefusedError(DeckProblem.DISK_FULL) from error
        raise
    return deck


def _kind_of(upload: UploadedFile[Any]) -> DeckKind:
    """Raises DeckRefusedError."""
    try:
        kind = kind_of(upload, upload.size or 0)
    except NotADeckError as error:
        raise DeckRefusedError(error.problem) from error
    if kind != DeckKind.PDF and deck_work.office() is None:
        raise DeckRefusedError(DeckProblem.NO_OFFICE)
    if disk.free_bytes() - (upload.size or 0) < settings.LECTERN_MIN_FREE_BYTES:
        raise DeckRefusedError(DeckProblem.DISK_FULL)
    return kind


@transaction.atomic
def delete_deck(*, acting_user: Actor, deck: Deck) -> None:
    """Its files go once that is committed."""
    recording = deck.recording
    log(recording, "slides.delete", user=acting_user)
    deck.delete()
    document_changed.send(sender=Deck, key=_key(recording))


@transaction.atomic
def request_finding(*, acting_user: Actor, deck: Deck) -> None:
    """Look for the slides in the video anew; times set by hand stay."""
    jobs.enqueue(kind=FIND_KIND, subject_id=deck.uuid)
    log(deck.recording, "slides.find", user=acting_user)


@transaction.atomic
def set_change(
    *,
    acting_user: Actor,
    deck: Deck,
    version: int,
    number: int,
    at_ms: int,
    change_id: int | None = None,
) -> Deck:
    """Let slide `number` come up at `at_ms`; with `change_id`, move that change there.

    Takes the place of a change less than half a second away. Raises DeckChangedError and
    ChangeRefusedError.
    """
    row = _locked(deck, version)
    slide = Slide.objects.filter(deck=row, number=number).first()
    if slide is None:
        raise ChangeRefusedError(_("There is no slide %(number)s.") % {"number": number})
    end_ms = row.recording.duration_ms or 0
    if at_ms < 0 or at_ms >= end_ms:
        raise ChangeRefusedError(_("The recording has no such time."))
    moved = SlideChange.objects.filter(deck=row, pk=change_id or 0).first()
    if moved is not None:
        SlideChange.objects.filter(pk=moved.pk).delete()
    near = SlideChange.objects.filter(deck=row).exclude(source=ChangeSource.PROPOSED)
    near.filter(at_ms__gt=at_ms - NEAREST_MS, at_ms__lt=at_ms + NEAREST_MS).delete()
    SlideChange.objects.filter(deck=row, at_ms=at_ms).delete()
    key = moved.pk if moved is not None else None  # the editor's page knows it by that
    SlideChange.objects.create(pk=key, deck=row, slide=slide, at_ms=at_ms, source=ChangeSource.SET)
    return _saved(row, acting_user)


@transaction.atomic
def remove_change(*, acting_user: Actor, deck: Deck, version: int, change_id: int) -> Deck:
    """Raises DeckChangedError."""
    row = _locked(deck, version)
    SlideChange.objects.filter(deck=row, pk=change_id).delete()
    return _saved(row, acting_user)


@transaction.atomic
def accept_proposals(*, acting_user: Actor, deck: Deck, version: int) -> Deck:
    """What was proposed counts as set by hand from now on. Raises DeckChangedError."""
    row = _locked(deck, version)
    SlideChange.objects.filter(deck=row, source=ChangeSource.PROPOSED).update(
        source=ChangeSource.SET, confidence=None
    )
    return _saved(row, acting_user)


@transaction.atomic
def discard_proposals(*, acting_user: Actor, deck: Deck, version: int) -> Deck:
    """Raises DeckChangedError."""
    row = _locked(deck, version)
    SlideChange.objects.filter(deck=row, source=ChangeSource.PROPOSED).delete()
    return _saved(row, acting_user)


@transaction.atomic
def find_anew(*, deck: Deck) -> None:
    """Take every time for a guess and look for the slides again: the recording is another one."""
    row = Deck.objects.select_for_update().select_related("recording").get(pk=deck.pk)
    SlideChange.objects.filter(deck=row).update(source=ChangeSource.PROPOSED)
    row.version += 1
    row.save(update_fields=["version", "updated_at"])
    jobs.enqueue(kind=FIND_KIND, subject_id=row.uuid)
    tell(row)


@dataclass(frozen=True)
class FoundChange:
    number: int
    at_ms: int
    confidence: float | None


def store_found(
    *, deck: Deck, finding: Finding, source: ChangeSource, changes: Iterable[FoundChange]
) -> None:
    """Put what the machine found in place of what it found before; what people set stays.

    Inside a transaction. Nothing is stored nearer than two seconds to a time set by hand.
    """
    row = Deck.objects.select_for_update().select_related("recording").get(pk=deck.pk)
    SlideChange.objects.filter(deck=row).exclude(source=ChangeSource.SET).delete()
    fixed = list(SlideChange.objects.filter(deck=row).values_list("at_ms", flat=True))
    slides = {slide.number: slide for slide in Slide.objects.filter(deck=row)}
    SlideChange.objects.bulk_create(
        SlideChange(
            deck=row,
            slide=slides[change.number],
            at_ms=change.at_ms,
            source=source,
            confidence=change.confidence,
        )
        for change in changes
        if all(abs(change.at_ms - at_ms) >= 4 * NEAREST_MS for at_ms in fixed)
    )
    row.finding = finding
    row.version += 1
    row.save(update_fields=["finding", "version", "updated_at"])
    tell(row)


def tell(deck: Deck) -> None:
    """Say that the words or times of the slides are others now."""
    document_changed.send(sender=Deck, key=_key(deck.recording))


def _key(recording: Recording) -> DocumentKey:
    return DocumentKey("recording", str(recording.uuid))


def _locked(deck: Deck, version: int) -> Deck:
    row: Deck = Deck.objects.select_for_update().select_related("recording").get(pk=deck.pk)
    if row.version != version:
        raise DeckChangedError(f"version {row.version}, not {version}")
    return row


def _saved(row: Deck, acting_user: Actor) -> Deck:
    row.version += 1
    row.save(update_fields=["version", "updated_at"])
    tell(row)
    log(row.recording, "slides.times", user=acting_user)
    return row
