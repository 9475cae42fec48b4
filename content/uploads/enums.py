"""States of an upload."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UploadState(models.TextChoices):
    """`adopted`: something was made of it, and its file is no longer kept here."""

    RECEIVING = "receiving", _("being received")
    COMPLETE = "complete", _("arrived")
    ADOPTED = "adopted", _("taken over")
    CANCELLED = "cancelled", _("cancelled")


OPEN_STATES = (UploadState.RECEIVING, UploadState.COMPLETE)
