"""States and kinds of recordings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.jobs.problems import ProblemChoices


class RecordingState(models.TextChoices):
    UPLOADED = "uploaded", _("waiting to be processed")
    PROCESSING = "processing", _("being processed")
    PLAYABLE = "playable", _("playable")
    FAILED = "failed", _("needs attention")


class MediaKind(models.TextChoices):
    VIDEO = "video", _("video")
    AUDIO = "audio", _("audio")


class FileRole(models.TextChoices):
    SOURCE = "source", _("as uploaded")
    VIDEO = "video", _("video to play")
    AUDIO = "audio", _("audio to play")
    POSTER = "poster", _("poster")
    CANDIDATE = "candidate", _("still picture to choose from")
    SPRITES = "sprites", _("small pictures along the recording")
    WAVEFORM = "waveform", _("loudness along the recording")


class SpokenLanguage(models.TextChoices):
    """What is spoken in a recording; empty means that the engine is to find out."""

    CHINESE = "zh", _("Chinese")
    ENGLISH = "en", _("English")


class RecordingProblem(ProblemChoices):
    """Why a recording cannot be played, in words that say what to do."""

    EMPTY = "empty", _("The file is empty. Choose it again, or export it anew.")
    PLAYLIST = (
        "playlist",
        _("This is a playlist that only points to other files. Upload the recording itself."),
    )
    PICTURE = "picture", _("This is a picture or a drawing, not a recording.")
    NOT_MEDIA = (
        "not_media",
        _("This is not a video or sound file that we can read. Export it as MP4 or MP3."),
    )
    NO_STREAMS = "no_streams", _("The file holds neither picture nor sound.")
    NO_LENGTH = "no_length", _("The recording has no length: it ends as soon as it begins.")
    TOO_LARGE_PICTURE = (
        "too_large_picture",
        _("The picture is larger than 8K. Export the video at 1920 × 1080."),
    )
    TOO_MANY_STREAMS = (
        "too_many_streams",
        _("The file holds more tracks than a recording has. Export one picture and one sound."),
    )
    TOO_MANY_FRAMES = (
        "too_many_frames",
        _("The video claims an impossible number of pictures a second. Export it anew."),
    )
    TOO_LONG = "too_long", _("The recording is longer than 24 hours. Cut it into parts.")
    DAMAGED = (
        "damaged",
        _("The file is damaged and could not be converted. Export it anew and upload it again."),
    )
    TOO_SLOW = "too_slow", _("Converting took far longer than the recording lasts and was ended.")
    DISK_FULL = (
        "disk_full",
        _("The server's disk is full. Ask the administrator to make room, then try again."),
    )
    SOURCE_MISSING = "source_missing", _("The uploaded file is no longer there. Upload it again.")
    CANCELLED = "cancelled", _("Processing was cancelled.")
    INTERNAL = (
        "internal",
        _("Something went wrong while processing. Try again; the file is kept."),
    )
