"""Nothing that people learn from is taken away by a delete, and every refusal says why."""

from datetime import UTC, datetime

import pytest
from wagtail.models import Locale, Page

from content.core.deletion import reasons_against
from content.courses.models import Course, CoursePage, Lesson, LessonPage
from content.learning.models import Enrolment, LessonCompletion
from content.learning.services import enrol, open_play_session
from content.recordings.models import Recording
from tests.factories.courses import make_course, make_course_page, make_index, make_recording
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    administrator = make_user(is_superuser=True)
    client.force_login(administrator)
    return administrator


@pytest.fixture
def page():
    """A course page with two lessons; three people are enrolled."""
    page = make_course_page(make_course(), make_index(), title="质量提升班")
    for _each in range(3):
        enrol(acting_user=make_user(), course=page.course)
    return page


def _said(answer):
    return " ".join(str(message) for message in answer.context["messages"])


def test_the_reason_names_the_course_and_the_number_of_learners(page):
    (reason,) = reasons_against(page)
    assert "质量提升班" in reason
    assert "3" in reason


def test_a_page_above_a_course_is_guarded_too(page):
    assert reasons_against(page.get_parent())
    assert reasons_against(page.get_children().first())


def test_a_course_without_learners_may_go():
    page = make_course_page(make_course(), make_index())
    assert reasons_against(page) == []


@pytest.mark.parametrize("which", ["the course page", "its parent", "a lesson page"])
def test_the_administration_refuses_to_delete_and_the_page_stays(
    client, administrator, page, which
):
    target = {
        "the course page": page,
        "its parent": page.get_parent(),
        "a lesson page": page.get_children().first(),
    }[which]
    url = f"/admin/pages/{target.pk}/delete/"
    for answer in (client.get(url, follow=True), client.post(url, follow=True)):
        assert answer.status_code == 200
        assert "质量提升班" in _said(answer) or "第 1 讲" in _said(answer)
    assert Page.objects.filter(pk=target.pk).exists()
    assert Enrolment.objects.count() == 3


def test_a_delete_of_many_pages_is_refused_as_a_whole(client, administrator, page):
    free = make_course_page(make_course(), make_index())
    url = f"/admin/bulk/wagtailcore/page/delete/?id={free.pk}&id={page.pk}"
    answer = client.post(url, follow=True)
    assert answer.status_code == 200
    assert "质量提升班" in _said(answer)
    assert CoursePage.objects.count() == 2


def test_a_page_without_learners_is_deleted(client, administrator):
    free = make_course_page(make_course(), make_index())
    client.post(f"/admin/pages/{free.pk}/delete/")
    assert not CoursePage.objects.filter(pk=free.pk).exists()


def test_a_course_with_learners_is_not_deleted_and_says_why(client, administrator, page):
    url = f"/admin/snippets/courses/course/delete/{page.course.pk}/"
    answer = client.post(url, follow=True)
    assert answer.status_code == 200
    assert "3" in _said(answer)
    assert Course.objects.filter(pk=page.course.pk).exists()


def test_a_bulk_delete_of_courses_is_refused_in_words(client, administrator, page):
    url = f"/admin/bulk/courses/course/delete/?id={page.course.pk}"
    answer = client.post(url, follow=True)
    assert answer.status_code == 200
    assert Course.objects.filter(pk=page.course.pk).exists()


def _course_form(course, **changes):
    lessons = list(course.lessons.all())
    form = {
        "code": course.code,
        "hours": "2.0",
        "completion_percent": "90",
        "audience_0": "employees",
        "unit": "",
    }
    for name, count in (("lessons", len(lessons)), ("terms", 0), ("materials", 0)):
        form |= {
            f"{name}-TOTAL_FORMS": count,
            f"{name}-INITIAL_FORMS": count,
            f"{name}-MIN_NUM_FORMS": 0,
            f"{name}-MAX_NUM_FORMS": 1000,
        }
    for place, lesson in enumerate(lessons):
        form |= {
            f"lessons-{place}-id": lesson.pk,
            f"lessons-{place}-recording": lesson.recording_id,
            f"lessons-{place}-ORDER": place + 1,
            f"lessons-{place}-DELETE": "",
        }
    return form | changes


def test_lessons_are_put_into_another_order(client, administrator):
    course = make_course(recordings=[make_recording("甲"), make_recording("乙")])
    url = f"/admin/snippets/courses/course/edit/{course.pk}/"
    assert client.get(url).status_code == 200
    answer = client.post(url, _course_form(course, **{"lessons-0-ORDER": 2, "lessons-1-ORDER": 1}))
    assert answer.status_code == 302, answer.context["form"].errors
    titles = [lesson.recording.title for lesson in Lesson.objects.filter(course=course)]
    assert titles == ["乙", "甲"]


def test_a_lesson_with_a_page_is_not_removed_from_its_course(client, administrator, page):
    url = f"/admin/snippets/courses/course/edit/{page.course.pk}/"
    answer = client.post(url, _course_form(page.course, **{"lessons-0-DELETE": "on"}))
    assert answer.status_code == 200
    title = page.course.lessons.first().recording.title
    assert title in str(answer.context["form"].non_field_errors())
    assert page.course.lessons.count() == 2


def test_a_lesson_nobody_uses_is_removed(client, administrator):
    course = make_course()
    url = f"/admin/snippets/courses/course/edit/{course.pk}/"
    answer = client.post(url, _course_form(course, **{"lessons-0-DELETE": "on"}))
    assert answer.status_code == 302, answer.context["form"].errors
    assert Lesson.objects.filter(course=course).count() == 1


def test_a_recording_somebody_watched_is_not_deleted_and_says_why(client, administrator):
    recording = make_recording()
    open_play_session(acting_user=make_user(), recording=recording)
    answer = client.post(f"/admin/recordings/delete/{recording.pk}/", follow=True)
    assert answer.status_code in (200, 403)
    assert Recording.objects.filter(pk=recording.pk).exists()


def test_a_person_who_learnt_something_is_not_deleted_and_says_why(client, administrator):
    person = make_user()
    open_play_session(acting_user=person, recording=make_recording())
    answer = client.post(f"/admin/users/delete/{person.pk}/", follow=True)
    assert answer.status_code == 200
    assert person.full_name in _said(answer)
    person.refresh_from_db()


def test_a_translated_course_doubles_no_enrolment_and_no_progress(page):
    learner = make_user()
    enrol(acting_user=learner, course=page.course)
    lesson = page.course.lessons.first()
    LessonCompletion.objects.create(
        user=learner,
        lesson=lesson,
        completed_at=datetime(2026, 11, 22, tzinfo=UTC),
        rule="watched-share",
        required_percent=90,
        covered_ms=600_000,
        duration_ms=600_000,
    )
    english, _created = Locale.objects.get_or_create(language_code="en")
    translation = page.copy_for_translation(english, copy_parents=True)
    for child in page.get_children():
        child.specific.copy_for_translation(english)
    assert translation.course == page.course
    pages_below = LessonPage.objects.descendant_of(Page.objects.get(pk=translation.pk))
    assert {below.lesson for below in pages_below} == set(page.course.lessons.all())
    assert Course.objects.count() == 1
    assert Enrolment.objects.count() == 4
    assert LessonCompletion.objects.count() == 1
    assert LessonPage.objects.count() == 4
