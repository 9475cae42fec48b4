"""Reads of the journal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from search.models import StoredDocument  # the type of the rows


class StoredDocumentQuerySet(models.QuerySet["StoredDocument"]):
    def living(self) -> Self:
        return self.filter(is_removed=False)

    def after(self, position: int) -> Self:
        """What an index at this position has not seen, oldest first."""
        return self.filter(version__gt=position).order_by("version")

    def in_batches(self, size: int, position: int = -1) -> Iterator[list["StoredDocument"]]:
        """All rows after this position in order of version; each batch is a query of its own, none
        is held open."""
        while rows := list(self.after(position)[:size]):
            yield rows
            position = rows[-1].version
