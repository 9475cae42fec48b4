"""What search is told of courses, and when."""

import pytest

from content.core import ports
from content.core.audience import Audience, Viewer
from content.core.signals import document_changed, document_removed
from content.courses.indexing import CourseSource, document_key, plain_text
from content.people.selectors import viewer_of
from tests.factories.courses import make_course, make_course_page, make_index, make_recording
from tests.factories.people import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    recordings = [
        make_recording(audience=Audience.employees()),
        make_recording(audience=Audience.of_people([1])),
    ]
    page = make_course_page(
        make_course(unit=make_unit(), recordings=recordings),
        make_index(),
        title="质量提升班",
        audience=Audience.employees(),
    )
    page.body = "<h3>灌浆</h3><p>套筒<b>灌浆</b>连接</p>"
    page.save()
    return page


def test_one_document_a_language_with_words_rights_and_length(page):
    (document,) = CourseSource().documents([str(page.course.uuid)])
    assert document.key == document_key(page.course)
    assert (document.language, document.title) == ("zh-hans", "质量提升班")
    assert "套筒灌浆连接" in document.body
    assert document.audiences == (page.audience, page.course.audience)
    assert document.duration_ms == 1_200_000
    assert document.unit == page.course.unit.name_zh


def test_a_lesson_kept_from_some_is_not_found_through_its_course(page):
    (document,) = CourseSource().documents()
    assert "第 1 讲" in document.body
    assert "第 2 讲" not in document.body


def test_the_source_is_registered_and_answers_who_may_see(page):
    ids = [str(page.course.uuid), "not-a-uuid"]
    source = ports.sources()["course"]
    assert source.visible(Viewer.anonymous(), ids, "zh-hans") == {}
    found = source.visible(viewer_of(make_user()), ids, "zh-hans")
    assert found[ids[0]].title == "质量提升班"
    assert found[ids[0]].url == page.url


def test_an_unpublished_course_gives_no_document(page):
    page.unpublish()
    assert list(CourseSource().documents()) == []
    assert CourseSource().visible(viewer_of(make_user()), [str(page.course.uuid)], "en") == {}


def test_every_change_is_told(page):
    told = []

    def hear(key, **kwargs):
        told.append(str(key))

    document_changed.connect(hear)
    document_removed.connect(hear)
    try:
        key = str(document_key(page.course))
        lesson_page = page.get_children().first().specific
        for change in (
            lambda: page.save_revision().publish(),
            page.course.save,
            page.unpublish,
            lesson_page.save,
            lesson_page.delete,
            page.delete,
            page.course.delete,
        ):
            told.clear()
            change()
            assert key in told
    finally:
        document_changed.disconnect(hear)
        document_removed.disconnect(hear)


def test_plain_text_keeps_blocks_apart():
    assert plain_text("<p>甲</p><p>乙</p>").split() == ["甲", "乙"]


def test_the_first_publication_is_remembered(page):
    page.save_revision().publish()
    page.course.refresh_from_db()
    first = page.course.published_at
    assert first is not None
    page.save_revision().publish()
    page.course.refresh_from_db()
    assert page.course.published_at == first
