"""Events for search: what is indexed, who may see which hit, when search is told."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from content.core.audience import Audience, Viewer
from content.core.ports import documents, visible
from content.core.signals import document_changed, document_removed
from content.events.indexing import EventSource, key_of
from content.people.selectors import viewer_of
from tests.factories.pages import make_event, make_image, make_site, make_speaker, make_topic
from tests.factories.people import make_unit, make_user

pytestmark = pytest.mark.django_db

PUBLIC = Viewer.anonymous()


@pytest.fixture
def trees():
    return make_site()


@pytest.fixture
def heard():
    """What was told to search, in order."""
    told = []

    def changed(key, **kwargs):
        told.append(("changed", key, transaction.get_connection().in_atomic_block))

    def removed(key, **kwargs):
        told.append(("removed", key, transaction.get_connection().in_atomic_block))

    document_changed.connect(changed)
    document_removed.connect(removed)
    yield told
    document_changed.disconnect(changed)
    document_removed.disconnect(removed)


def test_a_document_holds_what_one_may_look_for(trees):
    body = [{"type": "paragraph", "value": "<p>现场看<b>坐浆</b>。</p>"}]
    event = make_event(
        trees,
        "开放日",
        topics=(make_topic("双T板", slug="double-t"),),
        speakers=(make_speaker("沈慧敏"), make_speaker("陈国栋")),
        unit=make_unit(code="haining"),
        place="构件厂三号车间",
        address="工业大道 8 号",
        registration="每场三十人",
        body=json.dumps(body),
        starts_at=datetime(2027, 1, 9, 14, tzinfo=ZoneInfo("Asia/Shanghai")),
    )
    (document,) = documents([key_of(event)])
    for words in ("现场看坐浆", "构件厂三号车间", "工业大道 8 号", "每场三十人"):
        assert words in document.body
    assert "沈慧敏" in document.speaker
    assert "陈国栋" in document.speaker
    assert ("topic", "double-t") in document.facets
    assert ("unit", "haining") in document.facets
    assert [name for name, _key in document.facets].count("speaker") == 2
    assert document.published_at == event.starts_at


def test_an_event_and_its_translation_are_one_document_in_two_languages(trees):
    event = make_event(trees)
    make_event(trees, "Open day", language="en", translation_of=event)
    found = list(EventSource().documents([str(event.translation_key)]))
    assert {document.language for document in found} == {"zh-hans", "en"}
    assert len({document.key for document in found}) == 1


def test_an_unpublished_event_is_not_indexed(trees):
    make_event(trees).unpublish()
    assert list(EventSource().documents()) == []


def test_a_hit_is_shown_in_the_readers_language_where_there_is_one(trees):
    event = make_event(trees, "开放日")
    key = key_of(event)
    assert visible(PUBLIC, [key], "en")[key].title == "开放日"
    make_event(trees, "Open day", language="en", translation_of=event)
    assert visible(PUBLIC, [key], "en")[key].title == "Open day"
    assert visible(PUBLIC, [key], "zh-hans")[key].title == "开放日"


def test_a_hit_is_shown_to_its_audience_alone(trees):
    unit = make_unit()
    key = key_of(make_event(trees, audience=Audience.of_units([unit.pk])))
    assert visible(PUBLIC, [key], "en") == {}
    assert visible(viewer_of(make_user()), [key], "en") == {}
    assert key in visible(viewer_of(make_user(unit=unit)), [key], "en")


def test_a_picture_for_employees_is_not_shown_beside_a_public_hit(trees):
    key = key_of(make_event(trees, lead_picture=make_image(audience=Audience.employees())))
    assert visible(PUBLIC, [key], "en")[key].image_url == ""


def test_search_is_told_inside_the_transaction_of_each_save(trees, heard):
    event = make_event(trees)
    key = key_of(event)
    assert ("changed", key, True) in heard
    heard.clear()
    event.unpublish()
    assert set(heard) == {("changed", key, True)}


def test_search_is_told_when_an_event_goes_and_when_a_translation_does(trees, heard):
    event = make_event(trees)
    english = make_event(trees, language="en", translation_of=event)
    heard.clear()
    english.delete()
    assert heard[-1] == ("changed", key_of(event), True)
    event.delete()
    assert heard[-1] == ("removed", key_of(event), True)


@pytest.mark.parametrize("what", ["speaker", "topic", "unit"])
def test_a_new_name_reaches_the_events_that_name_it_and_no_others(trees, heard, what):
    speaker, topic, unit = make_speaker(), make_topic(), make_unit()
    named = make_event(trees, speakers=(speaker,), topics=(topic,), unit=unit)
    make_event(trees)
    heard.clear()
    row = {"speaker": speaker, "topic": topic, "unit": unit}[what]
    row.name_zh = "新名字"
    row.save()
    assert heard == [("changed", key_of(named), True)]


def test_visible_costs_the_same_for_one_and_for_many(trees, django_assert_max_num_queries):
    keys = [key_of(make_event(trees, lead_picture=make_image())) for _number in range(6)]
    visible(PUBLIC, keys, "en")
    with django_assert_max_num_queries(3):
        visible(PUBLIC, keys, "en")
