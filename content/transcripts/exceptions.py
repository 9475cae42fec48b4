"""What the services of transcripts refuse."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID


class TranscriptStateError(ValueError):
    """The transcript is not in a state in which this can be done."""


class RecordingNotPlayableError(ValueError):
    """A recording has no file yet that could be transcribed."""


class CueRefusedError(ValueError):
    """An edit that would leave a line no file can hold. The message is for the editor to read."""


class CueGoneError(LookupError):
    """A line that an edit is about is not there (any more)."""

    def __init__(self, uuid: UUID) -> None:
        super().__init__(str(uuid))
        self.uuid = uuid


class StaleCueError(Exception):
    """Lines that somebody has changed since the editor saw them; nothing was done."""

    def __init__(self, cues: Sequence[UUID]) -> None:
        super().__init__(", ".join(map(str, cues)))
        self.cues = tuple(cues)


class CaptionFileError(ValueError):
    """A caption file that cannot be taken in. The message is for whoever sent it."""
