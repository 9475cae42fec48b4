"""The pages of the recordings, in both languages."""

from django.utils.html import format_html, format_html_join
from wagtail.models import Page

from content.core.clock import clock
from content.demo.loading.pages import add_page, locale_of, morning_of
from content.demo.media.finished import OTHER_LANGUAGE, finished
from content.demo.scripts import LectureScript, lecture_scripts
from content.lectures.models import LecturePage
from content.people.models import User
from content.recordings.models import Recording

_OUTLINE = {"zh": "内容提要", "en": "Outline"}


def load_lecture_pages(
    recordings: dict[str, Recording], indexes: dict[str, Page], acting_user: User
) -> dict[tuple[str, str], LecturePage]:
    """Every lecture's page by slug and language."""
    pages = {}
    for script in lecture_scripts():
        twin: LecturePage | None = None
        for language in (script.language, OTHER_LANGUAGE[script.language]):
            recording = recordings[script.slug]
            page = _existing(recording, language) or add_page(
                indexes[language],
                _new_page(script, recording, language),
                acting_user=acting_user,
                twin=twin,
                published_at=None if script.fresh else morning_of(script.recorded_on),
            )
            pages[script.slug, language] = twin = page
    return pages


def _existing(recording: Recording, language: str) -> LecturePage | None:
    found: LecturePage | None = LecturePage.objects.filter(
        recording=recording, locale=locale_of(language)
    ).first()
    return found


def _new_page(script: LectureScript, recording: Recording, language: str) -> LecturePage:
    chapters = [
        ("chapter", {"at": clock(chapter.start_ms), "title": chapter.titles[language]})
        for chapter in finished(script.slug).chapters
    ]
    return LecturePage(
        title=script.title_in(language),
        slug=script.slug,
        recording=recording,
        summary=script.summary_in(language),
        body=outline(script, language),
        chapters=chapters,
    )


def outline(script: LectureScript, language: str) -> str:
    """What each chapter says, as rich text; the chapters' titles stand on the page already."""
    spoken = language == script.language
    rows = (
        " · ".join(chapter.points if spoken else chapter.points_other)
        for chapter in script.chapters
    )
    items = format_html_join("", "<li>{}</li>", ((row,) for row in rows))
    return str(format_html("<h3>{}</h3><ul>{}</ul>", _OUTLINE[language], items))
