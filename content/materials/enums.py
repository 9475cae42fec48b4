"""Why a document's words cannot be read, in words for people."""

from django.utils.translation import gettext_lazy as _

from content.jobs.problems import ProblemChoices


class MaterialProblem(ProblemChoices):
    DAMAGED = "damaged", _("This document is damaged or is not what its name says.")
    ENCRYPTED = "encrypted", _("This document is protected by a password: its words are not found.")
    TOO_HEAVY = "too_heavy", _("This document unpacks to far more than it should: it was not read.")
    TOO_SLOW = "too_slow", _("This document took too long to read.")
