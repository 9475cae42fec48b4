"""What a validator remarks on, in figures."""

import pytest

from content.transcripts.cue_rules import Remark, cleaned, remarks
from tests.unit.content.transcripts.test_cue_operations import cue


@pytest.mark.parametrize(
    ("length_ms", "text", "language", "expected"),
    [
        (2_000, "质量第一，安全第一。", "zh", []),
        (1_000, "质量第一，安全第一。", "zh", [Remark.TOO_FAST]),
        (1_000, "twenty letters at it", "en", []),
        (1_000, "twenty-one letters it", "en", [Remark.TOO_FAST]),
        (6_000, "长" * 33, "zh", [Remark.TOO_LONG]),
        (500, "好", "zh", [Remark.TOO_SHORT_A_TIME]),
        (7_001, "好", "zh", [Remark.TOO_LONG_A_TIME]),
        (9_000, "", "zh", [Remark.EMPTY]),
    ],
)
def test_line_is_remarked_on(
    length_ms: int, text: str, language: str, expected: list[Remark]
) -> None:
    assert list(remarks(cue(0, length_ms, text), language)) == expected


def test_cleaned_text_is_one_line() -> None:
    assert cleaned("一\n二\u0007 \t三") == "一 二 三"
