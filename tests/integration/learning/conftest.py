"""Who watches what, and the clock, for the tests of watching."""

import pytest
import time_machine

from tests.factories.courses import make_recording
from tests.factories.people import make_user
from tests.integration.learning.player import START, Player


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
