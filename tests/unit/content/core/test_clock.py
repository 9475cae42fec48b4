"""Times as clocks and addresses show them."""

import pytest

from content.core.clock import url_seconds


@pytest.mark.parametrize(
    ("start_ms", "expected"),
    [(0, "0"), (1_000, "1"), (61_235, "61.235"), (500, "0.5"), (90, "0.09"), (3_600_000, "3600")],
)
def test_a_second_in_an_address_is_exact_and_short(start_ms: int, expected: str) -> None:
    assert url_seconds(start_ms) == expected
