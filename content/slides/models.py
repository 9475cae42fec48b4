"""A deck, its slides, and when each comes up in the recording.

A deck belongs to one recording and obeys its audience. A file that is uploaded anew is a new deck
with addresses of its own, so that nobody is shown an old picture.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.recordings.models import Recording
from content.slides.enums import ChangeSource, DeckKind, DeckProblem, DeckState, Finding


class Deck(models.Model):
    """The slides of a recording. `version` counts the changes of times, for editors' pages."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recording = models.OneToOneField(Recording, on_delete=models.CASCADE, related_name="deck")
    kind = models.CharField(max_length=4, choices=DeckKind.choices)
    state = models.CharField(max_length=12, choices=DeckState.choices, default=DeckState.CONVERTING)
    # Values of DeckProblem and Finding. Not as choices: a better wording needs no migration.
    problem = models.CharField(max_length=20, blank=True)
    finding = models.CharField(max_length=12, blank=True)
    original_filename = models.CharField(max_length=255, blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("slides")
        verbose_name_plural = _("slides")

    def __str__(self) -> str:
        return gettext("Slides of “%(recording)s”") % {"recording": self.recording}

    @property
    def is_ready(self) -> bool:
        return self.state == DeckState.READY

    @property
    def problem_text(self) -> str:
        return str(DeckProblem(self.problem).label) if self.problem else ""

    @property
    def finding_text(self) -> str:
        return str(Finding(self.finding).label)


class Slide(models.Model):
    """One page of a deck: two pictures of it and its words."""

    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="slides")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    small_width = models.PositiveIntegerField()
    small_height = models.PositiveIntegerField()
    large_width = models.PositiveIntegerField()
    large_height = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("slide")
        verbose_name_plural = _("slides")
        ordering = ("deck", "number")
        constraints = (
            models.UniqueConstraint(fields=("deck", "number"), name="slides_one_a_number"),
        )

    def __str__(self) -> str:
        return gettext("Slide %(number)s") % {"number": self.number}

    @property
    def small_url(self) -> str:
        return self._url("small")

    @property
    def large_url(self) -> str:
        return self._url("large")

    def _url(self, size: str) -> str:
        return f"{settings.MEDIA_URL}slides/{self.deck.uuid}/{self.number}-{size}.webp"

    @property
    def label(self) -> str:
        """ "Slide 3: Precast beams", or "Slide 3" where it has no words."""
        if not self.title:
            return str(self)
        return gettext("Slide %(number)s: %(title)s") % {
            "number": self.number,
            "title": self.title,
        }


class SlideChange(models.Model):
    """A slide comes up here and stays until the next change."""

    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="changes")
    slide = models.ForeignKey(Slide, on_delete=models.CASCADE, related_name="changes")
    at_ms = models.PositiveBigIntegerField()
    source = models.CharField(max_length=8, choices=ChangeSource.choices)
    confidence = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ("deck", "at_ms")
        constraints = (
            models.UniqueConstraint(fields=("deck", "at_ms"), name="slides_one_change_a_time"),
        )

    def __str__(self) -> str:
        return f"{self.slide} @ {self.at_ms} ms"
