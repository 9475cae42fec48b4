"""Numbers as people of each language write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.indicators.quantities import change_percent, quantity, share_percent


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        ("7611900", "zh-hans", "761.19 万 m²"),
        ("4881000", "zh-hans", "488.10 万 m²"),
        ("761190000", "zh-hans", "7.61 亿 m²"),
        ("7611900", "en", "7.61 million m²"),
        ("522400", "en", "522,400 m²"),
        ("23", "en", "23 m²"),
        ("0.5", "zh-hans", "0.5 m²"),
        ("-20000", "zh-hans", "-2.00 万 m²"),
        ("0", "en", "0 m²"),
    ],
)
def test_a_quantity_is_scaled_as_its_readers_count(value: str, language: str, shown: str):
    assert str(quantity(Decimal(value), "m²", language)) == shown


def test_the_change_is_to_the_hundredth():
    assert change_percent(Decimal(7611900), Decimal(5923200)) == Decimal("28.51")


@pytest.mark.parametrize("before", [None, Decimal(0)])
def test_without_a_basis_there_is_no_change(before: Decimal | None):
    assert change_percent(Decimal(5), before) is None


@pytest.mark.parametrize("target", [None, Decimal(0)])
def test_without_a_target_there_is_no_share(target: Decimal | None):
    assert share_percent(Decimal(5), target) is None


@given(st.decimals(min_value=0, max_value=10**14, places=2), st.sampled_from(["zh-hans", "en"]))
def test_no_scale_moves_a_number_by_more_than_half_a_hundredth_of_its_step(
    value: Decimal, language: str
):
    shown = quantity(value, "", language)
    step = {"": 1, "万": 10**4, "亿": 10**8, "million": 10**6}[shown.unit]
    back = Decimal(shown.digits.replace(",", "")) * step
    assert abs(back - value) <= Decimal(step) / 200
