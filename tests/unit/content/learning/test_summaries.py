"""What others read of learning, and the command that folds it anew."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from content.core.ports import viewer_marks
from content.learning.models import WatchedSet
from content.learning.services import open_play_session
from tests.factories.courses import make_recording
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def watched():
    """A summary that its facts, of which there are none, do not bear out."""
    watched = open_play_session(acting_user=make_user(), recording=make_recording()).watched
    watched.spans, watched.covered_ms = [[0, 5_000], [9_000, 9_500]], 5_500
    watched.save()
    return watched


def test_search_is_told_the_spans_of_this_person_alone(watched):
    key = str(watched.recording.uuid)
    assert viewer_marks(watched.user_id, [key]) == {key: ((0, 5_000), (9_000, 9_500))}
    assert viewer_marks(make_user().pk, [key]) == {}
    assert viewer_marks(None, [key]) == {}


def test_the_check_reports_a_difference_and_mends_nothing(watched):
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("recompute_progress", "--check", "--json", stdout=out)
    assert refusal.value.returncode == 1
    assert json.loads(out.getvalue()) == {"checked": 1, "differing": 1}
    assert WatchedSet.objects.get().covered_ms == 5_500


def test_the_command_mends_the_summary_from_the_facts(watched):
    call_command("recompute_progress", stderr=StringIO())
    assert WatchedSet.objects.get().covered_ms == 0
    call_command("recompute_progress", "--check", stderr=StringIO())


def test_one_person_can_be_looked_at_alone(watched):
    out = StringIO()
    other = make_user()
    call_command("recompute_progress", "--user", other.employee_number, "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"checked": 0, "differing": 0}
