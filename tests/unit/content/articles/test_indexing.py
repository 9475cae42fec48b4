"""Articles for search: what is indexed, who may see which hit, when search is told."""

import json

import pytest
from django.db import transaction

from content.articles.indexing import ArticleSource, key_of
from content.core.audience import Audience, Viewer
from content.core.ports import documents, visible
from content.core.signals import document_changed, document_removed
from content.people.selectors import viewer_of
from tests.factories.pages import make_article, make_image, make_site, make_speaker, make_topic
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


def test_a_document_holds_the_words_of_every_block(trees):
    body = [
        {"type": "heading", "value": "三个环节"},
        {"type": "paragraph", "value": "<p>灌浆<b>饱满度</b>要当班记录。</p>"},
        {"type": "quotation", "value": {"text": "拿地之前就知道。", "source": "设计负责人"}},
        {
            "type": "figures",
            "value": {"figures": [{"value": "23", "unit": "家", "label": "生产基地"}]},
        },
        {"type": "table", "value": {"data": [["指标", "核对"], ["全装修", "交付验收"]]}},
    ]
    article = make_article(
        trees,
        "一张联系单",
        topics=(make_topic("政策"),),
        author=make_speaker("徐静仪"),
        body=json.dumps(body),
    )
    (document,) = documents([key_of(article)])
    for words in ("三个环节", "灌浆饱满度", "拿地之前就知道", "设计负责人", "生产基地", "交付验收"):
        assert words in document.body
    assert "<" not in document.body
    assert (document.title, document.topics, document.speaker) == (
        "一张联系单",
        ("政策",),
        "徐静仪",
    )


def test_an_article_and_its_translation_are_one_document_in_two_languages(trees):
    article = make_article(trees)
    make_article(trees, "One form", language="en", translation_of=article)
    found = list(ArticleSource().documents([str(article.translation_key)]))
    assert {document.language for document in found} == {"zh-hans", "en"}
    assert len({document.key for document in found}) == 1


def test_an_unpublished_article_is_not_indexed(trees):
    article = make_article(trees)
    article.unpublish()
    assert list(ArticleSource().documents()) == []


def test_ids_that_are_no_uuids_name_nothing(trees):
    make_article(trees)
    assert list(ArticleSource().documents(["nonsense"])) == []
    assert ArticleSource().visible(PUBLIC, ["nonsense"], "en") == {}


def test_a_hit_is_shown_in_the_readers_language_where_there_is_one(trees):
    article = make_article(trees, "一张联系单")
    make_article(trees, "One form", language="en", translation_of=article)
    key = key_of(article)
    assert visible(PUBLIC, [key], "en")[key].title == "One form"
    assert visible(PUBLIC, [key], "zh-hans")[key].title == "一张联系单"


def test_a_hit_without_a_translation_is_shown_in_the_language_it_has(trees):
    key = key_of(make_article(trees, "一张联系单"))
    shown = visible(PUBLIC, [key], "en")[key]
    assert (shown.language, shown.url.startswith("/zh-hans/")) == ("zh-hans", True)


def test_a_hit_is_shown_to_its_audience_alone(trees):
    unit = make_unit()
    key = key_of(make_article(trees, audience=Audience.of_units([unit.pk])))
    assert visible(PUBLIC, [key], "en") == {}
    assert visible(viewer_of(make_user()), [key], "en") == {}
    assert key in visible(viewer_of(make_user(unit=unit)), [key], "en")


def test_a_picture_for_employees_is_not_shown_beside_a_public_hit(trees):
    key = key_of(make_article(trees, lead_picture=make_image(audience=Audience.employees())))
    assert visible(PUBLIC, [key], "en")[key].image_url == ""


def test_search_is_told_inside_the_transaction_of_each_save(trees, heard):
    article = make_article(trees)
    key = key_of(article)
    assert ("changed", key, True) in heard
    heard.clear()
    article.unpublish()
    assert set(heard) == {("changed", key, True)}


def test_search_is_told_when_an_article_goes(trees, heard):
    article = make_article(trees)
    heard.clear()
    article.delete()
    assert heard[-1] == ("removed", key_of(article), True)


def test_a_translation_that_stays_keeps_the_document(trees, heard):
    article = make_article(trees)
    english = make_article(trees, language="en", translation_of=article)
    heard.clear()
    english.delete()
    assert heard[-1][0] == "changed"


def test_a_new_name_of_a_topic_reaches_its_articles_and_no_others(trees, heard):
    topic = make_topic("老名字")
    named, _other = make_article(trees, topics=(topic,)), make_article(trees)
    heard.clear()
    topic.name_zh = "新名字"
    topic.save()
    assert heard == [("changed", key_of(named), True)]


def test_a_whole_list_that_is_deleted_takes_its_documents_along(trees, heard):
    article = make_article(trees)
    heard.clear()
    article.get_parent().specific.delete()
    assert ("removed", key_of(article), True) in heard


def test_visible_costs_the_same_for_one_and_for_many(trees, django_assert_max_num_queries):
    keys = [key_of(make_article(trees, lead_picture=make_image())) for _number in range(6)]
    visible(PUBLIC, keys, "en")
    with django_assert_max_num_queries(4):
        visible(PUBLIC, keys, "en")
