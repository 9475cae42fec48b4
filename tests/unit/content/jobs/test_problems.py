"""A job's problem is stored as an English msgid, whatever language its worker speaks."""

import pytest
from django.utils.translation import override

from content.jobs.problems import ProblemChoices
from content.materials.enums import MaterialProblem
from content.recordings.enums import RecordingProblem
from content.slides.enums import DeckProblem


@pytest.mark.parametrize("problems", [RecordingProblem, DeckProblem, MaterialProblem])
def test_every_problem_is_found_again_by_its_message(problems: type[ProblemChoices]) -> None:
    with override("zh-hans"):
        messages = [problem.message for problem in problems]
        assert [problems.of_message(message) for message in messages] == list(problems)
        assert all(message.isascii() or "×" in message for message in messages)
        assert problems.of_message("Something else.") is None
