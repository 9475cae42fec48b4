"""Reads on recordings."""

from typing import Self

from django.db import models

from content.core.audience import Viewer, admitted
from content.recordings.enums import RecordingState


class RecordingQuerySet(models.QuerySet):  # type: ignore[type-arg]  # the model is defined in terms of this class
    def playable(self) -> Self:
        return self.filter(state=RecordingState.PLAYABLE)

    def visible_to(self, viewer: Viewer) -> Self:
        """Those whose audience admits the viewer (the twin of `admits`)."""
        return self.filter(admitted(viewer))
