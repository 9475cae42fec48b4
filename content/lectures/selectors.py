"""Reads that need more than one model: the player's context, lists of lectures, cards.

Knows pages only by their querysets, so that the models can ask it for their contexts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.core.audience import Viewer
from content.core.ports import Span, viewer_marks
from content.core.strip import Strip, StripChapter
from content.core.viewers import viewer_of_request
from content.lectures.chapter_times import are_outdated
from content.lectures.languages import spoken
from content.lectures.player import PlayerContext
from content.lectures.player_parts import (
    Asked,
    caption_tracks,
    downloads,
    sources,
    strip_hits,
    transcript_panel,
)
from content.lectures.querysets import LecturePageQuerySet
from content.lectures.structured_data import video_object
from content.lectures.timecode import parse_clock, url_seconds
from content.materials.shown import shown_materials
from content.people.models import Unit
from content.recordings.enums import MediaKind, RecordingState
from content.recordings.models import Recording
from content.recordings.selectors import played_file, poster_file, progress_of, sprites_of
from content.taxonomy.models import Topic
from content.transcripts.models import Transcript

if TYPE_CHECKING:
    from content.lectures.models import LecturePage

PER_PAGE = 12
RELATED = 3
NOTHING_ASKED = Asked()


def player_context(
    viewer: Viewer,
    recording: Recording,
    language: str,
    asked: Asked = NOTHING_ASKED,
    *,
    chapters: tuple[StripChapter, ...] = (),
) -> PlayerContext:
    """What `lectures/_player.html` and `lectures/_transcript.html` show of a recording.

    The caller has checked that the viewer may see it. `language` is the interface's.
    """
    playing = played_file(recording) if recording.is_playable else None
    poster = poster_file(recording)
    transcripts = _spoken_first(recording)
    wanted = language if asked.wants_both else asked.transcript or language
    panel = transcript_panel(transcripts, spoken(wanted), recording.language, asked)
    watched = viewer_marks(viewer.user_id, [str(recording.uuid)]).get(str(recording.uuid), ())
    speaker, unit = recording.speaker, recording.unit
    return PlayerContext(
        recording_uuid=str(recording.uuid),
        title=recording.title,
        artist=speaker.name if speaker else unit.name if unit else "",
        is_audio=recording.media_kind == MediaKind.AUDIO,
        media_url=playing.url if playing else "",
        media_type=playing.content_type if playing else "",
        poster_url=poster.url if poster else "",
        duration_ms=recording.duration_ms or 0,
        strip=Strip(
            duration_ms=recording.duration_ms or 0,
            watched=watched,
            hits=strip_hits(panel),
            chapters=chapters,
            now_ms=asked.start_ms,
        ),
        start_ms=asked.start_ms,
        end_ms=asked.end_ms,
        query=asked.query,
        sources=sources(recording) if playing else (),
        sprites=sprites_of(recording),
        captions=caption_tracks(transcripts, language),
        transcript=panel,
        downloads=downloads(transcripts),
        chapters=chapters,
        watched=watched,
        reports_watching=viewer.user_id is not None,
        progress=None if playing else progress_of(recording).job,
        needs_attention=recording.state == RecordingState.FAILED,
    )


def lecture_context(request: HttpRequest, page: "LecturePage") -> dict[str, Any]:
    """`player`, `materials`, `related` and `structured_data` of a lecture page."""
    others = related_pages(request, page)
    # The files and transcripts of all recordings of the page, this one's and the others', at once.
    recordings = [page.recording, *(other.recording for other in others)]
    prefetch_related_objects(recordings, "files", "transcripts")
    viewer = viewer_of_request(request)
    player = player_context(
        viewer,
        page.recording,
        get_language() or "",
        Asked.from_query(request.GET),
        chapters=page_chapters(page),
    )
    attached = page.materials.select_related("document") if page.has_materials else ()
    return {
        "player": player,
        "materials": shown_materials(viewer, attached, get_language() or ""),
        "related": lecture_cards(viewer, others, request),
        "structured_data": video_object(request, page, player),
    }


def page_chapters(page: "LecturePage") -> tuple[StripChapter, ...]:
    """The chapters in the order of time, each with the address of its second; none where their
    times are those of another file."""
    if are_outdated(page):
        return ()
    starts = sorted(
        (parse_clock(block.value["at"]), block.value["title"]) for block in page.chapters
    )
    return tuple(StripChapter(at, title, f"?t={url_seconds(at)}") for at, title in starts)


@dataclass(frozen=True)
class LectureCard:
    """What `components/card_lecture.html` shows."""

    title: str
    url: str
    summary: str
    image_url: str
    duration_ms: int | None
    unit: str
    speaker: str
    language_labels: tuple[str, ...]
    is_playable: bool
    strip: Strip | None
    subject: str = "lecture"
    palette: str = ""


def lecture_cards(
    viewer: Viewer, pages: Iterable["LecturePage"], request: HttpRequest | None = None
) -> list[LectureCard]:
    """Cards of pages that came `for_cards()`; one query more, for what the viewer has watched."""
    listed = list(pages)
    marks = viewer_marks(viewer.user_id, [str(page.recording.uuid) for page in listed])
    return [lecture_card(page, marks.get(str(page.recording.uuid), ()), request) for page in listed]


def lecture_card(
    page: "LecturePage", watched: tuple[Span, ...] = (), request: HttpRequest | None = None
) -> LectureCard:
    recording = page.recording
    poster = poster_file(recording)
    strip = None
    if recording.duration_ms:
        chapters = page_chapters(page)
        strip = Strip(duration_ms=recording.duration_ms, watched=watched, chapters=chapters)
    return LectureCard(
        title=page.title,
        url=page.get_url(request) or "",
        summary=page.summary,
        image_url=poster.url if poster else "",
        duration_ms=recording.duration_ms,
        unit=recording.unit.name if recording.unit else "",
        speaker=recording.speaker.name if recording.speaker else "",
        language_labels=_language_labels(recording),
        is_playable=recording.is_playable,
        strip=strip,
    )


def _language_labels(recording: Recording) -> tuple[str, ...]:
    """ "中文字幕", and "machine text" where nobody has reviewed it yet."""
    labels = []
    for transcript in _spoken_first(recording):
        labels.append(_caption_label(transcript, recording.language))
    return tuple(labels)


def _spoken_first(recording: Recording) -> list[Transcript]:
    rows = [row for row in recording.transcripts.all() if row.is_shown]
    return sorted(rows, key=lambda row: (row.language != recording.language, row.language))


def _caption_label(transcript: Transcript, spoken_language: str) -> str:
    values = {"language": transcript.get_language_display()}
    if spoken_language and transcript.language != spoken_language:
        return _("%(language)s subtitles") % values
    return _("%(language)s captions") % values


@dataclass(frozen=True)
class LectureList:
    """One page of a list with what it can be filtered by."""

    cards: list[LectureCard]
    page: "ListPage[Any]"
    total: int
    topics: list[Topic]
    units: list[Unit]
    topic: str
    unit: str

    @property
    def is_filtered(self) -> bool:
        return bool(self.topic or self.unit)


def lecture_list(request: HttpRequest, pages: LecturePageQuerySet) -> LectureList:
    """The lectures among these pages that the reader may see, filtered by ?topic= and ?unit=."""
    viewer = viewer_of_request(request)
    admitted = pages.visible_to(viewer)
    topic, unit = request.GET.get("topic", "")[:80], request.GET.get("unit", "")[:40]
    chosen = admitted
    if topic:
        chosen = chosen.filter(recording__topics__slug=topic)
    if unit:
        chosen = chosen.of_unit(unit)
    paginator = Paginator(chosen.for_cards().newest_first(), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    recordings = admitted.values("recording_id")
    return LectureList(
        cards=lecture_cards(viewer, page.object_list, request),
        page=page,
        total=paginator.count,
        topics=list(Topic.objects.filter(recordings__in=recordings).distinct()),
        units=list(Unit.objects.filter(recordings__in=recordings).distinct().order_by("path")),
        topic=topic,
        unit=unit,
    )


def related_pages(request: HttpRequest, page: "LecturePage") -> list["LecturePage"]:
    """A few others in the same list with a topic in common, else simply the newest."""
    others = (
        type(page)
        .objects.sibling_of(page, inclusive=False)
        .visible_to(viewer_of_request(request))
        .select_related("recording__unit", "recording__speaker")
        .newest_first()
    )
    prefetch_related_objects([page.recording], "topics")
    topics = list(page.recording.topics.all())
    sharing = page.recording.topics.through.objects.filter(
        recording=OuterRef("recording_id"), topic__in=topics
    )
    near_first = others.annotate(is_near=Exists(sharing)).order_by(
        "-is_near", *others.query.order_by
    )
    listed = list(near_first[:RELATED])
    return [other for other in listed if other.is_near] or listed


def public_lectures(
    viewer: Viewer,
    pages: LecturePageQuerySet,
    count: int,
    request: HttpRequest | None = None,
) -> list[LectureCard]:
    """The newest lectures in the language of the interface that the viewer may see."""
    here = pages.filter(locale__language_code=get_language()).visible_to(viewer)
    return lecture_cards(viewer, here.for_cards().newest_first()[:count], request)
