"""Why an upload or a deletion is refused, in words for the person who asked."""

from django.core.exceptions import ValidationError


class UploadRefusedError(ValidationError):
    """The upload was not taken; nothing of it is left behind. The message says why."""


class RecordingInUseError(ValidationError):
    """Pages or lessons show this recording; the message names them."""
