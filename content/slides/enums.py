"""States of a deck, whence a slide's time comes, and why a deck cannot be shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.jobs.problems import ProblemChoices


class DeckState(models.TextChoices):
    CONVERTING = "converting", _("being converted")
    READY = "ready", _("ready")
    FAILED = "failed", _("needs attention")


class DeckKind(models.TextChoices):
    """What was uploaded; everything but PDF passes LibreOffice first."""

    PDF = "pdf", "PDF"
    PPTX = "pptx", "PPTX"
    PPT = "ppt", "PPT"
    ODP = "odp", "ODP"


class ChangeSource(models.TextChoices):
    """Whence the time comes at which a slide comes up. Proposals are for editors alone."""

    FOUND = "found", _("found in the video")
    SET = "set", _("set by hand")
    PROPOSED = "proposed", _("proposed")


class Finding(models.TextChoices):
    """How the times of the slides were sought last, and what came of it."""

    NOTHING = "", _("Not looked for yet.")
    SHOWN = "shown", _("The video shows the slides; their times were found in the picture.")
    BY_WORDS = (
        "by_words",
        _(
            "The video does not show the slides. The times are proposed by comparing the slides' "
            "words with the transcript: check them before you take them over."
        ),
    )
    BY_LENGTH = (
        "by_length",
        _(
            "The video does not show the slides, and no transcript tells where they belong. The "
            "proposal spreads them evenly: set the times by hand."
        ),
    )


class DeckProblem(ProblemChoices):
    """Why a deck is refused or cannot be shown, in words that say what to do."""

    EMPTY = "empty", _("The file is empty. Choose it again, or export it anew.")
    NOT_A_DECK = (
        "not_a_deck",
        _("These are no slides that we can read. Export them as PDF and upload that."),
    )
    TOO_LARGE = (
        "too_large",
        _("The file is larger than 200 MB. Export it as PDF with smaller pictures."),
    )
    ENCRYPTED = (
        "encrypted",
        _("The file is protected by a password. Save a copy without one and upload that."),
    )
    DAMAGED = (
        "damaged",
        _("The file is damaged and could not be read to its end. Export it anew."),
    )
    NO_PAGES = "no_pages", _("The file has no pages.")
    TOO_MANY_PAGES = (
        "too_many_pages",
        _("The file has more than 500 pages. Upload the slides that were shown."),
    )
    TOO_HEAVY = (
        "too_heavy",
        _(
            "A page is so large or so crowded that it could not be drawn. "
            "Export the slides as PDF at normal size."
        ),
    )
    NO_OFFICE = (
        "no_office",
        _("This server cannot open this format. Export the slides as PDF and upload that."),
    )
    DISK_FULL = (
        "disk_full",
        _("The server's disk is full. Ask the administrator to make room, then try again."),
    )
    CANCELLED = "cancelled", _("The conversion was cancelled.")
    INTERNAL = "internal", _("Something went wrong while converting. Upload the file again.")
