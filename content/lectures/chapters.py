"""The chapters of recordings that are shown elsewhere than on their own page: in courses, in lists.

Chapters are written on lecture pages, so whoever may not see the page does not see them either.
"""

from collections.abc import Collection

from content.core.audience import Viewer
from content.core.strip import StripChapter
from content.lectures.languages import interface
from content.lectures.models import LecturePage
from content.lectures.selectors import page_chapters

_READ = (
    *("recording_id", "chapters", "last_published_at", "latest_revision_created_at"),
    *("locale__language_code", "recording__timeline_since"),
)


def chapters_of(
    viewer: Viewer, recording_ids: Collection[int], language: str
) -> dict[int, tuple[StripChapter, ...]]:
    """By recording's primary key, in this language where a page has them, else in another.

    One query. The addresses are those of a second of the page they are shown on.
    """
    pages = LecturePage.objects.visible_to(viewer).filter(recording__in=set(recording_ids))
    wanted = interface(language)
    rows = sorted(
        pages.select_related("locale", "recording").only(*_READ),
        key=lambda page: page.locale.language_code == wanted,
    )
    return {page.recording_id: found for page in rows if (found := page_chapters(page))}
