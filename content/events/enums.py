"""What may be said of an event: by the clock, and by those who hold it."""

import enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventState(enum.StrEnum):
    """By the clock alone."""

    UPCOMING = "upcoming"
    RUNNING = "running"
    PAST = "past"


class Standing(models.TextChoices):
    """By those who hold it."""

    PLANNED = "planned", _("takes place as planned")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")
