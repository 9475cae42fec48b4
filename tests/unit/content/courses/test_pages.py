"""The pages of course and lesson: what each kind of reader sees, in how many queries."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Locale

from content.core.audience import Audience
from content.courses.models import CoursePage, LessonPage, course
from content.learning.models import Enrolment, WatchedSet
from content.learning.services import enrol, open_play_session
from content.recordings.enums import FileRole
from content.recordings.models import MediaFile
from tests.factories.courses import make_course, make_course_page, make_index, make_recording
from tests.factories.people import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(client):
    learner = make_user(full_name="王海燕")
    client.force_login(learner)
    return learner


@pytest.fixture
def course_page():
    """Open to the public; its two recordings are for employees."""
    rows = make_course(audience=Audience.public(), hours=2)
    return make_course_page(rows, make_index(), title="质量提升班")


def _watch(person, recording, spans, position_ms=0):
    """As if watched: the summary a heartbeat would have left."""
    watched = open_play_session(acting_user=person, recording=recording).watched
    watched.spans, watched.position_ms = spans, position_ms
    watched.covered_ms = sum(end - start for start, end in spans)
    watched.save()


def _text(client, page):
    answer = client.get(page.url, follow=True)
    assert answer.status_code == 200, answer.redirect_chain
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    ("duration_ms", "percent", "needed"),
    [(1000, 90, 900), (1001, 90, 901), (1, 90, 1), (0, 90, 0), (600_000, 100, 600_000)],
)
def test_the_share_to_watch_is_rounded_up(duration_ms, percent, needed):
    assert course.needed_ms(duration_ms, percent) == needed


def test_a_visitor_is_asked_to_sign_in_and_sees_no_lesson_kept_for_employees(client, course_page):
    text = _text(client, course_page)
    assert f"/sign-in/?next={course_page.url}" in text
    assert "第 1 讲" not in text
    assert "2" in text


def test_an_employee_enrols_with_one_press_and_returns_to_the_course(client, learner, course_page):
    text = _text(client, course_page)
    action = f"/zh-hans/courses/{course_page.course.uuid}/enrol/"
    assert f'action="{action}"' in text
    answer = client.post(action)
    assert (answer.status_code, answer.url) == (302, course_page.url)
    assert Enrolment.objects.get().user == learner
    client.post(action)
    assert Enrolment.objects.count() == 1
    assert action not in _text(client, course_page)


def test_a_course_one_may_not_see_cannot_be_enrolled_in(client, learner):
    hidden = make_course(audience=Audience.of_units([make_unit().pk]))
    make_course_page(hidden, make_index())
    narrowed = make_course()
    make_course_page(narrowed, make_index(), audience=Audience.of_people([learner.pk + 1]))
    unpublished = make_course()
    for rows in (hidden, narrowed, unpublished):
        assert client.post(f"/zh-hans/courses/{rows.uuid}/enrol/").status_code == 404
    assert not Enrolment.objects.exists()


def test_a_visitor_cannot_enrol(client, course_page):
    answer = client.post(f"/zh-hans/courses/{course_page.course.uuid}/enrol/")
    assert "/sign-in/" in answer.url


def test_the_learner_sees_what_is_left_to_the_second(client, learner, course_page):
    enrol(acting_user=learner, course=course_page.course)
    first = course_page.course.lessons.first()
    _watch(learner, first.recording, [[0, 389_500]], position_ms=389_500)
    answer = client.get(course_page.url)
    lesson = answer.context["outline"].lessons[0]
    assert lesson.left_ms == 540_000 - 389_500
    assert lesson.resume_url.endswith("?t=389.5")
    assert lesson.strip.watched == ((0, 389_500),)
    assert answer.context["outline"].left_ms == 150_500 + 540_000
    text = " ".join(answer.content.decode().split())
    assert "2 分 31 秒" in text or "2 min 31 s" in text


def test_a_completed_course_says_so(client, learner, course_page):
    for lesson in course_page.course.lessons.all():
        _watch(learner, lesson.recording, [[0, 600_000]])
    enrol(acting_user=learner, course=course_page.course)
    assert client.get(course_page.url).context["outline"].is_completed


def test_a_lesson_kept_for_another_unit_is_not_shown_and_not_needed(client, learner):
    open_recording = make_recording()
    kept = make_recording(audience=Audience.of_units([make_unit().pk]))
    page = make_course_page(make_course(recordings=[open_recording, kept]), make_index())
    outline = client.get(page.url).context["outline"]
    assert [lesson.title for lesson in outline.lessons] == ["第 1 讲"]
    assert outline.withheld_count == 1
    lesson_page = LessonPage.objects.get(lesson__recording=kept)
    assert client.get(lesson_page.url).status_code == 403
    assert "/sign-in/" in Client().get(lesson_page.url).url


def test_the_lesson_plays_and_knows_its_neighbours(client, learner):
    page = make_course_page(
        make_course(recordings=[make_recording() for _ in range(3)]), make_index()
    )
    middle = page.get_children()[1].specific
    uuid = middle.lesson.recording.uuid
    MediaFile.objects.create(
        recording=middle.lesson.recording,
        role=FileRole.VIDEO,
        name=f"recordings/{uuid}/video.mp4",
        content_type="video/mp4",
    )
    answer = client.get(f"{middle.url}?t=12.5")
    assert answer.status_code == 200
    assert answer.context["previous_lesson"].number == 1
    assert answer.context["next_lesson"].number == 3
    assert answer.context["player"].start_ms == 12_500
    assert f'data-recording="{uuid}"' in answer.content.decode()


def test_both_languages_share_one_position(client, learner):
    page = make_course_page(make_course(), make_index())
    english = Locale.objects.get_or_create(language_code="en")[0]
    page.copy_for_translation(english, copy_parents=True).save_revision().publish()
    for child in page.get_children():
        copy = child.specific.copy_for_translation(english)
        copy.title = f"Lesson {copy.lesson.position + 1}"
        copy.save_revision().publish()
    for ancestor in CoursePage.objects.get(locale=english).get_ancestors().filter(live=False):
        ancestor.specific.save_revision().publish()
    enrol(acting_user=learner, course=page.course)
    recording = page.course.lessons.first().recording
    _watch(learner, recording, [[0, 42_000]], position_ms=42_000)
    assert WatchedSet.objects.count() == 1
    for language, title in (("zh-hans", "第 1 讲"), ("en", "Lesson 1")):
        headers = {"accept-language": language}
        found = client.get("/api/v1/me/learning", headers=headers).json()["courses"]
        assert [each["lessons"][0]["resume_seconds"] for each in found] == [42]
        assert found[0]["lessons"][0]["title"] == title
        assert found[0]["url"].startswith(f"/{language}/") or f"/{language}/" in found[0]["url"]


def test_one_page_a_course_and_language(course_page):
    twin = CoursePage(title="Twin", course=course_page.course, locale=course_page.locale)
    with pytest.raises(ValidationError) as refusal:
        twin.clean()
    assert "course" in refusal.value.message_dict


def test_a_list_of_courses_costs_the_same_for_two_and_for_ten(
    client, learner, django_assert_max_num_queries
):
    index = make_index()
    for _each in range(2):
        enrol(acting_user=learner, course=make_course_page(make_course(), index).course)
    client.get(index.url)
    counts = []
    for extra in (0, 8):
        for _each in range(extra):
            enrol(acting_user=learner, course=make_course_page(make_course(), index).course)
        for url in (index.url, "/zh-hans/me/", "/api/v1/me/learning"):
            with django_assert_max_num_queries(40) as queries:
                assert client.get(url).status_code == 200
            counts.append(len(queries))
    assert counts[:3] == counts[3:]


def test_my_learning_is_for_the_signed_in_and_shows_where_to_go_on(client, learner, course_page):
    empty = _text_of(client, "/zh-hans/me/")
    assert "王海燕" in empty
    enrol(acting_user=learner, course=course_page.course)
    first = course_page.course.lessons.first()
    _watch(learner, first.recording, [[0, 60_000]], position_ms=404_000)
    text = _text_of(client, "/zh-hans/me/")
    assert "质量提升班" in text
    assert "?t=404" in text
    assert "06:44" in text


def _text_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Cache-Control"].count("no-store") == 1
    return answer.content.decode()
