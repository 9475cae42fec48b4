"""The lecture page as readers get it: rights first, then the words, with and without scripts."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from content.core.audience import Audience
from content.courses.models import CourseIndexPage, LessonPage
from content.lectures.models import LectureIndexPage, LecturePage
from content.recordings.enums import RecordingState
from tests.factories.courses import make_course, make_course_page, make_recording
from tests.factories.lectures import (
    make_files,
    make_lecture_index,
    make_lecture_page,
    make_transcript,
)
from tests.factories.pages import make_site, make_topic
from tests.factories.people import make_unit, make_user

pytestmark = pytest.mark.django_db
SECRET = "只给员工的一句话"


@pytest.fixture
def inner_page() -> LecturePage:
    recording = make_recording("内部录像", audience=Audience.employees())
    make_files(recording)
    make_transcript(recording, (SECRET,))
    return make_lecture_page(make_lecture_index(), recording, "内部讲座", summary="内部摘要")


@pytest.fixture
def open_page() -> LecturePage:
    recording = make_recording("公开录像", language="zh", audience=Audience.public())
    make_files(recording)
    make_transcript(recording, ("灌浆套筒。", "饱满度靠记录。"))
    return make_lecture_page(
        make_lecture_index(), recording, "公开讲座", chapters=(("00:00", "开场"), ("05:00", "浆料"))
    )


def test_a_visitor_is_sent_to_sign_in_and_learns_nothing(
    client: Client, inner_page: LecturePage
) -> None:
    response = client.get(inner_page.url + "?t=7")
    assert response.status_code == 302
    assert response["Location"].startswith(f"{reverse('sign_in')}?next=")
    assert "%3Ft%3D7" in response["Location"]


def test_an_employee_reads_the_lecture_and_it_is_kept_by_nobody_s_cache(
    client: Client, inner_page: LecturePage
) -> None:
    client.force_login(make_user())
    response = client.get(inner_page.url)
    assert SECRET in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


def test_someone_of_another_unit_gets_a_readable_refusal_without_a_word_of_it(
    client: Client,
) -> None:
    own, other = make_unit(), make_unit()
    recording = make_recording("内部录像", audience=Audience.of_units([own.pk]))
    make_files(recording)
    make_transcript(recording, (SECRET,))
    page = make_lecture_page(make_lecture_index(), recording, "内部讲座", summary="内部摘要")
    client.force_login(make_user(unit=other))
    response = client.get(page.url)
    text = response.content.decode()
    assert response.status_code == 403
    for word in (SECRET, "内部讲座", "内部摘要", str(recording.uuid)):
        assert word not in text


def test_the_page_works_without_scripts(client: Client, open_page: LecturePage) -> None:
    text = client.get(open_page.url + "?t=5&q=饱满度").content.decode()
    assert "<video " in text
    assert " controls " in text
    assert "video.mp4#t=5" in text
    assert 'kind="captions"' in text
    assert 'href="?t=5&amp;q=%E9%A5%B1%E6%BB%A1%E5%BA%A6"' in text
    assert "<mark>饱满度</mark>" in text
    assert 'class="strip__tick"' in text
    assert 'href="?t=300"' in text


def test_nothing_on_the_page_breaks_the_content_security_policy(
    client: Client, open_page: LecturePage
) -> None:
    response = client.get(open_page.url)
    text = response.content.decode()
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert " style=" not in text
    assert "<style" not in text
    assert " onclick=" not in text
    scripts = re.findall(r"<script[^>]*>", text)
    # A data block is not executed, so the policy has no say in it.
    assert {tag.split(" src=")[0] for tag in scripts} == {
        '<script type="module"',
        '<script type="application/ld+json">',
    }


def test_only_the_signed_in_report_what_they_watch(client: Client, open_page: LecturePage) -> None:
    assert "data-sessions-url" not in client.get(open_page.url).content.decode()
    client.force_login(make_user())
    assert 'data-sessions-url="/api/v1/play-sessions"' in client.get(open_page.url).content.decode()


def test_a_recording_under_way_says_so(client: Client, open_page: LecturePage) -> None:
    recording = open_page.recording
    recording.state = RecordingState.PROCESSING
    recording.save()
    text = client.get(open_page.url).content.decode()
    assert "lectern-refresh" in text
    assert "<video" not in text


def test_strange_addresses_are_answered_calmly(client: Client, open_page: LecturePage) -> None:
    for query in ("?t=abc", "?t=-5", "?t=99999999999", "?q=%00", "?transcript=xx", "?q=<b>"):
        assert client.get(open_page.url + query).status_code == 200


def test_a_recording_has_one_page_a_language(open_page: LecturePage) -> None:
    twin = LecturePage(
        title="另一页", slug="twin", locale=open_page.locale, recording=open_page.recording
    )
    with pytest.raises(ValidationError):
        twin.full_clean(exclude=["path", "depth"])


def full_house() -> tuple[LecturePage, LessonPage]:
    """A lecture with two transcripts, chapters, topics and neighbours, and its lesson."""
    trees = make_site()
    index = trees.section(LectureIndexPage, "zh-hans")
    recordings = [make_recording(audience=Audience.public()) for _number in range(5)]
    for recording in recordings:
        make_files(recording)
        recording.topics.add(make_topic())
        page = make_lecture_page(index, recording, chapters=(("00:00", "开场"), ("05:00", "浆料")))
    lines = tuple(f"第 {number} 句。" for number in range(100))
    make_transcript(recordings[-1], lines)
    make_transcript(recordings[-1], lines, language="en")
    course = make_course(recordings=recordings, audience=Audience.public())
    course_page = make_course_page(course, trees.section(CourseIndexPage, "zh-hans"))
    lesson = LessonPage.objects.child_of(course_page).get(lesson__recording=recordings[-1])
    return page, lesson


def test_a_lecture_or_lesson_of_a_full_house_takes_fifteen_queries(
    client: Client, django_assert_max_num_queries
) -> None:
    for page in full_house():
        client.get(page.url)
        with django_assert_max_num_queries(15):
            assert client.get(page.url).status_code == 200


def test_the_strips_of_lessons_have_the_chapters_of_their_lectures(client: Client) -> None:
    _lecture, lesson = full_house()
    text = client.get(lesson.url).content.decode()
    # Five lessons in the list and the player; a chapter at the very beginning has no joint.
    assert text.count('class="strip__joint"') == 6
    assert "浆料" in text


def test_chapters_of_a_lecture_the_reader_may_not_see_are_not_in_the_lesson(
    client: Client,
) -> None:
    _lecture, lesson = full_house()
    LecturePage.objects.update(audience=Audience.employees())
    text = client.get(lesson.url).content.decode()
    assert "strip__joint" not in text
    assert "浆料" not in text


def test_the_list_page_answers_visitors(client: Client, open_page: LecturePage) -> None:
    response = client.get(open_page.get_parent().url)
    assert "公开讲座" in response.content.decode()


def test_larger_type_is_turned_on_by_a_link_and_remembered(
    client: Client, open_page: LecturePage
) -> None:
    response = client.get(f"/comfort/on/?next={open_page.url}")
    assert response["Location"] == open_page.url
    assert 'data-comfort="on"' in client.get(open_page.url).content.decode()
    client.get("/comfort/off/")
    assert 'data-comfort="on"' not in client.get(open_page.url).content.decode()


def test_the_way_back_never_leads_to_another_site(client: Client) -> None:
    assert client.get("/comfort/on/?next=https://elsewhere.example/")["Location"] == "/"
