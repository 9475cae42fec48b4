"""An upload: how much of a file has arrived, whose it is, and what was made of it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.uploads.enums import UploadState
from content.uploads.querysets import UploadQuerySet


class Upload(models.Model):
    """`offset_bytes` are on the disk for certain, there may be more. `filename` and `fingerprint`
    are the client's own words: shown and compared, never part of a path.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="uploads",
    )
    filename = models.CharField(max_length=255, blank=True)
    fingerprint = models.CharField(max_length=80, blank=True)
    size_bytes = models.PositiveBigIntegerField()
    offset_bytes = models.PositiveBigIntegerField(default=0)
    state = models.CharField(
        max_length=10, choices=UploadState.choices, default=UploadState.RECEIVING
    )
    # Of the whole file as it lies here, in hexadecimal digits; empty until it is needed.
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    # What was made of it, in the words of whoever made it: for recordings their UUID.
    result = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField()

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ("-created_at",)
        indexes = (models.Index(fields=("state", "expires_at"), name="uploads_state_expires"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(offset_bytes__lte=models.F("size_bytes")),
                name="uploads_offset_within_size",
            ),
        )

    def __str__(self) -> str:
        return self.filename or str(self.uuid)

    @property
    def is_whole(self) -> bool:
        return self.offset_bytes == self.size_bytes
