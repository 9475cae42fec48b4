"""Reads of uploads."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone

from content.people.models import User
from content.uploads.enums import OPEN_STATES, UploadState

if TYPE_CHECKING:
    from content.uploads.models import Upload  # noqa: F401  # named in a string


class UploadQuerySet(models.QuerySet["Upload"]):
    def open(self) -> "UploadQuerySet":
        """Those whose bytes are still to come, or lie here waiting for what is made of them."""
        return self.filter(state__in=OPEN_STATES)

    def same_file(self, owner: User | None, fingerprint: str, size_bytes: int) -> "UploadQuerySet":
        """This person's open uploads of one file; none for a file without a fingerprint."""
        if not fingerprint:
            return self.none()
        return self.open().filter(
            owner=owner,
            fingerprint=fingerprint,
            size_bytes=size_bytes,
            expires_at__gt=timezone.now(),
        )

    def expired(self, now: datetime) -> "UploadQuerySet":
        return self.open().filter(expires_at__lte=now)

    def forgotten(self, now: datetime) -> "UploadQuerySet":
        """Cancelled ones that no longer count for anybody's day."""
        return self.filter(state=UploadState.CANCELLED, updated_at__lte=now - timedelta(days=2))

    def total_bytes(self) -> int:
        """Their full lengths, however much of it has arrived."""
        return self.aggregate(total=Sum("size_bytes"))["total"] or 0

    def missing_bytes(self) -> int:
        """What is still to come."""
        return (
            self.aggregate(total=Sum(models.F("size_bytes") - models.F("offset_bytes")))["total"]
            or 0
        )

    def taken_since(self, moment: datetime) -> int:
        """Bytes taken on since then: full lengths, of what was cancelled what had arrived."""
        recent = self.filter(created_at__gt=moment)
        kept = recent.filter(~Q(state=UploadState.CANCELLED)).total_bytes()
        dropped = recent.filter(state=UploadState.CANCELLED).aggregate(sum=Sum("offset_bytes"))
        return kept + (dropped["sum"] or 0)
