"""What the player and the lists are given."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from content.core.audience import Audience, Viewer
from content.lectures.models import LecturePage
from content.lectures.player_parts import Asked
from content.lectures.selectors import lecture_list, page_chapters, player_context
from content.recordings.enums import RecordingState
from content.transcripts.models import TranscriptState
from tests.factories.courses import make_recording
from tests.factories.lectures import (
    make_files,
    make_lecture_index,
    make_lecture_page,
    make_transcript,
)
from tests.factories.people import make_unit

pytestmark = pytest.mark.django_db
PUBLIC = Viewer.anonymous()


def make_playable(**fields: object):
    recording = make_recording("套筒灌浆", audience=Audience.public(), **fields)
    make_files(recording)
    return recording


def test_player_has_the_files_captions_and_cues_of_the_recording() -> None:
    recording = make_playable(language="zh")
    transcript = make_transcript(recording, ("灌浆套筒。", "饱满度要看记录。"))
    player = player_context(PUBLIC, recording, "zh-hans", Asked(5000, query="饱满度"))
    assert player.media_url == f"/media/recordings/{recording.uuid}/video.mp4"
    assert player.poster_url.endswith("poster.jpg")
    assert player.source_url.endswith("video.mp4#t=5")
    [track] = player.captions
    assert track.url == f"/media/captions/{transcript.uuid}.vtt"
    assert track.is_default
    assert player.transcript is not None
    assert [cue.is_hit for cue in player.transcript.cues] == [False, True]
    assert [hit.at_ms for hit in player.strip.hits] == [5000]
    assert not player.reports_watching


def test_a_signed_in_viewer_reports_what_is_watched() -> None:
    viewer = Viewer(user_id=1, tokens=frozenset({"public"}))
    assert player_context(viewer, make_playable(), "en").reports_watching


def test_links_to_a_cue_keep_the_query_and_the_chosen_transcript() -> None:
    recording = make_playable(language="zh")
    make_transcript(recording, ("灌浆。",))
    make_transcript(recording, ("Grouting.",), language="en")
    asked = Asked(query="grout", transcript="en")
    player = player_context(PUBLIC, recording, "zh-hans", asked)
    assert player.transcript is not None
    assert player.transcript.cues[0].url == "?t=0&q=grout&transcript=en"
    assert [choice.label for choice in player.transcript.choices] == ["中文", "English", "对照"]
    assert [choice.is_current for choice in player.transcript.choices] == [False, True, False]


def test_the_transcript_is_in_the_reader_s_language_where_there_is_one() -> None:
    recording = make_playable(language="zh")
    make_transcript(recording, ("灌浆。",), state=TranscriptState.DRAFT)
    player = player_context(PUBLIC, recording, "en")
    assert player.transcript is not None
    assert player.transcript.tag == "zh-Hans"
    assert player.transcript.is_draft


def test_a_recording_under_way_has_no_media() -> None:
    recording = make_playable(state=RecordingState.PROCESSING)
    player = player_context(PUBLIC, recording, "zh-hans")
    assert not player.is_playable
    assert player.media_url == ""


def test_chapters_come_in_the_order_of_time() -> None:
    index = make_lecture_index()
    page = make_lecture_page(
        index, make_playable(), chapters=(("1:05:00", "问答"), ("10:00", "浆料"))
    )
    assert [(chapter.at_ms, chapter.url) for chapter in page_chapters(page)] == [
        (600_000, "?t=600"),
        (3_900_000, "?t=3900"),
    ]


def request_of(path: str = "/", user: object = None):
    request = RequestFactory().get(path)
    request.user = user
    return request


def test_the_list_shows_what_page_and_recording_both_admit() -> None:
    index = make_lecture_index()
    make_lecture_page(index, make_playable(), "公开")
    make_lecture_page(index, make_playable(), "页面内部", audience=Audience.employees())
    inner = make_recording(audience=Audience.employees())
    make_lecture_page(index, inner, "录像内部")
    make_lecture_page(index, make_playable(), "草稿", live=False)
    listed = lecture_list(request_of(), LecturePage.objects.child_of(index))
    assert [card.title for card in listed.cards] == ["公开"]


def test_the_list_is_filtered_by_topic_and_by_unit_with_what_is_below_it() -> None:
    index = make_lecture_index()
    bureau = make_unit(code="bureau")
    station = make_unit(bureau, code="station")
    make_lecture_page(index, make_playable(unit=station), "站里的")
    make_lecture_page(index, make_playable(), "别处的")
    pages = LecturePage.objects.child_of(index)
    assert [card.title for card in lecture_list(request_of("/?unit=bureau"), pages).cards] == [
        "站里的"
    ]
    assert lecture_list(request_of("/?unit=nowhere"), pages).cards == []
    assert lecture_list(request_of("/?topic=nothing"), pages).cards == []


def test_a_list_of_twelve_takes_as_many_queries_as_a_list_of_two() -> None:
    index = make_lecture_index()

    def add(number: int) -> None:
        recording = make_playable(unit=make_unit())
        make_transcript(recording, ("一句。",))
        make_lecture_page(index, recording, f"讲座 {number}")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            lecture_list(request_of(), LecturePage.objects.child_of(index))
        return len(captured)

    add(1)
    add(2)
    queries()  # finds the site, once a process
    few = queries()
    for number in range(3, 13):
        add(number)
    assert queries() == few <= 10
