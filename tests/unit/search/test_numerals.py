"""Numbers that are written in characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.numerals import in_digits, numerals
from search.text import index_tokens


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("第十一条", "第11条"),
        ("第三章", "第3章"),
        ("三十七号令", "37号令"),
        ("百分之三十", "30%"),
        ("百分之三十五点五", "35.5%"),
        ("百分之百", "100%"),
        ("二〇二五年十月", "2025年10月"),
        ("一九九八年", "1998年"),
        ("一百零五米", "105米"),
        ("三百五十吨", "350吨"),
        ("两千三百一十六", "2316"),
        ("三千五", "3500"),
        ("一千零一十", "1010"),
        ("三十万元", "30万元"),
        ("零点五", "0.5"),
        ("一百点五", "100.5"),
        ("十层以上", "10层以上"),
    ],
)
def test_a_number_in_characters_is_a_number_in_digits(written: str, digits: str) -> None:
    assert in_digits(written) == digits


@pytest.mark.parametrize(
    "written",
    [
        "十分重要",
        "一些",
        "一定",
        "统一",
        "千万不要",
        "三四天",
        "万一",
        "五一",
        "百年大计",
        "一点",
        "十百",
    ],
)
def test_what_only_looks_like_a_number_stays(written: str) -> None:
    assert in_digits(written) == written


@given(st.integers(min_value=10, max_value=9999))
def test_every_number_is_read_as_it_is_said(number: int) -> None:
    assert in_digits(_said(number)) == str(number)


@given(st.text(alphabet="〇零一二三四五六七八九两十百千万第条点百分之年"))
def test_numerals_lie_apart_and_in_order(run: str) -> None:
    end = 0
    for numeral in numerals(run):
        assert end <= numeral.start < numeral.end <= len(run)
        end = numeral.end


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第十一条", "第11条"),
        ("百分之三十", "30%"),
        ("２０２５年", "2025年"),
        ("二〇二五年", "2025年"),
        ("三十七号令", "37号令"),
    ],
)
def test_both_forms_of_a_number_share_their_tokens(one: str, other: str) -> None:
    shared = set(index_tokens(one)) & set(index_tokens(other))
    assert any(token[-1] in "年条%号" or token.isdigit() for token in shared if len(token) > 1)
    assert {token for token in index_tokens(other) if token[0].isdigit()} <= set(index_tokens(one))


def _said(number: int) -> str:
    """The number as it is read out."""
    said, was_zero = "", False
    for digit, unit in zip(f"{number:04d}", ["千", "百", "十", ""], strict=True):
        if digit == "0":
            was_zero = bool(said)
            continue
        said += ("零" if was_zero else "") + "零一二三四五六七八九"[int(digit)] + unit
        was_zero = False
    return said
