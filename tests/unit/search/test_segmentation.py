"""A long query asks for its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.segmentation import pairs_within_words


def pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in sorted(pairs_within_words(run))]


@pytest.mark.parametrize(
    ("run", "within"),
    [
        ("海宁装配式讲座", ["海宁", "装配", "配式", "讲座"]),
        ("老旧小区加装电梯", ["老旧", "小区", "加装", "电梯"]),
        ("套筒灌浆饱满度抽查", ["套筒", "灌浆", "饱满", "满度", "抽查"]),
    ],
)
def test_a_long_run_asks_for_its_words_alone(run: str, within: list[str]) -> None:
    assert pairs(run) == within


@pytest.mark.parametrize("run", ["深基坑", "砌墙", "墙"])
def test_a_short_run_is_one_word(run: str) -> None:
    assert len(pairs(run)) == len(run) - 1


@given(st.text(alphabet="装配式建筑的工人发工资一二〇々ア가𠮷", min_size=1))
def test_every_pair_lies_in_the_run_and_a_long_run_keeps_two(run: str) -> None:
    places = pairs_within_words(run)
    assert places <= set(range(len(run) - 1))
    assert len(places) >= min(2, len(run) - 1)
