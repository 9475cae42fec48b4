"""A standard's code is found however it is written."""

import pytest

from search.codes import joined, parts
from search.text import index_tokens, places_of

WRITTEN = ["GB50300", "GB 50300", "gb-50300-2013", "《GB 50300》"]


@pytest.mark.parametrize("said", WRITTEN)
@pytest.mark.parametrize("typed", WRITTEN)
def test_a_code_is_one_however_it_is_written(said: str, typed: str) -> None:
    assert {"gb50300", "gb", "50300"} <= set(index_tokens(said)) & set(index_tokens(typed))


@pytest.mark.parametrize("said", ["GB/T 50328", "GB/T50328", "GBT50328", "gb/t-50328"])
def test_a_recommended_standard_is_found_with_its_t_and_without(said: str) -> None:
    assert {"gbt50328", "gb50328", "50328"} <= set(index_tokens(said))


def test_what_is_no_code_makes_none() -> None:
    assert joined("of", "7") == []
    assert joined("abcdef", "50300") == []
    assert parts("a4") == []
    assert "and/t" not in index_tokens("and/tea")


def test_a_code_lies_where_its_letters_and_number_lie() -> None:
    said = "按照 GB 50300 验收"
    assert places_of(said, ["gb50300"], with_sounds=False) == {"gb50300": [(3, 11)]}
