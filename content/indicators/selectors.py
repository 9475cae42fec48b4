"""The figures as the home page and the page of figures show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from content.indicators.models import Indicator
from content.indicators.querysets import IndicatorQuerySet

# A bar's ground reaches a little past the longest bar and past the line.
_HEADROOM = Decimal("1.04")


@dataclass(frozen=True)
class Bar:
    """One unit's share of its target. `*_width` are percent of the drawing, ready for SVG."""

    indicator: Indicator
    label: str
    percent: Decimal
    fill_width: str
    line_at: str
    reached: bool


@dataclass(frozen=True)
class Chart:
    """How far each unit is with one figure; `line_percent` is the assessment line, if any."""

    code: str
    name: str
    bars: tuple[Bar, ...]
    line_percent: Decimal | None


@dataclass(frozen=True)
class Overview:
    """All figures of one day; `day` is None where nothing has been published."""

    day: date | None
    totals: tuple[Indicator, ...] = ()
    charts: tuple[Chart, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the totals come from, each once."""
        return tuple(dict.fromkeys(total.source for total in self.totals if total.source))


def parse_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def days_with_figures() -> list[date]:
    """Newest first."""
    days = Indicator.objects.order_by("-as_of").values_list("as_of", flat=True).distinct()
    return list(days)


def overview(day: date | None = None) -> Overview:
    """The figures of `day`, or of the newest day where that has none: one query, two at most."""
    rows = _rows(Indicator.objects.as_of(day)) if day else []
    rows = rows or _rows(Indicator.objects.newest())
    if not rows:
        return Overview(day=None)
    totals = tuple(row for row in rows if row.unit_id is None)
    return Overview(day=rows[0].as_of, totals=totals, charts=_charts(rows))


def _rows(figures: IndicatorQuerySet) -> list[Indicator]:
    return list(figures.select_related("unit").order_by("position", "code", "pk"))


def _charts(rows: Sequence[Indicator]) -> tuple[Chart, ...]:
    """One chart a code, for the figures that units have targets for."""
    by_code: dict[str, list[Indicator]] = {}
    for row in rows:
        if row.unit_id is not None and row.target_percent is not None:
            by_code.setdefault(row.code, []).append(row)
    return tuple(chart(group) for group in by_code.values())


def chart(rows: Sequence[Indicator]) -> Chart:
    """The units' shares of their targets, the furthest first."""
    shares = [(row, row.target_percent or Decimal(0)) for row in rows]
    shares.sort(key=lambda pair: (-pair[1], pair[0].pk))
    lines = [row.assessment_percent for row in rows if row.assessment_percent is not None]
    longest = max([share for _row, share in shares] + lines) * _HEADROOM
    bars = tuple(
        Bar(
            indicator=row,
            label=row.label,
            percent=share,
            fill_width=_width(share, longest),
            line_at=_width(row.assessment_percent, longest),
            reached=bool(row.reaches_assessment),
        )
        for row, share in shares
    )
    one_line = lines[0] if lines and len(set(lines)) == 1 else None
    return Chart(code=rows[0].code, name=rows[0].name, bars=bars, line_percent=one_line)


def _width(percent: Decimal | None, whole: Decimal) -> str:
    """A share of the drawing as SVG wants it, "42.31%"; empty where there is nothing to draw."""
    if percent is None or whole <= 0:
        return ""
    return f"{float(max(percent, Decimal(0)) * 100 / whole):.2f}%"
