"""Figures: the newest day, bars against the assessment line, one row a unit and day."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from content.indicators.models import Indicator
from content.indicators.selectors import overview, parse_day
from tests.factories.pages import make_indicator
from tests.factories.people import make_unit, make_user

pytestmark = pytest.mark.django_db


def county(name: str, actual: int, target: int | None = 100, **fields: object) -> Indicator:
    fields.setdefault("assessment_percent", Decimal(110))
    return make_indicator(unit=make_unit(), actual=actual, target=target, **fields)


def test_an_empty_house_has_no_day():
    assert overview().day is None


def test_the_newest_day_is_shown_unless_another_is_asked_for():
    make_indicator(as_of=date(2025, 6, 30), actual=1)
    make_indicator(as_of=date(2025, 11, 30), actual=2)
    assert [row.actual for row in overview().totals] == [2]
    assert [row.actual for row in overview(date(2025, 6, 30)).totals] == [1]


def test_a_day_without_figures_gives_the_newest():
    make_indicator()
    assert overview(date(1999, 1, 1)).day == date(2025, 11, 30)


def test_a_day_that_is_no_day_is_none():
    assert parse_day("2025-02-31") is None


def test_bars_are_sorted_and_held_to_the_line():
    make_indicator()
    county("海盐县", 91)
    county("海宁市", 118)
    county("平湖市", 110)
    (chart,) = overview().charts
    assert [bar.percent for bar in chart.bars] == [Decimal(118), Decimal(110), Decimal(91)]
    assert [bar.reached for bar in chart.bars] == [True, True, False]
    assert chart.line_percent == 110
    assert all(float(bar.fill_width.rstrip("%")) <= 100 for bar in chart.bars)


def test_a_unit_without_a_target_is_in_no_chart():
    county("南湖区", 50, target=None)
    assert overview().charts == ()


def test_lines_that_differ_are_not_called_one():
    county("海盐县", 91, assessment_percent=Decimal(100))
    county("海宁市", 118)
    assert overview().charts[0].line_percent is None


def test_a_bar_is_called_by_its_short_label():
    county("海宁市住房和城乡建设局", 118, label_zh="海宁市", label_en="Haining")
    with override("en"):
        assert overview().charts[0].bars[0].label == "Haining"


def test_the_city_has_one_total_a_day():
    make_indicator()
    twin = Indicator(code="new-starts", name_zh="又一个", as_of=date(2025, 11, 30), actual=1)
    with pytest.raises(ValidationError):
        twin.full_clean()


def test_figures_cost_one_query(django_assert_num_queries):
    make_indicator()
    for number in range(5):
        county(f"县 {number}", 100 + number)
    with django_assert_num_queries(1):
        [bar.label for chart in overview().charts for bar in chart.bars]


def test_editors_list_and_export_figures(client: Client):
    make_indicator()
    client.force_login(make_user(is_superuser=True, is_staff=True))
    address = reverse(Indicator.snippet_viewset.get_url_name("list"))
    assert "新开工装配式建筑" in client.get(address).text
    exported = b"".join(client.get(address, {"export": "csv"}).streaming_content).decode()
    assert "new-starts" in exported
