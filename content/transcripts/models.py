"""A transcript and its cues, and what a transcription under way has done so far.

What an editor's work leaves behind is here too: each edit as a fact, revisions, who is present.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.recordings.enums import SpokenLanguage
from content.recordings.models import Recording
from content.transcripts.querysets import TranscriptQuerySet


class TranscriptState(models.TextChoices):
    DRAFT = "draft", _("machine text, not yet reviewed")
    IN_REVIEW = "in_review", _("in review")
    REVIEWED = "reviewed", _("reviewed")
    PUBLISHED = "published", _("published")


class TranscriptSource(models.TextChoices):
    MACHINE = "machine", _("written by the machine")
    IMPORTED = "imported", _("imported from a file")
    TYPED = "typed", _("typed")


class TranscriptNote(models.TextChoices):
    """Why a transcript is as it is, where that needs saying."""

    NO_SPEECH = "no_speech", _("no speech found")


class Transcript(models.Model):
    """The words of a recording in one language. Saved whenever its cues change.

    `sequence` numbers what was done to the cues; whoever knows it can ask what came after.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="transcripts")
    language = models.CharField(_("language"), max_length=8, choices=SpokenLanguage.choices)
    state = models.CharField(
        _("state"), max_length=12, choices=TranscriptState.choices, default=TranscriptState.DRAFT
    )
    source = models.CharField(_("source"), max_length=12, choices=TranscriptSource.choices)
    note = models.CharField(max_length=12, choices=TranscriptNote.choices, blank=True)
    engine = models.CharField(max_length=40, blank=True)
    model = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveBigIntegerField(default=0, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TranscriptQuerySet.as_manager()

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

    @property
    def is_machine_draft(self) -> bool:
        """Nobody's work is lost when a machine writes it again."""
        return (
            self.source == TranscriptSource.MACHINE
            and self.state == TranscriptState.DRAFT
            and self.edited_at is None
        )

    @property
    def is_reviewed(self) -> bool:
        """Whether a person answers for the words."""
        return self.state in {TranscriptState.REVIEWED, TranscriptState.PUBLISHED}

    @property
    def is_shown(self) -> bool:
        """Whether readers get it: a machine's words at once, a person's once they were reviewed."""
        return (
            self.source == TranscriptSource.MACHINE
            or self.is_reviewed
            or self.reviewed_at is not None
        )

    @property
    def state_label(self) -> str:
        """The state in words; a draft that a person wrote is not the machine's."""
        if self.state == TranscriptState.DRAFT and (
            self.source != TranscriptSource.MACHINE or self.edited_at is not None
        ):
            return gettext("draft")
        return str(TranscriptState(self.state).label)


class Cue(models.Model):
    """One caption line. `raw_text` is what the engine wrote; `text` is what people read.

    `words` holds [start_ms, end_ms, text, probability] of each word, as heard. `uuid` stays with
    the line however its number changes; `version` rises with each change of it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
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


class CueEdit(models.Model):
    """One thing an editor did to the cues; a fact, never changed.

    `operation` is the number the editor's browser gave it: sent twice, it is done once. `changes`
    is what `cue_states.encoded` makes of it: each cue touched, before and after. `reverts` is the
    edit that this one takes back.
    """

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="edits")
    sequence = models.PositiveBigIntegerField()
    operation = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=16)
    changes = models.JSONField()
    reverts = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reverted_by"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("transcript", "sequence")
        constraints = (
            models.UniqueConstraint(
                fields=("transcript", "sequence"), name="transcripts_edit_sequence"
            ),
        )

    def __str__(self) -> str:
        return f"{self.transcript_id}/{self.sequence} {self.kind}"


class RevisionReason(models.TextChoices):
    """Why the words were kept as they stood."""

    SUBMITTED = "submitted", _("submitted for review")
    PUBLISHED = "published", _("published")
    REPLACED = "replaced", _("before a file took its place")
    RESTORED = "restored", _("before an earlier revision was restored")


class TranscriptRevision(models.Model):
    """All cues as they stood at one moment (`cue_states.as_json`); a fact, never changed."""

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=12, choices=RevisionReason.choices)
    cues = models.JSONField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("transcript", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("transcript", "number"), name="transcripts_revision_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.transcript_id}/{self.number}"


class EditorPresence(models.Model):
    """An open editor: whose it is, on which cue, and when it was last heard of."""

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="present")
    client = models.UUIDField(unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    cue = models.UUIDField(null=True, blank=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.transcript_id}: {self.user_id}"


class TranscriptionPlan(models.Model):
    """What a transcription under way has decided; deleted when it is done.

    `fingerprint` tells the sound, the engine and the settings it was made for: a plan made for
    others is of no use. `batches` is `ChunkPlan.as_lists()`.
    """

    recording = models.OneToOneField(
        Recording, on_delete=models.CASCADE, related_name="transcription_plan"
    )
    fingerprint = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    prompt = models.TextField(blank=True)
    duration_ms = models.PositiveBigIntegerField()
    batches = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.recording}: {len(self.batches)}"


class TranscribedBatch(models.Model):
    """The segments of one batch, kept as soon as they are decoded (see `messages`)."""

    plan = models.ForeignKey(
        TranscriptionPlan, on_delete=models.CASCADE, related_name="done_batches"
    )
    number = models.PositiveIntegerField()
    segments = models.JSONField()

    class Meta:
        ordering = ("plan", "number")
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="transcripts_batch_number"),
        )

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.number}"
