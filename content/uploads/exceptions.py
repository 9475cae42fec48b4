"""Why bytes are not taken, with the status a client of tus understands and words for the person."""

from typing import ClassVar

from django.core.exceptions import ValidationError


class UploadError(ValidationError):
    """`status` is the answer's; the message is shown to the person as it stands."""

    status: ClassVar[int] = 400


class TooLargeError(UploadError):
    """Larger than one file, or all open uploads of a person, may be."""

    status = 413


class NoRoomError(UploadError):
    """The disk has no room; what arrived before is kept."""

    status = 507


class OffsetConflictError(UploadError):
    """The client goes on from elsewhere than where we stand: it asks, and goes on from there."""

    status = 409


class NotCompleteError(UploadError):
    """Not all bytes are here yet."""

    status = 409


class BusyError(UploadError):
    """Another request holds this upload; a moment later it does not."""

    status = 423


class GoneError(UploadError):
    """Expired, cancelled, or never there."""

    status = 410


class NotThereError(UploadError):
    """No upload of this person has this name."""

    status = 404


class RefusedContentError(UploadError):
    """What arrived is surely not wanted, or not what was sent; nothing of it is kept."""

    status = 422
