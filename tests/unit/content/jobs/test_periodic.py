"""One thing again and again, whatever becomes of each turn."""

import threading

import pytest

from content.jobs.periodic import PeriodicLoop

pytestmark = pytest.mark.django_db


def test_turn_that_fails_is_logged_and_the_next_one_comes(caplog: pytest.LogCaptureFixture) -> None:
    stop, turns = threading.Event(), []

    def work() -> None:
        turns.append(len(turns))
        if len(turns) == 1:
            raise OSError("the disk is away")
        stop.set()

    PeriodicLoop(stop, work, name="sweep", seconds=0.001).run()
    assert turns == [0, 1]
    assert "sweep: this turn did not come through" in caplog.text


def test_loop_that_was_told_to_stop_does_nothing_more() -> None:
    stop = threading.Event()
    stop.set()
    PeriodicLoop(stop, pytest.fail, name="sweep", seconds=0.001).run()
