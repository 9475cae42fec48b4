"""Waiting times in words."""

import pytest
from django.utils import translation

from content.jobs.wording import time_left


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, ""),
        (5, "less than a minute left"),
        (61, "about 1 minute left"),
        (600, "about 10 minutes left"),
        (7200, "about 2 hours left"),
    ],
)
def test_time_left_is_told_roughly(seconds: int | None, text: str) -> None:
    with translation.override("en"):
        assert time_left(seconds) == text
