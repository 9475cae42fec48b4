"""Content tells, search writes it down: one row, in the transaction of the save."""

from typing import Any

from django.dispatch import receiver

from content.core.ports import DocumentKey
from content.core.signals import document_changed, document_removed
from search import outbox


@receiver([document_changed, document_removed], dispatch_uid="search.outbox")
def remember_change(*, key: DocumentKey, **_kwargs: Any) -> None:
    outbox.record(key)
