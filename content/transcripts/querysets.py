"""Reads on transcripts."""

from typing import Self

from django.db import models

from content.core.audience import Viewer, admitted


class TranscriptQuerySet(models.QuerySet):  # type: ignore[type-arg]  # the model is defined in terms of this class
    def visible_to(self, viewer: Viewer) -> Self:
        """Those of recordings that admit the viewer; a draft is shown too, and says what it is."""
        return self.filter(admitted(viewer, "recording__audience"))
