"""Published figures, and the page that shows them all.

A figure is one number of one unit (or of the whole city) for one period; the change on the year
before and the share of the target are computed, never typed.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from content.core.pages import IndexPage
from content.indicators.quantities import Quantity, change_percent, quantity, share_percent
from content.indicators.querysets import IndicatorQuerySet
from content.people.models import Unit

if TYPE_CHECKING:
    from django.http import HttpRequest


class Indicator(models.Model):
    """One number. `actual`, `target` and `year_before` are in `unit_of_measure`, unscaled."""

    code = models.SlugField(
        _("code"),
        max_length=60,
        help_text=_("The same for the city's total and for each unit's share of it."),
    )
    name_zh = models.CharField(_("name (Chinese)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=160, blank=True)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="indicators",
        help_text=_("Leave empty for the whole city."),
    )
    label_zh = models.CharField(
        _("short label (Chinese)"),
        max_length=40,
        blank=True,
        help_text=_("What a chart calls the unit, such as its county; empty for the unit's name."),
    )
    label_en = models.CharField(_("short label (English)"), max_length=60, blank=True)
    as_of = models.DateField(_("as of"), help_text=_("The last day that is counted."))
    unit_of_measure_zh = models.CharField(_("unit of measure (Chinese)"), max_length=20, blank=True)
    unit_of_measure_en = models.CharField(_("unit of measure (English)"), max_length=20, blank=True)
    actual = models.DecimalField(_("actual"), max_digits=18, decimal_places=2)
    target = models.DecimalField(
        _("target for the year"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    assessment_percent = models.DecimalField(
        _("assessed at, % of the target"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        help_text=_("The line that the year's work is held to, such as 110."),
    )
    year_before = models.DecimalField(
        _("year before, same period"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(
        _("position"), default=100, help_text=_("Smaller numbers come first.")
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ("-as_of", "position", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("code", "as_of", "unit"),
                condition=models.Q(unit__isnull=False),
                name="indicators_one_figure_a_unit_and_day",
                violation_error_message=_("This unit has this figure for this day already."),
            ),
            models.UniqueConstraint(
                fields=("code", "as_of"),
                condition=models.Q(unit__isnull=True),
                name="indicators_one_total_a_day",
                violation_error_message=_("The city has this figure for this day already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} · {self.unit or _('whole city')} · {self.as_of}"

    @property
    def name(self) -> str:
        return (self.name_en if _is_english() else self.name_zh) or self.name_zh

    @property
    def unit_of_measure(self) -> str:
        """May be empty in one language alone: English counts factories without a measure word."""
        return self.unit_of_measure_en if _is_english() else self.unit_of_measure_zh

    @property
    def label(self) -> str:
        """What a chart calls the unit."""
        return (self.label_en if _is_english() else self.label_zh) or str(self.unit or "")

    @property
    def actual_quantity(self) -> Quantity:
        return self._quantity(self.actual)

    @property
    def target_quantity(self) -> Quantity | None:
        return None if self.target is None else self._quantity(self.target)

    @property
    def year_before_quantity(self) -> Quantity | None:
        return None if self.year_before is None else self._quantity(self.year_before)

    @property
    def change_percent(self) -> Decimal | None:
        return change_percent(self.actual, self.year_before)

    @property
    def target_percent(self) -> Decimal | None:
        return share_percent(self.actual, self.target)

    @property
    def reaches_assessment(self) -> bool | None:
        """None where nothing is assessed."""
        reached = self.target_percent
        if reached is None or self.assessment_percent is None:
            return None
        return reached >= self.assessment_percent

    def _quantity(self, value: Decimal) -> Quantity:
        return quantity(value, self.unit_of_measure, get_language() or "zh-hans")


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


class IndicatorsPage(IndexPage):
    """All published figures of a day, with what they are compared with."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "indicators/indicators_page.html"

    class Meta:
        verbose_name = _("page of figures")
        verbose_name_plural = _("pages of figures")

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        # An inner import: selectors read these models.
        from content.indicators.selectors import days_with_figures, overview, parse_day

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["days"] = days_with_figures()
        context["overview"] = overview(parse_day(request.GET.get("as_of", "")))
        return context
