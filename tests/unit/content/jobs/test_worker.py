"""The loop: what becomes of a job by what its handler does. Real threads, a real database."""

import threading
from collections.abc import Callable, Iterator

import pytest

from content.jobs import registry, services
from content.jobs.exceptions import JobFailedError
from content.jobs.models import Job, JobState
from content.jobs.run import JobRun
from content.jobs.worker import RETRY_DELAY_SECONDS, UNEXPECTED, JobLoop

pytestmark = pytest.mark.django_db(transaction=True)

KIND = "test-kind"


@pytest.fixture
def handle() -> Iterator[Callable[..., None]]:
    """Registers a handler for the kind of the test, with a lease of a second."""

    def register(handler: Callable[[JobRun], None], **options: object) -> None:
        registry.register(KIND, handler, lease_seconds=1, **options)  # type: ignore[arg-type]

    yield register
    registry.unregister(KIND)


def enqueue(subject: str = "a") -> Job:
    return services.enqueue(kind=KIND, subject_id=subject)


def work(stop: threading.Event | None = None, **options: object) -> int:
    return JobLoop(stop or threading.Event(), **options).drain()  # type: ignore[arg-type]


def test_success_is_announced_in_the_words_of_its_kind(handle: Callable[..., None]) -> None:
    said: list[str] = []
    handle(lambda run: None, announce=lambda job: f"Done: {job.subject_id}")
    job = enqueue("talk")
    assert work(say=said.append) == 1
    job.refresh_from_db()
    assert (job.state, said) == (JobState.SUCCEEDED, ["Done: talk"])


def test_unforeseen_failure_is_tried_again_later_then_needs_attention(
    handle: Callable[..., None],
) -> None:
    told: list[str] = []

    def fail(run: JobRun) -> None:
        raise ZeroDivisionError("oops")

    handle(fail, on_unfinished=lambda job: told.append(job.state))
    job = enqueue()
    for attempt in range(1, 4):
        assert work() == 1
        job.refresh_from_db()
        assert job.attempts == attempt
        waits = (job.run_after - job.created_at).total_seconds()
        if attempt < 3:
            assert job.state == JobState.QUEUED
            assert waits >= RETRY_DELAY_SECONDS[attempt - 1]
            assert told == []
        Job.objects.update(run_after=job.created_at)
    assert (job.state, job.problem, job.problem_detail) == (
        JobState.FAILED,
        UNEXPECTED,
        "ZeroDivisionError: oops",
    )
    assert told == [JobState.FAILED]


def test_hopeless_failure_needs_attention_at_once_and_the_queue_goes_on(
    handle: Callable[..., None],
) -> None:
    def fail_the_first(run: JobRun) -> None:
        if run.job.subject_id == "a":
            raise JobFailedError("No good.", detail="because")

    handle(fail_the_first)
    bad, good = enqueue("a"), enqueue("b")
    assert work() == 2
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.problem, bad.attempts) == (JobState.FAILED, "No good.", 1)
    assert good.state == JobState.SUCCEEDED


def test_lease_is_renewed_while_the_handler_works(handle: Callable[..., None]) -> None:
    renewed = threading.Event()

    def wait_for_renewal(run: JobRun) -> None:
        first = run.job.lease_until
        while not renewed.wait(0.05):
            run.check()
            lease = Job.objects.get(pk=run.job.pk).lease_until
            assert lease is not None
            assert first is not None
            if lease > first:
                renewed.set()

    handle(wait_for_renewal)
    job = enqueue()
    work()
    job.refresh_from_db()
    assert renewed.is_set()
    assert job.state == JobState.SUCCEEDED


def wait_to_be_told(run: JobRun) -> None:
    """Works until `check` says to leave."""
    never = threading.Event()
    while not never.wait(0.02):
        run.check()


def test_running_job_that_is_cancelled_leaves(handle: Callable[..., None]) -> None:
    def cancel_then_wait(run: JobRun) -> None:
        services.cancel(job=run.job, acting_user=None)
        wait_to_be_told(run)

    handle(cancel_then_wait)
    job = enqueue()
    work()
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_stopping_worker_gives_its_job_back_with_the_checkpoint(
    handle: Callable[..., None],
) -> None:
    stop = threading.Event()

    def save_then_wait(run: JobRun) -> None:
        run.save({"done": 3})
        stop.set()
        wait_to_be_told(run)

    handle(save_then_wait)
    job = enqueue()
    work(stop)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.checkpoint) == (JobState.QUEUED, 0, {"done": 3})
    assert job.lease_until is None


def test_worker_whose_job_was_taken_over_writes_nothing_more(
    handle: Callable[..., None],
) -> None:
    def be_overtaken(run: JobRun) -> None:
        Job.objects.filter(pk=run.job.pk).update(fence=run.job.fence + 1, worker="another")
        wait_to_be_told(run)

    handle(be_overtaken)
    job = enqueue()
    work()
    job.refresh_from_db()
    assert (job.state, job.worker) == (JobState.RUNNING, "another")


def test_subject_that_is_deleted_takes_its_running_job_along(handle: Callable[..., None]) -> None:
    def be_forgotten(run: JobRun) -> None:
        services.forget(kind=KIND, subject_id=run.job.subject_id)
        wait_to_be_told(run)

    handle(be_forgotten)
    enqueue()
    work()
    assert not Job.objects.exists()


def test_loops_of_two_lanes_do_not_take_each_others_jobs(handle: Callable[..., None]) -> None:
    handle(lambda run: None, lane="speech")
    job = enqueue()
    assert work(lane="media") == 0
    assert work(lane="speech") == 1
    job.refresh_from_db()
    assert job.state == JobState.SUCCEEDED


def test_two_workers_share_the_queue_and_do_each_job_once(handle: Callable[..., None]) -> None:
    from django.db import connection

    done: list[str] = []
    handle(lambda run: done.append(run.job.subject_id))
    for number in range(12):
        enqueue(str(number))

    def drain() -> None:
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=drain) for _worker in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done, key=int) == [str(number) for number in range(12)]
    assert set(Job.objects.values_list("state", "attempts")) == {(JobState.SUCCEEDED, 1)}
