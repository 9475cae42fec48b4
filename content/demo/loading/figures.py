"""The published figures: the city's totals and a made-up split by county."""

from decimal import Decimal
from typing import Any

from content.demo.texts import table
from content.indicators.models import Indicator
from content.people.models import Unit


def load_figures(units: dict[str, Unit]) -> int:
    """Write down the figures that are not there yet; the number of all."""
    count = 0
    for series in table("indicators")["series"]:
        rows: list[tuple[Unit | None, dict[str, int]]] = [(None, series["total"])]
        rows += [(units[code], numbers) for code, numbers in series.get("units", {}).items()]
        for unit, numbers in rows:
            _load_figure(series, unit, numbers)
            count += 1
    return count


def _load_figure(series: dict[str, Any], unit: Unit | None, numbers: dict[str, int]) -> None:
    common = table("indicators")
    percent = series.get("assessment_percent") if "target" in numbers else None
    values = {name: Decimal(number) for name, number in numbers.items()}
    label_zh, label_en = common["labels"].get(unit.code, ("", "")) if unit else ("", "")
    Indicator.objects.get_or_create(
        code=series["code"],
        as_of=common["as_of"],
        unit=unit,
        defaults={
            "name_zh": series["name_zh"],
            "name_en": series["name_en"],
            "label_zh": label_zh,
            "label_en": label_en,
            "unit_of_measure_zh": series["measure_zh"],
            "unit_of_measure_en": series["measure_en"],
            "assessment_percent": percent and Decimal(percent),
            "source": common["source_of_totals" if unit is None else "source_of_units"],
            "position": series["position"],
            **values,
        },
    )
