"""Writes on lecture pages that do not begin in Wagtail's page editor."""

from django.conf import settings
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Locale

from content.lectures.models import LectureIndexPage, LecturePage
from content.recordings.models import Recording

_LANGUAGE_OF_SPEECH = {"zh": "zh-hans", "en": "en"}


@transaction.atomic
def publish_lecture_pages(recording: Recording) -> list[LecturePage]:
    """Publish the pages an editor wished for when uploading; nothing where there is one already.

    One in the site's first language, and one in the language spoken where that is another. They
    share the recording's title, as translations of each other, until an editor words them.
    """
    if not recording.publish_page or LecturePage.objects.filter(recording=recording).exists():
        return []
    Recording.objects.filter(pk=recording.pk).update(publish_page=False)
    spoken = _LANGUAGE_OF_SPEECH.get(recording.language, settings.LANGUAGE_CODE)
    pages: list[LecturePage] = []
    for language in dict.fromkeys((settings.LANGUAGE_CODE, spoken)):
        index = _index_in(language)
        if index is not None:
            pages.append(_publish_below(index, recording, pages[0] if pages else None))
    return pages


def _index_in(language: str) -> LectureIndexPage | None:
    locale = Locale.objects.filter(language_code=language).first()
    found: LectureIndexPage | None = (
        LectureIndexPage.objects.live().filter(locale=locale).order_by("path").first()
    )
    return found


def _publish_below(
    index: LectureIndexPage, recording: Recording, source: LecturePage | None
) -> LecturePage:
    page = LecturePage(
        title=recording.title,
        locale=index.locale,
        recording=recording,
        owner=recording.created_by,
        live=False,
    )
    if source is not None:
        page.translation_key = source.translation_key
    index.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=recording.created_by)
    page.save_revision(user=recording.created_by).publish(user=recording.created_by)
    page.refresh_from_db()
    return page
