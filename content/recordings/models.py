"""A recording and the files that belong to it. Stable identity: pages present it, never own it."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import CollectionMember
from wagtail.search import index

from content.core.audience import Audience
from content.core.fields import AudienceField
from content.people.models import Unit
from content.recordings.enums import (
    FileRole,
    MediaKind,
    RecordingProblem,
    RecordingState,
    SpokenLanguage,
)
from content.recordings.querysets import RecordingQuerySet
from content.taxonomy.models import Speaker, Topic


class Recording(CollectionMember, index.Indexed, models.Model):
    """The file of a lecture. `duration_ms` comes from our own probe, never from a client."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(
        _("spoken language"),
        max_length=8,
        blank=True,
        choices=SpokenLanguage.choices,
        help_text=_("Leave empty to let the machine find out."),
    )
    recorded_on = models.DateField(_("recorded on"), null=True, blank=True)
    speaker = models.ForeignKey(
        Speaker,
        verbose_name=_("speaker"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="recordings",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="recordings",
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="recordings"
    )
    audience = AudienceField(_("audience"), default=Audience.employees)
    state = models.CharField(
        max_length=12,
        choices=RecordingState.choices,
        default=RecordingState.UPLOADED,
        editable=False,
    )
    # A value of RecordingProblem. Not as choices: a better wording needs no migration.
    problem = models.CharField(max_length=20, blank=True, editable=False)
    publish_page = models.BooleanField(
        _("publish its lecture page when it can be played"),
        default=False,
        editable=False,
        help_text=_("Afterwards the page is a page like any other: change it among the pages."),
    )
    media_kind = models.CharField(
        max_length=8, choices=MediaKind.choices, blank=True, editable=False
    )
    duration_ms = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    original_filename = models.CharField(max_length=255, blank=True, editable=False)
    # Counts the files it was given: a replaced file is the next take. Readers get this one.
    take = models.PositiveIntegerField(default=1, editable=False)
    # Since when a time noted means a moment in this file; null: since there is the recording.
    timeline_since = models.DateTimeField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RecordingQuerySet.as_manager()

    search_fields = (
        *CollectionMember.search_fields,
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.RelatedFields(
            "speaker", [index.SearchField("name_zh"), index.SearchField("name_en")]
        ),
    )

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.title

    @property
    def is_playable(self) -> bool:
        return self.state == RecordingState.PLAYABLE

    @property
    def problem_text(self) -> str:
        """Why it needs attention, in the language of the interface; empty where it does not."""
        return str(RecordingProblem(self.problem).label) if self.problem else ""


class MediaFile(models.Model):
    """One stored file of a recording; `name` is relative to MEDIA_ROOT.

    `variant` tells files of one role apart: the height of a video ("1080"), the number of a
    candidate or sheet ("1"); empty where there is one. `take` is the recording's, or the next
    while its file is being replaced. `details` holds what only this role needs.
    """

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="files")
    take = models.PositiveIntegerField(default=1)
    role = models.CharField(max_length=12, choices=FileRole.choices)
    variant = models.CharField(max_length=8, blank=True)
    name = models.CharField(max_length=200, unique=True)
    content_type = models.CharField(max_length=80)
    size_bytes = models.PositiveBigIntegerField(default=0)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    details: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("recording", "take", "role", "variant"),
                name="recordings_one_file_a_variant",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return f"{settings.MEDIA_URL}{self.name}"
