"""The outbox: a save writes here what changed, in its own transaction, and nothing else.

No analysis and no engine: a save costs one row, whatever the state of search.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min

from content.core.ports import DocumentKey
from search.models import OutboxEntry


@dataclass(frozen=True)
class Pending:
    """A key with changes waiting, and the rows that say so."""

    key: DocumentKey
    entries: tuple[int, ...]


def record(key: DocumentKey) -> None:
    """Marks a thing as changed, created or gone; the analysis will see which."""
    OutboxEntry.objects.create(key=str(key))


def record_all(keys: Iterable[DocumentKey]) -> int:
    entries = [OutboxEntry(key=str(key)) for key in keys]
    return len(OutboxEntry.objects.bulk_create(entries, batch_size=500))


def pending(limit: int) -> list[Pending]:
    """The keys waiting longest and the newest, half and half, each with all its rows: what a
    person has just saved does not wait behind a thousand imported things."""
    keys = OutboxEntry.objects.values("key").annotate(oldest=Min("id"), newest=Max("id"))
    fresh = limit // 2
    chosen = [*keys.order_by("oldest")[: limit - fresh], *keys.order_by("-newest")[:fresh]]
    entries: dict[str, list[int]] = {row["key"]: [] for row in chosen}
    rows = OutboxEntry.objects.filter(key__in=entries).values_list("key", "id")
    for key, entry in rows:
        entries[key].append(entry)
    return [Pending(DocumentKey.parse(key), tuple(ids)) for key, ids in entries.items() if ids]


def count() -> int:
    """How many things wait."""
    total: int = OutboxEntry.objects.aggregate(total=Count("key", distinct=True))["total"]
    return total


def still_waiting(change: Pending) -> bool:
    """Whether nobody who read later has taken this change in."""
    return OutboxEntry.objects.filter(id__in=change.entries).exists()


def settle(change: Pending) -> None:
    """Forgets the rows that were seen. Not "all up to the newest": on PostgreSQL a row with a
    lower number may be committed later, by a save whose content was not read."""
    OutboxEntry.objects.filter(id__in=change.entries).delete()


def oldest_waiting() -> datetime | None:
    """Since when the change that waits longest has waited."""
    return OutboxEntry.objects.order_by("id").values_list("created_at", flat=True).first()
