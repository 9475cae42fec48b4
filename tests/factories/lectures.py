"""Lecture pages with what belongs to them."""

from itertools import count

from wagtail.models import Locale, Page

from content.core.audience import Audience
from content.lectures.models import LectureIndexPage, LecturePage
from content.recordings.enums import FileRole
from content.recordings.models import MediaFile, Recording
from content.transcripts.models import Cue, Transcript, TranscriptSource, TranscriptState

_numbers = count(1)


def make_lecture_index(language: str = "zh-hans") -> LectureIndexPage:
    """A list of lectures below the site's home."""
    locale, _created = Locale.objects.get_or_create(language_code=language)
    home = Page.objects.get(depth=1).get_children().first()
    index = LectureIndexPage(title="讲座", slug=f"lectures-{next(_numbers)}", locale=locale)
    home.add_child(instance=index)
    return index


def make_lecture_page(
    index: LectureIndexPage,
    recording: Recording,
    title: str = "",
    *,
    audience: Audience | None = None,
    chapters: tuple[tuple[str, str], ...] = (),
    live: bool = True,
    **fields: object,
) -> LecturePage:
    page = LecturePage(
        title=title or recording.title,
        slug=f"lecture-{next(_numbers)}",
        locale=index.locale,
        recording=recording,
        audience=audience or Audience.public(),
        chapters=[("chapter", {"at": at, "title": words}) for at, words in chapters],
        live=live,
        **fields,
    )
    index.add_child(instance=page)
    return page


def make_files(recording: Recording) -> None:
    """Rows of a video and a poster; no bytes."""
    for role, name, kind in (
        (FileRole.VIDEO, "video.mp4", "video/mp4"),
        (FileRole.POSTER, "poster.jpg", "image/jpeg"),
    ):
        MediaFile.objects.create(
            recording=recording,
            role=role,
            name=f"recordings/{recording.uuid}/{name}",
            content_type=kind,
        )


def make_transcript(
    recording: Recording,
    lines: tuple[str, ...],
    *,
    language: str = "zh",
    state: TranscriptState = TranscriptState.PUBLISHED,
) -> Transcript:
    """Lines of five seconds each, one after the other; what is a draft, a machine wrote."""
    is_draft = state == TranscriptState.DRAFT
    source = TranscriptSource.MACHINE if is_draft else TranscriptSource.TYPED
    transcript = Transcript.objects.create(
        recording=recording, language=language, state=state, source=source
    )
    Cue.objects.bulk_create(
        Cue(
            transcript=transcript,
            number=number,
            start_ms=(number - 1) * 5000,
            end_ms=number * 5000,
            text=line,
        )
        for number, line in enumerate(lines, start=1)
    )
    return transcript
