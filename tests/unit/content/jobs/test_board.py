"""The board of jobs: who sees what, in which words, and what they may do about it."""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from content.jobs import registry, services
from content.jobs.board import board_for
from content.jobs.models import Job, JobState, WorkerLoop
from content.jobs.registry import JobWords, Subject
from content.people.models import User
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

KIND, OTHER = "test-kind", "test-other"


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    for kind, lane in ((KIND, "one"), (OTHER, "two")):
        registry.register(
            kind, lambda run: None, stages={"write": "Writing down what is said"}, lane=lane
        )
        registry.describe(kind, JobWords(kind.upper(), subjects, {"Broken.": "Mend it."}))
    with translation.override("en"):
        yield
    for kind in (KIND, OTHER):
        registry.unregister(kind)


def subjects(user: Any, ids: Collection[str]) -> Mapping[str, Subject]:
    """Everybody knows the talks, and may change their own."""
    return {
        key: Subject(f"Talk {key}", may_change=key.startswith("mine"))
        for key in ids
        if not key.startswith("secret")
    }


def staff(*names: str) -> User:
    user = make_user()
    for name in ("access_admin", *names):
        user.user_permissions.add(Permission.objects.get(codename=name))
    return user


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def make(subject: str, kind: str = KIND, **values: Any) -> Job:
    return Job.objects.create(kind=kind, subject_id=subject, **values)


def running(subject: str, **values: Any) -> Job:
    now = timezone.now()
    return make(
        subject,
        state=JobState.RUNNING,
        stage="write",
        lease_until=now + timedelta(minutes=1),
        stage_started_at=now - timedelta(minutes=2),
        progress_done=750,
        progress_total=2700,
        progress_unit="seconds",
        attempts=1,
        **values,
    )


def test_running_job_says_its_stage_its_share_in_real_units_and_the_time_left() -> None:
    running("a")
    (row,) = board_for(staff()).running
    assert (row.title, row.stage) == ("Talk a", "Writing down what is said")
    assert (row.percent, row.amount, row.time_left) == (
        27,
        "12:30 of 45:00",
        "about 5 minutes left",
    )


def test_waiting_jobs_have_their_places_in_the_line_of_their_lane() -> None:
    for subject in ("a", "b", "c"):
        make(subject)
    make("d", OTHER)
    later = make("e", run_after=timezone.now() + timedelta(minutes=5), problem="Broken.")
    waiting = board_for(staff()).waiting
    places = {row.job.subject_id: row.place for row in waiting}
    assert places == {"a": 1, "b": 2, "c": 3, "d": 1, "e": 4}
    assert [row.again_at for row in waiting if row.job.pk == later.pk] == [later.run_after]


def test_failed_job_says_why_and_what_to_do_until_it_was_done_again() -> None:
    failed = make("a", state=JobState.FAILED, problem="Broken.", finished_at=timezone.now())
    unknown = make("b", state=JobState.FAILED, problem="Odd.", finished_at=timezone.now())
    rows = {row.job.pk: row for row in board_for(staff()).attention}
    assert (rows[failed.pk].problem, rows[failed.pk].advice) == ("Broken.", "Mend it.")
    assert rows[unknown.pk].advice.startswith("Try again.")
    make("a")
    assert [row.job.pk for row in board_for(staff()).attention] == [unknown.pk]


def test_people_see_what_their_subjects_allow_and_administrators_all() -> None:
    make("mine")
    make("theirs")
    make("secret")
    seen = {row.job.subject_id: row.may_cancel for row in board_for(staff()).waiting}
    assert seen == {"mine": True, "theirs": False}
    everything = board_for(staff("change_job")).waiting
    assert {row.job.subject_id: row.may_cancel for row in everything} == {
        "mine": True,
        "theirs": True,
        "secret": True,
    }
    # A place in the line counts the jobs that one does not see as well.
    assert [row.place for row in everything] == [1, 2, 3]


def test_queries_do_not_grow_with_the_jobs(django_assert_num_queries: Any) -> None:
    user = staff("change_job")
    user.has_perm("jobs.change_job")
    for count in range(12):
        make(f"w{count}")
        running(f"r{count}")
        make(f"f{count}", state=JobState.FAILED, finished_at=timezone.now())
    with django_assert_num_queries(4):
        board = board_for(user)
    assert board.counts == {"running": 12, "waiting": 12, "attention": 12, "finished": 0}


def test_page_reads_without_a_script_and_filters() -> None:
    running("a")
    make("b", OTHER)
    client = signed_in(staff())
    html = client.get(reverse("jobs:board")).content.decode()
    assert "Talk a" in html
    assert "Talk b" in html
    assert "Health of the queue" not in html
    one = client.get(reverse("jobs:board"), {"kind": OTHER}).content.decode()
    assert "Talk b" in one
    assert "Talk a" not in one
    shown = client.get(reverse("jobs:board"), {"show": "running"}).content.decode()
    assert "Talk b" not in shown


def test_live_part_changes_its_version_only_when_something_changed() -> None:
    client = signed_in(staff())
    first = client.get(reverse("jobs:board_json"))
    assert "no-store" in first["Cache-Control"]
    idle = json.loads(first.content)
    assert idle["again_seconds"] == 15
    running("a")
    live = json.loads(client.get(reverse("jobs:board_json")).content)
    assert live["again_seconds"] == 3
    assert live["version"] != idle["version"]
    assert "Running: 1" in live["summary"]


def test_only_who_may_change_the_subject_cancels_and_tries_again() -> None:
    mine, theirs = make("mine"), make("theirs")
    client = signed_in(staff())
    assert client.post(reverse("jobs:cancel", args=[theirs.pk])).status_code == 302
    theirs.refresh_from_db()
    assert theirs.state == JobState.QUEUED
    client.post(reverse("jobs:cancel", args=[mine.pk]))
    mine.refresh_from_db()
    assert mine.state == JobState.CANCELLED
    client.post(reverse("jobs:retry", args=[mine.pk]))
    mine.refresh_from_db()
    assert mine.state == JobState.QUEUED
    assert client.get(reverse("jobs:cancel", args=[mine.pk])).status_code == 405


def test_strangers_do_not_enter() -> None:
    make("mine")
    assert Client().get(reverse("jobs:board_json")).status_code == 302
    assert signed_in(make_user()).get(reverse("jobs:board")).status_code in (302, 403)


def test_administrator_reads_the_health_of_the_queue() -> None:
    now = timezone.now()
    WorkerLoop.objects.create(name="host:7:a", host="host", pid=7, lane="one")
    WorkerLoop.objects.create(
        name="gone:8:b", host="gone", pid=8, lane="one", seen_at=now - timedelta(hours=1)
    )
    running("a", worker="host:7:a")
    make("b", run_after=now - timedelta(hours=2))
    html = signed_in(staff("change_job")).get(reverse("jobs:board")).content.decode()
    for words in (
        "Health of the queue",
        "process 7",
        "TEST-KIND: Writing",
        "it has died or sleeps",
    ):
        assert words in html
    assert "1, the oldest for 2 hours" in html
    assert "Start another" in html


def test_retry_that_comes_too_late_is_told_kindly() -> None:
    failed = make("mine", state=JobState.FAILED, finished_at=timezone.now())
    services.enqueue(kind=KIND, subject_id="mine")
    page = signed_in(staff()).post(reverse("jobs:retry", args=[failed.pk]), follow=True)
    assert "taken up again already" in page.content.decode()
