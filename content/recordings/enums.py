"""States and kinds of recordings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RecordingState(models.TextChoices):
    UPLOADED = "uploaded", _("waiting to be processed")
    PROCESSING = "processing", _("being processed")
    PLAYABLE = "playable", _("playable")
    FAILED = "failed", _("needs attention")


class MediaKind(models.TextChoices):
    VIDEO = "video", _("video")
    AUDIO = "audio", _("audio")


class FileRole(models.TextChoices):
    SOURCE = "source", _("as uploaded")
    VIDEO = "video", _("video to play")
    AUDIO = "audio", _("audio to play")
    POSTER = "poster", _("poster")


class SpokenLanguage(models.TextChoices):
    """What is spoken in a recording; empty means that the engine is to find out."""

    CHINESE = "zh", _("Chinese")
    ENGLISH = "en", _("English")
