"""From watched seconds to a completed lesson, and the summary as the fold of the facts."""

import pytest

from content.learning.models import LessonCompletion, WatchedSet
from content.learning.recompute import recompute
from content.learning.services import enrol
from tests.factories.courses import make_course, make_course_page, make_index, make_recording
from tests.integration.learning.player import Player

pytestmark = pytest.mark.django_db


def test_the_lesson_is_complete_at_ninety_percent_and_not_before(clock, client, learner):
    course = make_course(recordings=[make_recording(duration_ms=1_000_000)])
    make_course_page(course, make_index())
    enrol(acting_user=learner, course=course)
    player = Player(client, course.lessons.get().recording)
    clock.shift(1000)
    player.beat([0, 899.999])
    assert not LessonCompletion.objects.exists()
    player.beat([899.999, 900])
    fact = LessonCompletion.objects.get()
    assert (fact.rule, fact.required_percent) == ("watched-share", 90)
    assert (fact.covered_ms, fact.duration_ms) == (900_000, 1_000_000)


def test_a_rule_changed_later_leaves_the_completion_as_it_was(clock, client, learner):
    course = make_course(recordings=[make_recording(duration_ms=100_000)], completion_percent=50)
    make_course_page(course, make_index())
    enrol(acting_user=learner, course=course)
    player = Player(client, course.lessons.get().recording)
    clock.shift(50)
    player.beat([0, 50])
    course.completion_percent = 100
    course.save()
    clock.shift(10)
    player.beat([50, 60])
    assert LessonCompletion.objects.get().required_percent == 50


def test_what_was_watched_before_enrolling_completes_at_once(clock, client, learner):
    recording = make_recording(duration_ms=100_000)
    course = make_course(recordings=[recording])
    make_course_page(course, make_index())
    player = Player(client, recording)
    clock.shift(100)
    player.beat([0, 100])
    assert not LessonCompletion.objects.exists()
    enrol(acting_user=learner, course=course)
    assert LessonCompletion.objects.get().lesson.course == course


def test_my_learning_tells_what_is_left(clock, client, learner):
    course = make_course(recordings=[make_recording(duration_ms=100_000)], hours=2)
    make_course_page(course, make_index(), title="质量提升班")
    enrol(acting_user=learner, course=course)
    player = Player(client, course.lessons.get().recording)
    clock.shift(40)
    player.beat([0, 40], position=40)
    (found,) = client.get("/api/v1/me/learning").json()["courses"]
    assert (found["title"], found["code"], found["hours"]) == ("质量提升班", course.code, 2)
    assert found["remaining_seconds"] == 50
    (lesson,) = found["lessons"]
    assert lesson["watched"] == [[0, 40]]
    assert lesson["resume_seconds"] == 40
    assert not lesson["completed"]


def test_the_summary_is_the_fold_of_the_facts(clock, client, player):
    clock.shift(60)
    player.beat([0, 20], [100, 140], position=140)
    player.beat([10, 25], [3599, 4000], position=12)
    watched = WatchedSet.objects.get()
    assert recompute(watched.pk, write=False) is False
    WatchedSet.objects.update(spans=[[0, 3_600_000]], covered_ms=3_600_000)
    assert recompute(watched.pk, write=True) is True
    again = WatchedSet.objects.get()
    assert (again.spans, again.covered_ms) == (watched.spans, watched.covered_ms)
