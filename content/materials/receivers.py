"""Tells search what happened to documents and has new files read, in the save's transaction."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from content.core.signals import document_changed, document_removed
from content.jobs.services import forget
from content.library.models import CustomDocument
from content.materials.indexing import document_key
from content.materials.models import MaterialText
from content.materials.pipeline import KIND, wish


def connect() -> None:
    post_save.connect(_saved, sender=CustomDocument, dispatch_uid="materials.saved")
    post_delete.connect(_deleted, sender=CustomDocument, dispatch_uid="materials.deleted")


def _saved(instance: CustomDocument, raw: bool = False, **kwargs: Any) -> None:
    if raw:
        return
    if not instance.file_hash and instance.file:
        instance.get_file_hash()  # saves it, and comes back here
        return
    document_changed.send(CustomDocument, key=document_key(instance))
    wish(instance)


def _deleted(instance: CustomDocument, **kwargs: Any) -> None:
    """The words go with the last document that has this file."""
    document_removed.send(CustomDocument, key=document_key(instance))
    forget(kind=KIND, subject_id=instance.pk)
    if not CustomDocument.objects.filter(file_hash=instance.file_hash).exists():
        MaterialText.objects.filter(file_hash=instance.file_hash).delete()
