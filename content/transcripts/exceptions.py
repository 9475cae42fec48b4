"""What the services of transcripts refuse."""


class TranscriptStateError(ValueError):
    """The transcript is not in a state in which this can be done."""


class RecordingNotPlayableError(ValueError):
    """A recording has no file yet that could be transcribed."""
