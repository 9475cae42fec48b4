"""What search learns of figures: one document a figure and language, with its newest values.

Its identity is the code, the same for the whole and for each unit's share; its place is the page
of figures, whose audience it has.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, time

from django.db.models import Max
from django.utils import timezone, translation

from content.core.audience import Viewer, admits
from content.core.ports import DocumentKey, SourceDocument, VisibleDocument
from content.indicators.models import Indicator, IndicatorsPage

KIND = "figure"


def document_key(code: str) -> DocumentKey:
    return DocumentKey(KIND, code)


class IndicatorSource:
    kind = KIND

    def documents(self, ids: Collection[str] | None = None) -> Iterator[SourceDocument]:
        newest = _newest(ids)
        for page in IndicatorsPage.objects.live().select_related("locale"):
            language = page.locale.language_code
            with translation.override(language):
                for rows in newest.values():
                    yield _document(page, language, rows)

    def visible(
        self, viewer: Viewer, ids: Collection[str], language: str
    ) -> Mapping[str, VisibleDocument]:
        pages = [
            page
            for page in IndicatorsPage.objects.live().select_related("locale")
            if admits(viewer, *page.audiences())
        ]
        # The page in the asker's language, else any.
        pages.sort(key=lambda page: page.locale.language_code != language)
        if not pages:
            return {}
        page = pages[0]
        with translation.override(page.locale.language_code):
            return {
                code: VisibleDocument(
                    key=document_key(code),
                    title=rows[0].name,
                    url=f"{page.url or ''}?as_of={rows[0].as_of.isoformat()}",
                    language=page.locale.language_code,
                    published_at=_moment_of(rows[0]),
                )
                for code, rows in _newest(ids).items()
            }


def _newest(ids: Collection[str] | None) -> dict[str, list[Indicator]]:
    """By code the rows of the newest day on which there are any: two queries."""
    figures = Indicator.objects.all()
    if ids is not None:
        figures = figures.filter(code__in=ids)
    days = dict(figures.order_by().values_list("code").annotate(Max("as_of")))
    rows = figures.filter(as_of__in=set(days.values())).select_related("unit")
    found: dict[str, list[Indicator]] = {}
    for row in rows.order_by("position", "code", "pk"):
        if row.as_of == days[row.code]:
            found.setdefault(row.code, []).append(row)
    return found


def _document(page: IndicatorsPage, language: str, rows: list[Indicator]) -> SourceDocument:
    first = rows[0]
    return SourceDocument(
        key=document_key(first.code),
        language=language,
        title=first.name,
        audiences=page.audiences(),
        body="\n".join(_line(row) for row in rows),
        facets=tuple(("unit", row.unit.code) for row in rows if row.unit),
        published_at=_moment_of(first),
    )


def _line(row: Indicator) -> str:
    """As a person would say it: whose, how much, until when, and by whom it was counted."""
    parts = [row.name, row.label, str(row.as_of), str(row.actual_quantity), row.source]
    return " ".join(part for part in parts if part)


def _moment_of(row: Indicator) -> datetime:
    return timezone.make_aware(datetime.combine(row.as_of, time()))
