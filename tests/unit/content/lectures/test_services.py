"""The page an editor wished for at the upload."""

import pytest

from content.lectures.models import LecturePage
from content.lectures.services import publish_lecture_pages
from content.recordings.signals import recording_playable
from tests.factories.courses import make_recording
from tests.factories.pages import make_site

pytestmark = pytest.mark.django_db


def test_a_chinese_recording_gets_its_page_in_the_chinese_tree() -> None:
    make_site()
    recording = make_recording("双T板", language="zh", publish_page=True)
    (page,) = publish_lecture_pages(recording)
    assert page.live
    assert page.locale.language_code == "zh-hans"
    assert page.url.startswith("/zh-hans/")


def test_an_english_recording_gets_a_page_in_each_tree_as_translations() -> None:
    make_site()
    recording = make_recording("A talk", language="en", publish_page=True)
    chinese, english = publish_lecture_pages(recording)
    assert chinese.translation_key == english.translation_key
    assert english.url.startswith("/en/")


def test_being_playable_anew_publishes_no_second_page() -> None:
    make_site()
    recording = make_recording("A talk", language="en", publish_page=True)
    for _time in range(2):
        recording.refresh_from_db()
        recording_playable.send(sender=None, recording=recording)
    assert LecturePage.objects.filter(recording=recording).count() == 2


def test_nothing_is_published_that_nobody_wished_for() -> None:
    make_site()
    recording = make_recording("A talk", publish_page=False)
    assert publish_lecture_pages(recording) == []


def test_a_site_without_a_list_of_lectures_keeps_the_recording_for_later() -> None:
    recording = make_recording("A talk", publish_page=True)
    assert publish_lecture_pages(recording) == []
