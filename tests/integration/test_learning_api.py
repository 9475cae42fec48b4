"""Watching over the API, as the player does it and as a forger would."""

import threading
import uuid
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.core.audience import Audience
from content.learning.budget import SLACK_MS
from content.learning.models import LessonCompletion, WatchedSet, WatchInterval
from content.learning.recompute import recompute
from content.learning.services import enrol
from content.recordings.enums import RecordingState
from tests.factories.courses import make_course, make_course_page, make_index, make_recording
from tests.factories.people import make_unit, make_user

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
SLACK_SECONDS = SLACK_MS // 1000


class Player:
    """One player of one person: opens a play session and sends what it is told to."""

    def __init__(self, client, recording):
        self.client = client
        self.seq = 0
        answer = self.post("/api/v1/play-sessions", {"recording": str(recording.uuid)})
        assert answer.status_code == 200, answer.content
        self.opened = answer.json()

    def post(self, url, payload):
        return self.client.post(url, payload, content_type="application/json")

    def send(self, *intervals, position=None, seq=None):
        """Send a beat; [from, to] or [from, to, rate]."""
        if seq is None:
            self.seq += 1
            seq = self.seq
        full = [[*interval, 1][:3] for interval in intervals]
        if position is None:
            position = full[-1][1] if full else 0
        payload = {"seq": seq, "intervals": full, "position": position}
        return self.post(f"/api/v1/play-sessions/{self.opened['id']}/heartbeats", payload)

    def beat(self, *intervals, **options):
        answer = self.send(*intervals, **options)
        assert answer.status_code == 200, answer.content
        return answer.json()


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def recording():
    return make_recording(duration_ms=3_600_000)


@pytest.fixture
def learner(client):
    learner = make_user()
    client.force_login(learner)
    return learner


@pytest.fixture
def player(clock, client, learner, recording):
    return Player(client, recording)


def test_watching_at_normal_speed_is_counted_to_the_second(clock, player):
    for beat in range(6):
        clock.shift(10)
        answer = player.beat([beat * 10, beat * 10 + 10])
    assert answer == {
        "accepted_seconds": 10,
        "refused_seconds": 0,
        "covered_seconds": 60,
        "position": 60,
    }


def test_the_next_session_resumes_where_the_last_one_stood(clock, client, player, recording):
    clock.shift(30)
    player.beat([0, 30], position=30.5)
    opened = Player(client, recording).opened
    assert opened["resume_seconds"] == 30.5
    assert opened["heartbeat_seconds"] == 10


def test_whoever_reached_the_end_begins_again(clock, client, player, recording):
    clock.shift(10)
    player.beat([3590, 3600], position=3599)
    assert Player(client, recording).opened["resume_seconds"] == 0


def test_twice_the_speed_counts_in_full(clock, player):
    clock.shift(60)
    answer = player.beat([0, 120, 2])
    assert (answer["accepted_seconds"], answer["refused_seconds"]) == (120, 0)


def test_half_an_hour_offline_then_everything_counts(clock, player):
    """Thirty minutes of waiting beats arrive at once, in order."""
    clock.shift(30 * 60)
    answers = [player.beat([beat * 10, beat * 10 + 10]) for beat in range(180)]
    assert sum(answer["refused_seconds"] for answer in answers) == 0
    assert answers[-1]["covered_seconds"] == 1800


def test_a_seek_to_the_end_counts_only_what_was_played(clock, player):
    clock.shift(20)
    answer = player.beat([0, 10], [3590, 3600])
    assert answer["covered_seconds"] == 20


def test_a_suspended_tab_counts_what_it_played_not_what_it_slept(clock, player):
    clock.shift(8 * 3600)
    assert player.beat([0, 10])["covered_seconds"] == 10


def test_two_tabs_on_the_same_minutes_count_them_once(clock, client, player, recording):
    other = Player(client, recording)
    clock.shift(60)
    player.beat([0, 60])
    assert other.beat([30, 60])["covered_seconds"] == 60


def test_an_empty_beat_moves_the_position_alone(clock, player):
    answer = player.beat(position=42.5)
    assert answer == {
        "accepted_seconds": 0,
        "refused_seconds": 0,
        "covered_seconds": 0,
        "position": 42.5,
    }


