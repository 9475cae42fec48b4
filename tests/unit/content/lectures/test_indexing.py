"""What search is told of lectures."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from content.core.audience import Audience, Viewer
from content.core.ports import DocumentKey
from content.core.signals import document_changed, document_removed
from content.lectures.indexing import LectureSource, document_key
from content.transcripts.models import TranscriptState
from tests.factories.courses import make_recording
from tests.factories.lectures import make_lecture_index, make_lecture_page, make_transcript

pytestmark = pytest.mark.django_db
SOURCE = LectureSource()


@contextmanager
def heard(signal) -> Iterator[list[DocumentKey]]:
    keys: list[DocumentKey] = []

    def hear(key: DocumentKey, **kwargs: object) -> None:
        keys.append(key)

    signal.connect(hear)
    try:
        yield keys
    finally:
        signal.disconnect(hear)


def test_one_document_a_language_with_the_cues_of_that_language() -> None:
    recording = make_recording(language="zh", audience=Audience.public())
    make_lecture_page(make_lecture_index(), recording, "套筒灌浆", summary="过程控制。")
    make_lecture_page(make_lecture_index("en"), recording, "Grouted sleeves")
    make_transcript(recording, ("灌浆套筒。", "饱满度。"))
    documents = {document.language: document for document in SOURCE.documents()}
    assert documents["zh-hans"].title == "套筒灌浆"
    assert documents["zh-hans"].summary == "过程控制。"
    assert [moment.text for moment in documents["zh-hans"].moments] == ["灌浆套筒。", "饱满度。"]
    assert documents["zh-hans"].moments[1].start_ms == 5000
    assert documents["en"].title == "Grouted sleeves"
    assert documents["en"].moments == ()


def test_subtitles_without_a_page_of_their_own_are_found_on_the_page_there_is() -> None:
    recording = make_recording(language="zh", audience=Audience.public())
    make_lecture_page(make_lecture_index(), recording, "套筒灌浆")
    make_transcript(recording, ("Grouting.",), language="en", state=TranscriptState.DRAFT)
    documents = {document.language: document for document in SOURCE.documents()}
    assert documents["en"].title == "套筒灌浆"
    assert not documents["en"].reviewed


def test_a_recording_without_a_live_page_is_not_indexed() -> None:
    recording = make_recording()
    make_lecture_page(make_lecture_index(), recording, live=False)
    assert list(SOURCE.documents()) == []
    assert list(SOURCE.documents([str(recording.uuid)])) == []


def test_both_audiences_travel_with_the_document() -> None:
    recording = make_recording(audience=Audience.employees())
    make_lecture_page(make_lecture_index(), recording)
    [document] = SOURCE.documents([str(recording.uuid)])
    assert document.audiences == (Audience.public(), Audience.employees())


def test_a_visitor_sees_nothing_of_a_recording_for_employees() -> None:
    recording = make_recording(audience=Audience.employees())
    make_lecture_page(make_lecture_index(), recording)
    ids = [str(recording.uuid)]
    employee = Viewer(user_id=1, tokens=frozenset({"public", "employees"}))
    assert SOURCE.visible(Viewer.anonymous(), ids, "zh-hans") == {}
    assert list(SOURCE.visible(employee, ids, "zh-hans")) == ids


def test_the_page_shown_is_the_one_in_the_asker_s_language() -> None:
    recording = make_recording(audience=Audience.public())
    make_lecture_page(make_lecture_index(), recording, "套筒灌浆")
    make_lecture_page(make_lecture_index("en"), recording, "Grouted sleeves")
    ids = [str(recording.uuid)]
    for language, title in (("zh", "套筒灌浆"), ("en", "Grouted sleeves")):
        assert SOURCE.visible(Viewer.anonymous(), ids, language)[ids[0]].title == title


def test_the_chapters_of_the_page_shown_come_with_it_for_the_strip() -> None:
    recording = make_recording(audience=Audience.public())
    make_lecture_page(
        make_lecture_index(), recording, chapters=(("10:00", "浆料"), ("00:00", "过程"))
    )
    ident = str(recording.uuid)
    shown = SOURCE.visible(Viewer.anonymous(), [ident], "zh")[ident]
    assert shown.chapters == ((0, "过程"), (600_000, "浆料"))


def test_ids_that_are_nothing_s_are_left_out(django_assert_max_num_queries) -> None:
    recordings = [make_recording(audience=Audience.public()) for _number in range(5)]
    index = make_lecture_index()
    for recording in recordings:
        make_lecture_page(index, recording)
    ids = [str(recording.uuid) for recording in recordings]
    stranger = "00000000-0000-4000-8000-000000000000"
    with django_assert_max_num_queries(8):
        assert set(SOURCE.visible(Viewer.anonymous(), [*ids, stranger], "zh")) == set(ids)


def test_search_is_told_of_every_change() -> None:
    recording = make_recording(audience=Audience.public())
    key = document_key(recording)
    page = make_lecture_page(make_lecture_index(), recording, live=False)
    with heard(document_changed) as keys:
        page.save_revision().publish()
        assert keys.pop() == key
        page.refresh_from_db()
        page.unpublish()
        assert keys.pop() == key
        recording.title = "新的题目"
        recording.save()
        assert keys.pop() == key
        make_transcript(recording, ("一句。",)).delete()
        assert keys.pop() == key
        page.save_revision().publish()
        page.move(make_lecture_index(), pos="last-child")
        assert keys.pop() == key
        page.delete()
        assert keys.pop() == key


def test_search_is_told_when_a_recording_is_gone() -> None:
    recording = make_recording()
    key = document_key(recording)
    with heard(document_removed) as keys:
        recording.delete()
    assert keys == [key]
