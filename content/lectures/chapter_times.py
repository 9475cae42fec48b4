"""Whether the times of a page's chapters are still those of the file that plays.

Nobody moves chapters by itself. They were written for the file of their day; where another of
another length took its place, they are shown to editors alone until somebody publishes the page
anew, and with that says that the times are right.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from content.lectures.models import LecturePage
    from content.recordings.models import Recording


def are_outdated(page: "LecturePage") -> bool:
    """Of the page as it was published last; a page never published goes by its draft."""
    since = page.recording.timeline_since
    written_at = page.last_published_at or page.latest_revision_created_at
    return since is not None and (written_at is None or written_at < since)


def outdated_pages(recording: "Recording") -> list["LecturePage"]:
    """The pages of this recording whose chapters somebody has to look at."""
    if recording.timeline_since is None:
        return []
    pages = recording.lecture_pages.select_related("recording", "locale").order_by("pk")
    return [page for page in pages if page.chapters and are_outdated(page)]
