"""Signals that cross layers: content tells, search listens. Sent inside the save's transaction."""

from django.dispatch import Signal

# Both carry `key: content.core.ports.DocumentKey`.
document_changed = Signal()
document_removed = Signal()
