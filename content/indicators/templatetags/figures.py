"""Percentages in words and signs."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from content.indicators.models import Indicator

register = template.Library()


@register.filter
def percent(value: Decimal | None) -> str:
    """ "113%", "97.5%"; a dash where there is nothing to show."""
    return "–" if value is None else f"{_plain(value)}%"


@register.filter
def signed_percent(value: Decimal | None) -> str:
    """ "+28.51%", "−3%"; a dash where there is nothing to compare with."""
    if value is None:
        return "–"
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return f"{sign}{_plain(abs(value))}%"


@register.filter
def change_words(indicator: Indicator) -> str:
    """The change on the same period of the year before, or nothing."""
    change = indicator.change_percent
    if change is None:
        return ""
    return _("%(change)s on the year before") % {"change": signed_percent(change)}


@register.filter
def is_growth(indicator: Indicator) -> bool:
    change = indicator.change_percent
    return change is not None and change > 0


def _plain(value: Decimal) -> str:
    """Without zeros at the end of its decimals."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
