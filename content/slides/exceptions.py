"""Why slides or a change of their times are not taken, in words for the person who asked."""

from django.core.exceptions import ValidationError

from content.slides.enums import DeckProblem


class DeckRefusedError(ValidationError):
    """The file was not taken; nothing of it is left behind. The message says why."""

    def __init__(self, problem: DeckProblem) -> None:
        super().__init__(str(problem.label), code=problem.value)


class DeckChangedError(Exception):
    """Someone else changed the times meanwhile: look at them again first."""


class ChangeRefusedError(ValidationError):
    """This time cannot be given to this slide."""
