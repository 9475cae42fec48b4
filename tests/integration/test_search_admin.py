"""The administration's search: any fragment of Chinese, pinyin and initials, for every kind."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from modelsearch.backends import get_search_backend
from modelsearch.index import insert_or_update_object, remove_object
from wagtail.models import Page

from content.library.models import CustomDocument, CustomImage
from content.people.models import User
from content.recordings.models import Recording
from content.taxonomy.models import Speaker
from search.models import AdminEntry
from tests.factories.courses import make_course, make_course_page, make_index, make_recording
from tests.factories.lectures import make_lecture_index, make_lecture_page
from tests.factories.pages import make_article, make_document, make_image, make_site
from tests.factories.people import make_unit, make_user

pytestmark = pytest.mark.django_db

TITLE = "嘉兴市装配式建筑 BIM Review"
FRAGMENTS = ["装配", "建筑", "裝配", "zhuangpei", "zhuangp", "zhuang pei", "zpsjz", "BIM", "revie"]


def found(model: type[Model], words: str) -> list[Any]:
    return [thing.pk for thing in get_search_backend().autocomplete(words, model.objects.all())]


def thing_of(kind: str) -> Model:
    made: dict[str, Callable[[], Model]] = {
        "page": lambda: Page.objects.get(pk=make_article(make_site(), title=TITLE).pk),
        "recording": lambda: make_recording(TITLE),
        "picture": lambda: make_image(title=TITLE),
        "document": _document,
        "person": lambda: make_user(full_name=TITLE),
    }
    return made[kind]()


def _document() -> CustomDocument:
    document = make_document()
    document.title = TITLE
    document.save()
    return document


@pytest.mark.parametrize("words", FRAGMENTS)
@pytest.mark.parametrize("kind", ["page", "recording", "picture", "document", "person"])
def test_every_kind_is_found_by_any_fragment_and_as_it_sounds(kind: str, words: str) -> None:
    thing = thing_of(kind)
    call_command("update_index", verbosity=0)
    assert thing.pk in found(type(thing), words)
    assert found(type(thing), "不在其中") == []


def test_all_words_of_a_query_must_be_found() -> None:
    recording = make_recording("装配式建筑的质量")
    make_recording("装配式建筑的安全")
    call_command("update_index", verbosity=0)
    assert found(Recording, "质量 装配") == [recording.pk]
    assert found(Recording, "zhiliang zp") == [recording.pk]


def test_what_is_called_so_comes_before_what_speaks_of_it() -> None:
    named = make_recording("郑工的讲座")
    spoken = make_recording("质量月", speaker=Speaker.objects.create(name_zh="郑工"))
    call_command("update_index", verbosity=0)
    assert found(Recording, "郑工") == [named.pk, spoken.pk]


def test_a_saved_thing_is_found_by_its_columns_at_once_and_by_sound_when_taken_in() -> None:
    recording = make_recording("套筒灌浆")
    assert found(Recording, "筒灌") == [recording.pk]
    insert_or_update_object(recording)
    assert found(Recording, "taotong") == [recording.pk]
    recording.title = "检测方法"
    recording.save()
    insert_or_update_object(recording)
    assert found(Recording, "taotong") == []
    assert found(Recording, "jcff") == [recording.pk]


def test_nothing_is_kept_of_what_was_deleted() -> None:
    image = make_image(title="塔吊")
    insert_or_update_object(image)
    assert AdminEntry.objects.filter(model="library.customimage").exists()
    remove_object(image)
    assert not AdminEntry.objects.filter(model="library.customimage").exists()


@pytest.mark.parametrize("words", ["%", "_", "\x00", "'; --", "😀", "a" * 500, "\ud800"])
def test_any_words_are_answered(words: str) -> None:
    make_recording("讲座")
    call_command("update_index", verbosity=0)
    assert found(Recording, words) == []


@pytest.fixture
def editor(client: Client) -> User:
    user = User.objects.create_superuser("1", full_name="管理员", password="x")
    client.force_login(user)
    return user


def test_the_lists_and_the_search_of_the_administration_find_by_sound(
    client: Client, editor: User
) -> None:
    page = make_article(make_site(), title="装配式建筑质量月")
    recording = make_recording("装配式建筑讲座")
    image = make_image(title="装配式工厂")
    make_user(full_name="装建国")
    call_command("update_index", verbosity=0)
    places = {
        reverse("wagtailadmin_pages:search"): page.title,
        reverse("wagtailadmin_explore", args=[page.get_parent().pk]): page.title,
        reverse("recordings:index"): recording.title,
        reverse("wagtailimages:index"): image.title,
        reverse("wagtailusers_users:index"): "装建国",
    }
    for address, title in places.items():
        for words in ("装", "zhuang"):
            answer = client.get(address, {"q": words})
            assert answer.status_code == 200
            assert title in answer.content.decode(), (address, words)


def test_a_long_list_costs_no_more_queries_than_a_short_one(
    client: Client, editor: User, django_assert_max_num_queries
) -> None:
    for number in range(15):
        make_image(title=f"装配式工厂 {number}")
    call_command("update_index", verbosity=0)
    images = CustomImage.objects.all()
    with django_assert_max_num_queries(1):
        assert len(list(get_search_backend().autocomplete("zhuangpei", images)[:10])) == 10


def _article() -> Page:
    page = make_article(
        make_site(),
        title="甲文",
        introduction="导语说塔吊",
        author=Speaker.objects.create(name_zh="周明远", name_en="Zhou Mingyuan"),
        unit=make_unit(name_zh="南湖区住建局", name_en="Nanhu"),
    )
    page.body = [("paragraph", "<p>正文谈及连墙件</p>")]
    page.save()
    return page


def _lecture() -> Page:
    recording = make_recording("录像原名", speaker=Speaker.objects.create(name_zh="徐静仪"))
    fields = {"summary": "摘要说盾构", "body": "<p>正文谈及管片</p>"}
    return make_lecture_page(
        make_lecture_index(), recording, "乙讲", chapters=(("0:10", "章节叫始发"),), **fields
    )


def _course() -> Page:
    course = make_course("haining-quality-2026", unit=make_unit(name_zh="海宁市住建局"))
    page = make_course_page(course, make_index(), title="丙课")
    page.body = "<p>正文谈及班组长</p>"
    page.save()
    return page


@pytest.mark.parametrize(
    ("make", "queries"),
    [
        (_article, ["塔吊", "连墙", "lianqiangjian", "明远", "zhou ming", "南湖", "甲文 塔吊"]),
        (_lecture, ["盾构", "管片", "始发", "静仪", "xujingyi", "录像原名", "乙讲 徐"]),
        (_course, ["两句话", "班组", "haining-quality", "quality-2026", "海宁", "banzuzhang"]),
    ],
)
def test_pages_are_found_by_what_they_say_and_by_whom(
    make: Callable[[], Page], queries: list[str]
) -> None:
    page = make()
    call_command("update_index", verbosity=0)
    for words in queries:
        assert page.pk in found(Page, words), words
        assert page.pk in found(type(page), words), words
    assert found(Page, "不在其中") == []


def test_lesson_is_found_by_its_course_and_by_its_speaker() -> None:
    speaker = Speaker.objects.create(name_zh="陈国栋")
    course = make_course("grouting-2026", recordings=[make_recording(speaker=speaker)])
    page = make_course_page(course, make_index(), title="丁课").get_children().get()
    call_command("update_index", verbosity=0)
    assert page.pk in found(Page, "陈国栋")
    assert page.pk in found(Page, "grouting-2026")


def test_introduction_is_found_as_soon_as_it_is_saved() -> None:
    page = _article()
    assert found(type(page), "导语说塔吊") == [page.pk]
    insert_or_update_object(page)
    assert found(Page, "连墙件") == [page.pk]
