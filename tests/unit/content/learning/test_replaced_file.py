"""Another file plays: what was watched of the old one counts only where the lengths agree."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from content.learning.exceptions import PlaySessionClosedError
from content.learning.heartbeat import ClaimedInterval
from content.learning.models import PlaySession, WatchedSet, WatchInterval
from content.learning.recompute import recompute
from content.learning.services import open_play_session, record_heartbeat
from content.recordings.models import Recording
from content.recordings.signals import recording_replaced
from tests.factories.courses import make_recording
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> PlaySession:
    """Someone who began a minute ago and has watched five seconds."""
    session = open_play_session(acting_user=make_user(), recording=make_recording())
    PlaySession.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    WatchInterval.objects.create(
        session=session, seq=1, start_ms=0, end_ms=5000, rate=1, position_ms=5000,
        covered_ms=5000, received_at=timezone.now(),
    )  # fmt: skip
    recompute(session.watched_id, write=True)
    return session


def replaced(recording: Recording, *, agrees: bool) -> None:
    if not agrees:
        recording.timeline_since = timezone.now()
        recording.save()
    recording_replaced.send(sender=Recording, recording=recording, duration_agrees=agrees)


def beat(session: PlaySession) -> Any:
    claim = ClaimedInterval(0, 100, 1)  # type: ignore[arg-type]  # a rate
    return record_heartbeat(
        acting_user=session.user, session_uuid=session.uuid, seq=2, claims=[claim], position_ms=0
    )


def test_watched_time_stays_where_the_lengths_agree(session: PlaySession) -> None:
    replaced(session.recording, agrees=True)
    assert WatchedSet.objects.get().covered_ms == 5000
    assert not recompute(session.watched_id, write=False)
    beat(session)


def test_watched_time_begins_anew_where_they_do_not_and_the_facts_stay(
    session: PlaySession,
) -> None:
    replaced(session.recording, agrees=False)
    watched = WatchedSet.objects.get()
    assert (watched.spans, watched.covered_ms, watched.position_ms) == ([], 0, 0)
    assert WatchInterval.objects.count() == 1
    assert not recompute(watched.pk, write=False)
    with pytest.raises(PlaySessionClosedError):
        beat(session)
    fresh = open_play_session(acting_user=session.user, recording=session.recording)
    beat(fresh)
