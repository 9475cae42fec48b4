"""Beats that arrive at the same moment."""

import threading

import pytest
import time_machine
from django.db import connection
from django.test import Client

from content.learning.models import WatchedSet, WatchInterval
from content.learning.recompute import recompute
from tests.factories.courses import make_recording
from tests.integration.learning.player import START, Player

pytestmark = pytest.mark.django_db


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
