"""Beats as a forger sends them: clipped to the clock, or refused with a message."""

import uuid

import pytest
from django.test import Client

from content.core.audience import Audience
from content.learning.models import WatchInterval
from content.recordings.enums import RecordingState
from tests.factories.courses import make_recording
from tests.factories.people import make_unit, make_user
from tests.integration.learning.player import SLACK_SECONDS, Player

pytestmark = pytest.mark.django_db


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