def test_a_replayed_beat_gets_the_first_answer_and_counts_once(clock, player):
    clock.shift(10)
    first = player.beat([0, 10], seq=7)
    clock.shift(60)
    player.beat([10, 20], seq=8)
    assert player.beat([500, 560], seq=7) == first
    assert player.beat(position=3, seq=9) == player.beat(position=900, seq=9)
    assert WatchedSet.objects.get().covered_ms == 20_000


FORGERIES = {
    "the whole lecture in one beat": [[0, 3600]],
    "the whole lecture in many pieces": [[at, at + 60] for at in range(0, 3600, 60)],
    "sixteen times the speed": [[0, 3600, 16]],
    "past the end": [[3590, 9_000_000]],
    "the same seconds again and again": [[0, 60]] * 50,
}


@pytest.mark.parametrize("intervals", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_beat_is_clipped_to_the_clock(clock, player, intervals):
    clock.shift(5)
    answer = player.beat(*intervals)
    assert answer["accepted_seconds"] <= 2 * 5 + SLACK_SECONDS
    assert answer["refused_seconds"] > 0
    assert WatchInterval.objects.exclude(reason="").exists()


NONSENSE = {
    "negative": '{"seq": 1, "intervals": [[-5, 10, 1]], "position": 1}',
    "not a number": '{"seq": 1, "intervals": [[NaN, 10, 1]], "position": 1}',
    "infinite": '{"seq": 1, "intervals": [[0, Infinity, 1]], "position": 1}',
    "infinite as text": '{"seq": 1, "intervals": [["0", "Infinity", 1]], "position": 1}',
    "huge exponent": '{"seq": 1, "intervals": [["0", "1e999999", 1]], "position": 1}',
    "reversed": '{"seq": 1, "intervals": [[10, 5, 1]], "position": 1}',
    "rate of nought": '{"seq": 1, "intervals": [[0, 5, 0]], "position": 1}',
    "negative position": '{"seq": 1, "intervals": [], "position": -1}',
    "negative number": '{"seq": -1, "intervals": [], "position": 1}',
    "number too large": '{"seq": 1e30, "intervals": [], "position": 1}',
    "two numbers": '{"seq": 1, "intervals": [[0, 5]], "position": 1}',
    "words": '{"seq": 1, "intervals": "all of it", "position": 1}',
    "not JSON": "seq=1",
}


@pytest.mark.parametrize("body", NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_is_refused_with_a_message_and_changes_nothing(clock, client, player, body):
    url = f"/api/v1/play-sessions/{player.opened['id']}/heartbeats"
    answer = client.post(url, body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer.json()["detail"]
    assert not WatchInterval.objects.exists()


def test_somebody_elses_play_session_does_not_exist(clock, player):
    thief = Client()
    thief.force_login(make_user())
    url = f"/api/v1/play-sessions/{player.opened['id']}/heartbeats"
    payload = {"seq": 1, "intervals": [], "position": 5}
    stolen = thief.post(url, payload, content_type="application/json")
    unknown = thief.post(
        f"/api/v1/play-sessions/{uuid.uuid4()}/heartbeats", payload, content_type="application/json"
    )
    assert stolen.status_code == unknown.status_code == 404
    assert stolen.json() == unknown.json()


def test_parallel_tabs_and_devices_earn_no_more_than_one(clock, client, player, learner):
    phone = Client()
    phone.force_login(learner)
    others = [Player(phone, make_recording(duration_ms=3_600_000)) for _ in range(9)]
    clock.shift(60)
    answers = [each.beat([0, 600]) for each in [player, *others]]
    accepted = sum(answer["accepted_seconds"] for answer in answers)
    assert accepted <= 2 * 60 + 10 * SLACK_SECONDS


def test_hammering_beats_earns_the_slack_once(clock, player):
    accepted = sum(player.beat([n, n + 10])["accepted_seconds"] for n in range(50))
    assert accepted == SLACK_SECONDS


def test_opening_sessions_again_and_again_earns_no_more_than_a_days_slack(clock, client, player):
    recording = make_recording(duration_ms=3_600_000)
    accepted = sum(Player(client, recording).beat([0, 60])["accepted_seconds"] for _ in range(60))
    assert accepted <= 300


def test_a_session_pushed_out_by_many_others_says_so(clock, client, player, recording):
    for _each in range(64):
        Player(client, recording)
    answer = player.send([0, 1])
    assert answer.status_code == 409
    assert answer.json()["detail"]


def test_a_visitor_and_a_request_without_the_token_are_refused(recording, learner):
    payload = {"recording": str(recording.uuid)}
    visitor = Client()
    answer = visitor.post("/api/v1/play-sessions", payload, content_type="application/json")
    assert answer.status_code == 401
    careless = Client(enforce_csrf_checks=True)
    careless.force_login(learner)
    answer = careless.post("/api/v1/play-sessions", payload, content_type="application/json")
    assert answer.status_code == 403


def test_a_recording_one_may_not_see_does_not_exist(client, learner):
    other_unit = make_unit()
    hidden = [
        make_recording(audience=Audience.of_units([other_unit.pk])),
        make_recording(state=RecordingState.PROCESSING, duration_ms=None),
    ]
    for uuid_asked in [*(str(each.uuid) for each in hidden), str(uuid.uuid4())]:
        answer = client.post(
            "/api/v1/play-sessions", {"recording": uuid_asked}, content_type="application/json"
        )
        assert answer.status_code == 404


def test_a_heartbeat_costs_four_queries_beyond_who_is_asking(clock, client, player):
    clock.shift(10)
    player.beat([0, 10])
    clock.shift(10)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        player.beat([10, 20])
    own = [
        query["sql"]
        for query in queries
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
        and "django_session" not in query["sql"]
        and 'WHERE "people_user"."id"' not in query["sql"]
    ]
    assert len(own) <= 4, own


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


@pytest.mark.django_db(transaction=True)
def test_beats_at_the_same_moment_lose_nothing_and_count_nothing_twice(client, learner):
    """Eight threads, the same ten beats each, as tabs and retries send them."""
    recording = make_recording(duration_ms=3_600_000)
    with time_machine.travel(START, tick=True) as traveller:
        player = Player(client, recording)
        traveller.shift(600)
        problems = []

        def send():
            thread_client = Client()
            thread_client.cookies = client.cookies
            try:
                for seq in range(1, 11):
                    url = f"/api/v1/play-sessions/{player.opened['id']}/heartbeats"
                    interval = [seq * 20, seq * 20 + 10, 1]
                    payload = {"seq": seq, "intervals": [interval], "position": seq * 20 + 10}
                    answer = thread_client.post(url, payload, content_type="application/json")
                    if answer.status_code != 200:
                        problems.append(answer.content)
            finally:
                connection.close()

        threads = [threading.Thread(target=send) for _each in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert problems == []
    assert WatchInterval.objects.count() == 10
    watched = WatchedSet.objects.get()
    assert watched.covered_ms == 100_000
    assert recompute(watched.pk, write=False) is False


@pytest.mark.django_db(transaction=True)
def test_tabs_that_send_at_the_same_moment_lose_nothing_of_each_other(client, learner):
    """Six tabs, a play session each, other minutes each: the summary holds them all."""
    recording = make_recording(duration_ms=3_600_000)
    with time_machine.travel(START, tick=True) as traveller:
        players = [Player(client, recording) for _each in range(6)]
        traveller.shift(600)
        problems = []

        def watch(player, first):
            player.client = Client()
            player.client.cookies = client.cookies
            try:
                for beat in range(8):
                    answer = player.send([first + beat * 10, first + beat * 10 + 10])
                    if answer.status_code != 200 or answer.json()["refused_seconds"]:
                        problems.append(answer.content)
            finally:
                connection.close()

        threads = [
            threading.Thread(target=watch, args=(player, place * 100))
            for place, player in enumerate(players)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert problems == []
    watched = WatchedSet.objects.get()
    assert watched.covered_ms == 6 * 80_000
    assert len(watched.spans) == 6
