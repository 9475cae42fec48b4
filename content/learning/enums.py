"""Why watched time was refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RefusalReason(models.TextChoices):
    PAST_END = "past_end", _("past the end of the recording")
    RATE = "rate", _("played faster than counts")
    BUDGET = "budget", _("more than could be watched in the time that passed")
