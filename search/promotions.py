"""What editors recommend for certain words, shown above what was found; rights are obeyed.

The words are compared in the normal form, so that a promotion for 装配式 answers 裝配式 too. A
promoted page stands in the language of the interface where it has one.
"""

from dataclasses import dataclass
from typing import Any

from wagtail.contrib.search_promotions.models import SearchPromotion

from content.core.audience import Viewer, admits
from search import text as analyser

MOST = 3


@dataclass(frozen=True)
class Promoted:
    title: str
    url: str
    description: str


def promoted(text: str, viewer: Viewer) -> list[Promoted]:
    """One query where nothing is promoted for these words."""
    asked = _normal(text)
    if not asked:
        return []
    rows = SearchPromotion.objects.select_related("query", "page")
    picks = [row for row in rows if _normal(row.query.query_string) == asked]
    shown = (_shown(row, viewer) for row in picks)
    return [each for each in shown if each is not None][:MOST]


def _shown(row: SearchPromotion, viewer: Viewer) -> Promoted | None:
    if row.page is None:
        return Promoted(row.external_link_text or "", row.external_link_url, row.description)
    page: Any = row.page.localized.specific
    audiences = page.audiences() if hasattr(page, "audiences") else ()
    if not page.live or not admits(viewer, *audiences):
        return None
    return Promoted(page.title, page.url or "", row.description)


def _normal(text: str) -> str:
    return " ".join(analyser.normalise(text)[0].split())
