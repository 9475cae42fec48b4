"""`manage.py worker` as it is run: one process, its loops, its lines, its end."""

import signal
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from content.jobs import registry, services
from content.jobs.models import Job, JobState
from lectern.short_tasks import STRANDED_AFTER, put_back_stranded
from tests import worker_process

pytestmark = pytest.mark.django_db(transaction=True)

KIND = "test-kind"
done: list[str] = []


@task()
def note(word: str) -> None:
    done.append(word)


@pytest.fixture(autouse=True)
def _kind() -> Iterator[None]:
    done.clear()
    registry.register(
        KIND,
        lambda run: done.append(run.job.subject_id),
        announce=lambda job: f"Transcribed: {job.subject_id}",
    )
    yield
    registry.unregister(KIND)


def test_once_does_jobs_and_short_tasks_says_so_and_ends(
    capsys: pytest.CaptureFixture[str],
) -> None:
    services.enqueue(kind=KIND, subject_id="建筑工业化专题讲座")
    note.enqueue("task")
    call_command("worker", once=True)
    assert sorted(done) == ["task", "建筑工业化专题讲座"]
    assert capsys.readouterr().out.splitlines() == ["Transcribed: 建筑工业化专题讲座"]
    assert Job.objects.get().state == JobState.SUCCEEDED
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_once_does_what_a_job_leads_to() -> None:
    registry.register(
        "test-first", lambda run: services.enqueue(kind=KIND, subject_id="second") and None
    )
    services.enqueue(kind="test-first", subject_id="first")
    try:
        call_command("worker", once=True)
    finally:
        registry.unregister("test-first")
    assert done == ["second"]


def test_task_of_a_killed_worker_is_put_back_and_given_up_after_three() -> None:
    note.enqueue("again")
    long_ago = timezone.now() - STRANDED_AFTER - timedelta(seconds=1)
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, started_at=long_ago, worker_ids=["a"]
    )
    assert put_back_stranded() == 1
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, started_at=long_ago, worker_ids=["a", "b", "c"]
    )
    assert put_back_stranded() == 0
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


def test_task_that_has_just_begun_is_left_alone() -> None:
    note.enqueue("now")
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=timezone.now())
    assert put_back_stranded() == 0


def test_idle_worker_ends_when_it_is_told_to() -> None:
    with worker_process.running() as worker:
        assert worker.stdout is not None
        first = next(line for line in worker.stdout if "worker:" in line)
        assert {"jobs-media", "tasks", "index"} <= set(first.replace(",", " ").split())
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=30) == 0
