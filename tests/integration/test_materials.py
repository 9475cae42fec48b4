"""Documents that go with courses and lectures: listed, guarded, and named where they are found."""

from contextlib import closing

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.core.audience import Audience, Viewer
from content.core.ports import visible
from content.courses.models import Course, CourseMaterial, CoursePage
from content.lectures.models import LectureMaterial
from content.library.models import CustomDocument
from content.materials.indexing import document_key
from content.people.selectors import viewer_of
from tests.factories.courses import make_course, make_course_page, make_index, make_recording
from tests.factories.lectures import make_lecture_index, make_lecture_page
from tests.factories.people import make_unit, make_user

pytestmark = pytest.mark.django_db

PUBLIC = Audience.public()
EMPLOYEES = Audience.employees()


def make_material(title: str, audience: Audience = PUBLIC, name: str = "a.pdf") -> CustomDocument:
    document = CustomDocument(title=title, audience=audience, file=ContentFile(b"x" * 2048, name))
    document._set_document_file_metadata()
    document.save()
    return document


def attach(course: Course, *documents: CustomDocument, **titles: str) -> None:
    for place, document in enumerate(documents):
        CourseMaterial.objects.create(
            course=course, document=document, position=course.materials.count() + place, **titles
        )


@pytest.fixture
def course() -> Course:
    return make_course(recordings=[make_recording(audience=PUBLIC)], audience=PUBLIC)


@pytest.fixture
def page(course: Course) -> CoursePage:
    return make_course_page(course, make_index(), title="质量提升班")


def titles(client: Client, page) -> list[str]:
    return [material.title for material in client.get(page.url).context["materials"]]


def test_course_page_lists_its_materials_in_order_with_kind_size_and_download(
    client: Client, course: Course, page: CoursePage
) -> None:
    first, second = make_material("讲义"), make_material("记录表", name="b.xlsx")
    attach(course, second, first)
    answer = client.get(page.url).content.decode()
    assert titles(client, page) == ["记录表", "讲义"]
    assert all(word in answer for word in ("XLSX", "PDF", "2.0", first.url, "下载"))
    with closing(client.get(first.url)) as file:
        assert b"".join(file.streaming_content) == b"x" * 2048


def test_material_is_called_as_the_course_calls_it_in_each_language(
    client: Client, course: Course, page: CoursePage
) -> None:
    attach(course, make_material("a-final-2.pdf"), title_zh="灌浆记录", title_en="Grouting record")
    english = make_course_page(course, make_index("en"), title="Quality class")
    assert titles(client, page) == ["灌浆记录"]
    answer = client.get(english.url.replace("/zh-hans/", "/en/"))
    assert [material.title for material in answer.context["materials"]] == ["Grouting record"]


def test_material_without_a_chinese_title_is_called_by_its_own_in_chinese() -> None:
    material = CourseMaterial(document=CustomDocument(title="讲义"), title_en="Handout")
    assert (material.title_in("zh-hans"), material.title_in("en")) == ("讲义", "Handout")
    material = CourseMaterial(document=CustomDocument(title="a.pdf"), title_zh="讲义")
    assert (material.title_in("zh-hans"), material.title_in("en")) == ("讲义", "讲义")


def test_document_that_was_attached_twice_is_listed_once(
    client: Client, course: Course, page: CoursePage
) -> None:
    first, second = make_material("讲义"), make_material("记录表")
    attach(course, first, second, first)
    assert titles(client, page) == ["讲义", "记录表"]


def test_material_needs_the_documents_own_audience_as_well(
    client: Client, course: Course, page: CoursePage
) -> None:
    unit = make_unit()
    attach(course, make_material("公开"), make_material("内部", Audience.of_units([unit.pk])))
    assert titles(client, page) == ["公开"]
    client.force_login(make_user())
    assert titles(client, page) == ["公开"]
    client.force_login(make_user(unit=unit))
    assert titles(client, page) == ["公开", "内部"]


def test_lesson_shows_the_materials_of_its_course(
    client: Client, course: Course, page: CoursePage
) -> None:
    attach(course, make_material("讲义"))
    lesson = page.get_children().first()
    assert titles(client, lesson) == ["讲义"]


def test_lecture_page_lists_its_materials(client: Client) -> None:
    page = make_lecture_page(make_lecture_index(), make_recording(audience=PUBLIC))
    LectureMaterial.objects.create(page=page, document=make_material("讲义"), title="第一讲讲义")
    LectureMaterial.objects.create(page=page, document=make_material("内部", EMPLOYEES))
    assert titles(client, page) == ["第一讲讲义"]
    assert "第一讲讲义" in client.get(page.url).content.decode()


def places(viewer: Viewer, document: CustomDocument, language: str = "zh-hans") -> list[str]:
    found = visible(viewer, [document_key(document)], language).values()
    return [title for shown in found for title, _url in shown.places]


def test_found_document_says_where_it_belongs(course: Course, page: CoursePage) -> None:
    document = make_material("讲义")
    attach(course, document)
    lecture = make_lecture_page(make_lecture_index(), make_recording("第一讲", audience=PUBLIC))
    LectureMaterial.objects.create(page=lecture, document=document)
    [shown] = visible(Viewer.anonymous(), [document_key(document)], "zh-hans").values()
    assert set(shown.places) == {
        ("质量提升班", f"{page.url}#materials"),
        (lecture.title, f"{lecture.url}#materials"),
    }
    make_course_page(course, make_index("en"), title="Quality class")
    assert "Quality class" in places(Viewer.anonymous(), document, "en")


def test_place_is_told_only_to_who_may_see_both(course: Course, page: CoursePage) -> None:
    document = make_material("讲义")
    secret = make_material("内部", Audience.of_units([make_unit().pk]))
    attach(course, document, secret)
    course.audience = EMPLOYEES
    course.save()
    employee = viewer_of(make_user())
    assert places(Viewer.anonymous(), document) == []
    assert places(employee, document) == ["质量提升班"]
    assert visible(employee, [document_key(secret)], "zh-hans") == {}


def test_place_that_is_not_live_is_not_told(course: Course, page: CoursePage) -> None:
    document = make_material("讲义")
    attach(course, document)
    page.unpublish()
    assert places(Viewer.anonymous(), document) == []


def test_many_materials_cost_no_more_queries(
    client: Client, course: Course, page: CoursePage, django_assert_num_queries
) -> None:
    attach(course, make_material("讲义"))
    client.get(page.url)
    with CaptureQueriesContext(connection) as before:
        client.get(page.url)
    documents = [make_material(f"资料 {number}") for number in range(9)]
    attach(course, *documents)
    with django_assert_num_queries(len(before)):
        client.get(page.url)
    with django_assert_num_queries(4):
        keys = [document_key(document) for document in documents]
        assert len(visible(Viewer.anonymous(), keys, "zh-hans")) == 9


def test_deleted_document_leaves_the_course_alone(
    client: Client, course: Course, page: CoursePage
) -> None:
    document = make_material("讲义")
    attach(course, document)
    document.delete()
    assert titles(client, page) == []
    assert not CourseMaterial.objects.exists()
