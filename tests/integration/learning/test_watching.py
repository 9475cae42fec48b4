"""Watching over the API, as the player does it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.learning.models import WatchedSet
from tests.integration.learning.player import Player

pytestmark = pytest.mark.django_db


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
