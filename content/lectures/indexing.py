"""What search learns of lectures: one document a recording and language, and who may see it.

The words come from the pages, the moments from the transcripts, the identity from the recording.
"""

from collections.abc import Collection, Iterator, Mapping

from django.utils.html import strip_tags

from content.core.audience import Viewer
from content.core.ports import (
    DocumentKey,
    SourceDocument,
    SourceMoment,
    VisibleDocument,
    VisibleMedia,
)
from content.lectures.languages import interface, spoken
from content.lectures.models import LecturePage
from content.lectures.player_parts import caption_tracks
from content.lectures.selectors import page_chapters
from content.recordings.models import Recording
from content.recordings.selectors import audio_only, poster_file, qualities_of
from content.slides.selectors import slide_moments
from content.transcripts.models import Transcript

KIND = "recording"
_BATCH = 50


def document_key(recording: Recording) -> DocumentKey:
    return DocumentKey(KIND, str(recording.uuid))


class LectureSource:
    """Recordings with at least one live page. A transcript in a language without a page of its own
    is indexed with the words of the page there is, for it is on that page that it is read."""

    kind = KIND

    def documents(self, ids: Collection[str] | None = None) -> Iterator[SourceDocument]:
        recordings = Recording.objects.filter(lecture_pages__live=True).distinct()
        if ids is not None:
            recordings = recordings.filter(uuid__in=ids)
        prepared = recordings.select_related("unit", "speaker").prefetch_related(
            "topics", "transcripts"
        )
        for recording in prepared.order_by("pk").iterator(chunk_size=_BATCH):
            yield from _documents_of(recording)

    def visible(
        self, viewer: Viewer, ids: Collection[str], language: str
    ) -> Mapping[str, VisibleDocument]:
        pages = (
            LecturePage.objects.filter(recording__uuid__in=ids)
            .visible_to(viewer)
            .for_cards()
            .order_by("pk")
        )
        chosen: dict[str, LecturePage] = {}
        for page in pages:
            ident = str(page.recording.uuid)
            if ident not in chosen or _is_in(page, language):
                chosen[ident] = page
        return {ident: _visible_document(page) for ident, page in chosen.items()}


def _is_in(page: LecturePage, language: str) -> bool:
    return spoken(page.locale.language_code) == spoken(language)


def _documents_of(recording: Recording) -> Iterator[SourceDocument]:
    pages = {
        spoken(page.locale.language_code): page
        for page in LecturePage.objects.filter(recording=recording)
        .live()
        .select_related("locale")
        .order_by("-pk")
    }
    transcripts = {row.language: row for row in recording.transcripts.all() if row.is_shown}
    if not pages:
        return
    languages = sorted({*pages, *transcripts})
    spoken_language = recording.language if recording.language in languages else languages[0]
    for language in languages:
        page = pages.get(language) or next(iter(pages.values()))
        # In one language: the words of slides are not another language's as well.
        shows_slides = language == spoken_language
        yield _document(recording, page, language, transcripts.get(language), shows_slides)


def _slides(recording: Recording) -> tuple[SourceMoment, ...]:
    """What each slide says, where it came up first."""
    shown = {
        moment.number: moment
        for moment in reversed(slide_moments(recording.uuid, recording.duration_ms))
    }
    return tuple(
        SourceMoment(moment.start_ms, moment.end_ms, moment.text)
        for moment in sorted(shown.values(), key=lambda moment: moment.start_ms)
        if moment.text
    )


def _document(
    recording: Recording,
    page: LecturePage,
    language: str,
    transcript: Transcript | None,
    shows_slides: bool,
) -> SourceDocument:
    cues = transcript.cues.order_by("number") if transcript else ()
    return SourceDocument(
        key=document_key(recording),
        language=interface(language),
        title=page.title,
        summary=page.summary,
        body=" ".join(strip_tags(page.body.replace("<", " <")).split()),
        audiences=(page.audience, recording.audience),
        topics=tuple(topic.name_in(language) for topic in recording.topics.all()),
        speaker=recording.speaker.name_in(language) if recording.speaker else "",
        unit=recording.unit.name_in(language) if recording.unit else "",
        facets=_facets(recording),
        published_at=page.first_published_at,
        duration_ms=recording.duration_ms,
        moments=tuple(SourceMoment(cue.start_ms, cue.end_ms, cue.text) for cue in cues),
        slides=_slides(recording) if shows_slides else (),
        reviewed=transcript is None or transcript.is_reviewed,
    )


def _facets(recording: Recording) -> tuple[tuple[str, str], ...]:
    keys = [("topic", topic.slug) for topic in recording.topics.all()]
    if recording.speaker:
        keys.append(("speaker", str(recording.speaker.pk)))
    if recording.unit:
        keys.append(("unit", recording.unit.code))
    return tuple(keys)


def _visible_document(page: LecturePage) -> VisibleDocument:
    recording = page.recording
    poster = poster_file(recording)
    transcripts = [row for row in recording.transcripts.all() if row.is_shown]
    return VisibleDocument(
        key=document_key(recording),
        title=page.title,
        url=page.url or "",
        language=page.locale.language_code,
        image_url=poster.url if poster else "",
        duration_ms=recording.duration_ms,
        unit=recording.unit.name if recording.unit else "",
        published_at=page.first_published_at,
        reviewed=all(row.is_reviewed for row in transcripts),
        media=_media(page, poster.url if poster else ""),
        chapters=tuple((chapter.at_ms, chapter.title) for chapter in page_chapters(page)),
    )


def _media(page: LecturePage, poster_url: str) -> VisibleMedia | None:
    """The lightest quality: it plays in a small window, often on a phone."""
    recording = page.recording
    videos = qualities_of(recording)
    played = videos[-1] if videos else audio_only(recording)
    if played is None or not recording.is_playable:
        return None
    shown = [row for row in recording.transcripts.all() if row.is_shown]
    tracks = caption_tracks(shown, page.locale.language_code)
    return VisibleMedia(
        url=played.url,
        is_audio=not videos,
        poster_url=poster_url,
        captions=tuple(
            (track.url, track.tag, track.label)
            for track in sorted(tracks, key=lambda track: not track.is_default)
        ),
    )
