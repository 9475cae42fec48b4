"""A transcript and its cues: the stored, edited, timed lines of one recording in one language."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.recordings.enums import SpokenLanguage
from content.recordings.models import Recording


class TranscriptState(models.TextChoices):
    DRAFT = "draft", _("machine text, not yet reviewed")
    REVIEWED = "reviewed", _("reviewed")
    PUBLISHED = "published", _("published")


class TranscriptSource(models.TextChoices):
    MACHINE = "machine", _("written by the machine")
    IMPORTED = "imported", _("imported from a file")
    TYPED = "typed", _("typed")


class Transcript(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="transcripts")
    language = models.CharField(_("language"), max_length=8, choices=SpokenLanguage.choices)
    state = models.CharField(
        _("state"), max_length=12, choices=TranscriptState.choices, default=TranscriptState.DRAFT
    )
    source = models.CharField(_("source"), max_length=12, choices=TranscriptSource.choices)
    engine = models.CharField(max_length=40, blank=True)
    model = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("transcript")
        verbose_name_plural = _("transcripts")
        constraints = (
            models.UniqueConstraint(
                fields=("recording", "language"), name="transcripts_one_a_language"
            ),
        )

    def __str__(self) -> str:
        return f"{self.recording} ({self.get_language_display()})"


class Cue(models.Model):
    """One caption line. `raw_text` is what the engine wrote; `text` is what people read."""

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="cues")
    number = models.PositiveIntegerField()
    start_ms = models.PositiveBigIntegerField()
    end_ms = models.PositiveBigIntegerField()
    text = models.TextField()
    raw_text = models.TextField(blank=True)
    confidence = models.FloatField(null=True, blank=True)
    words = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("transcript", "number")
        constraints = (
            models.UniqueConstraint(fields=("transcript", "number"), name="transcripts_cue_number"),
            models.CheckConstraint(
                condition=models.Q(end_ms__gt=models.F("start_ms")), name="transcripts_cue_times"
            ),
        )

    def __str__(self) -> str:
        return self.text
