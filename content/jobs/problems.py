"""Reasons for which a job needs a person, as an app lists them for its kind of work."""

from typing import Self

from django.db import models
from django.utils.translation import override


class ProblemChoices(models.TextChoices):
    """Without members: each app's own list is a subclass, whose labels are msgids."""

    @property
    def message(self) -> str:
        """The label as an English msgid, which is how a job's row stores its problem."""
        with override(None):
            return str(self.label)

    @classmethod
    def of_message(cls, message: str) -> Self | None:
        """The problem with this msgid, if it is one of these."""
        return next((problem for problem in cls if problem.message == message), None)
