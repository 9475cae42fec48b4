"""Chinese numerals in digits: 第十一条 says 第11条, 百分之三十 says 30%. Pure.

万 and 亿 are left standing, as people leave them: 三十万 is 30万. What only looks like a number
(一些, 十分, 三四天) stays as it is: a single numeral counts after 第 and before a measure, digits
without a unit count from three on, as years and codes have them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_ORDINAL = "第"
_PERCENT = "百分之"
_MEASURES = frozenset("年月日号条款项章节层级度天米吨元倍届期批次类")
_FEWEST_DIGITS = 3
_SIGNS = "".join(_DIGITS)
_NUMERAL = re.compile(rf"({_PERCENT})?([{_SIGNS}十百千]+)(?:点([{_SIGNS}]+))?")


class Numeral(NamedTuple):
    """`start` and `end` are offsets into the run of characters."""

    digits: str
    start: int
    end: int
    is_percent: bool


def numerals(run: str) -> Iterator[Numeral]:
    """The numerals of a run of characters in the normal form, in order."""
    for match in _NUMERAL.finditer(run):
        percent, whole, fraction = match.groups()
        value = _value(whole, is_percent=percent is not None)
        if value is None or not (percent or fraction or _is_meant(run, match, whole)):
            continue
        digits = value + "." + _spelt(fraction) if fraction else value
        yield Numeral(digits, match.start(), match.end(), percent is not None)


def in_digits(text: str) -> str:
    """The text in the normal form with its numerals in digits; itself where it has none."""
    written, last = [], 0
    for numeral in numerals(text):
        written += [text[last : numeral.start], numeral.digits, "%" * numeral.is_percent]
        last = numeral.end
    return "".join([*written, text[last:]])


def _is_meant(run: str, match: "re.Match[str]", whole: str) -> bool:
    """Whether what could be a number is one."""
    before = run[match.start() - 1 : match.start()]
    after = run[match.end() : match.end() + 1]
    if len(whole) == 1:
        return before == _ORDINAL or after in _MEASURES
    has_unit = not _UNITS.keys().isdisjoint(whole)
    return has_unit or len(whole) >= _FEWEST_DIGITS or before == _ORDINAL


def _value(whole: str, *, is_percent: bool) -> str | None:
    """The digits of a numeral; None where its signs make no number."""
    if _UNITS.keys().isdisjoint(whole):
        return _spelt(whole)
    if whole == "百":
        return "100" if is_percent else None
    total, digit, least, after_zero = 0, None, 10_000, False
    for place, sign in enumerate(whole):
        if sign in _DIGITS:
            if digit is not None:
                return None
            after_zero = after_zero or _DIGITS[sign] == 0
            digit = _DIGITS[sign] or None
        else:
            unit = _UNITS[sign]
            # Only ten is said without its one (十五); units come from the largest down.
            if unit >= least or (digit is None and (unit != 10 or place > 0)):
                return None
            total, digit, least, after_zero = total + (digit or 1) * unit, None, unit, False
    if digit is not None:
        # 三百五 is 350, 三百零五 is 305.
        total += digit if after_zero or least == 10 else digit * least // 10
    return str(total)


def _spelt(signs: str) -> str:
    return "".join(str(_DIGITS[sign]) for sign in signs)
