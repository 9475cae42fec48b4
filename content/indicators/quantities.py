"""Numbers as people of each language write them: 761.19 万 m², 7.61 million m². Pure."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_CHINESE_STEPS = ((Decimal(100_000_000), "亿"), (Decimal(10_000), "万"))
_ENGLISH_STEPS = ((Decimal(1_000_000), "million"),)
_HUNDREDTH = Decimal("0.01")
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Quantity:
    """A number ready to be shown: digits, and the unit with its multiplier."""

    digits: str
    unit: str

    def __str__(self) -> str:
        return f"{self.digits} {self.unit}".strip()


def quantity(value: Decimal, unit: str, language: str) -> Quantity:
    """Scale a value in base units, to two decimals; small values keep what decimals they have."""
    english = language.startswith("en")
    for step, word in _ENGLISH_STEPS if english else _CHINESE_STEPS:
        if abs(value) >= step:
            return Quantity(f"{_rounded(value / step):,f}", f"{word} {unit}".strip())
    return Quantity(_digits(value), unit)


def change_percent(actual: Decimal, before: Decimal | None) -> Decimal | None:
    """By how many percent `actual` is above `before`, to the hundredth; None without a basis."""
    if before is None or before == 0:
        return None
    return ((actual - before) * 100 / before).quantize(_HUNDREDTH, ROUND_HALF_UP)


def share_percent(actual: Decimal, target: Decimal | None) -> Decimal | None:
    """How many percent of the target are reached, to the tenth; None without a target."""
    if target is None or target <= 0:
        return None
    return (actual * 100 / target).quantize(_TENTH, ROUND_HALF_UP)


def _digits(value: Decimal) -> str:
    """Grouped by thousands, with as many decimals (two at most) as the value needs."""
    text = f"{_rounded(value):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_HUNDREDTH, ROUND_HALF_UP)
