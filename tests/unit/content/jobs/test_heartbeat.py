"""A loop's sign of life."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from content.jobs.health import conditions, workers
from content.jobs.heartbeat import Heartbeat
from content.jobs.models import WorkerLoop
from content.jobs.worker import JobLoop
from tests.worker_process import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_living_loop_is_seen_and_an_orderly_end_leaves_nothing() -> None:
    old = timezone.now() - timedelta(days=2)
    WorkerLoop.objects.create(name="gone", host="gone", pid=1, started_at=old, seen_at=old)
    with Heartbeat("host:7:a", "speech", beat_seconds=0.01):
        wait_until(lambda: WorkerLoop.objects.filter(name="host:7:a").exists(), "no beat")
        first = WorkerLoop.objects.get(name="host:7:a").seen_at
        wait_until(
            lambda: WorkerLoop.objects.get(name="host:7:a").seen_at > first, "no second beat"
        )
        (worker,) = workers()
        assert (worker.is_alive, worker.lanes, worker.work) == (True, ("speech",), ())
    assert not WorkerLoop.objects.exists()


def test_loop_that_fell_silent_no_longer_counts_as_a_worker() -> None:
    long_ago = timezone.now() - timedelta(minutes=2)
    WorkerLoop.objects.create(name="gone", host="gone", pid=1, seen_at=long_ago)
    (worker,) = workers()
    assert not worker.is_alive
    alive = conditions()[0]
    assert (alive.is_well, "manage.py worker" in alive.advice) == (False, True)


def test_job_loop_says_that_it_lives_while_it_runs() -> None:
    stop = threading.Event()
    loop = JobLoop(stop, lane="no-such-lane", poll_seconds=0.01)
    thread = threading.Thread(target=loop.run)
    thread.start()
    try:
        wait_until(lambda: WorkerLoop.objects.filter(name=loop.name).exists(), "no row")
    finally:
        stop.set()
        thread.join()
    assert not WorkerLoop.objects.exists()
