"""Tells search that a lecture changed: the page, its recording, a transcript."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_unpublished, post_page_move

from content.core.signals import document_changed, document_removed
from content.lectures.indexing import document_key
from content.lectures.models import LecturePage
from content.lectures.services import publish_lecture_pages
from content.recordings.models import Recording
from content.recordings.signals import recording_playable
from content.transcripts.models import Transcript


def _changed(recording: Recording) -> None:
    document_changed.send(sender=LecturePage, key=document_key(recording))


def page_changed(sender: type, instance: LecturePage, **kwargs: Any) -> None:
    _changed(instance.recording)


def page_moved(sender: type, instance: Page, **kwargs: Any) -> None:
    """The address is not in the index, but what shows the lecture may keep it."""
    moved = LecturePage.objects.descendant_of(instance, inclusive=True).live()
    for page in moved.select_related("recording"):
        _changed(page.recording)


def recording_changed(
    sender: type, instance: Recording, created: bool = False, **kwargs: Any
) -> None:
    if not created:
        _changed(instance)


def recording_deleted(sender: type, instance: Recording, **kwargs: Any) -> None:
    document_removed.send(sender=Recording, key=document_key(instance))


def topics_changed(sender: type, instance: object, action: str, **kwargs: Any) -> None:
    if isinstance(instance, Recording) and action.startswith("post_"):
        _changed(instance)


def transcript_deleted(sender: type, instance: Transcript, **kwargs: Any) -> None:
    """What else changes a transcript tells search by itself, in its services."""
    recording = Recording.objects.filter(pk=instance.recording_id).first()
    if recording is not None:
        _changed(recording)


def publish_when_playable(sender: object, recording: Recording, **kwargs: Any) -> None:
    publish_lecture_pages(recording)


def connect() -> None:
    """Called once, when the app is ready."""
    # Publishing and unpublishing save the page: this is inside that save's transaction.
    post_save.connect(page_changed, sender=LecturePage)
    # A page that expires is saved as a plain page.
    page_unpublished.connect(page_changed, sender=LecturePage)
    recording_playable.connect(publish_when_playable)
    post_page_move.connect(page_moved)
    post_delete.connect(page_changed, sender=LecturePage)
    post_save.connect(recording_changed, sender=Recording)
    post_delete.connect(recording_deleted, sender=Recording)
    m2m_changed.connect(topics_changed, sender=Recording.topics.through)
    post_delete.connect(transcript_deleted, sender=Transcript)
