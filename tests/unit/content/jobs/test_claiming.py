"""Leases, fences and attempts: who may do a job, and whose writes count."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from content.jobs import claiming, registry, selectors, services
from content.jobs.exceptions import JobStateError, LostLeaseError
from content.jobs.models import Job, JobState
from content.people.models import User

pytestmark = pytest.mark.django_db

KIND = "test-kind"
ended: list[tuple[str, str]] = []


@pytest.fixture(autouse=True)
def _kind() -> Iterator[None]:
    ended.clear()
    registry.register(
        KIND,
        lambda run: None,
        stages={"read": "Reading"},
        on_unfinished=lambda job: ended.append((job.subject_id, job.state)),
    )
    yield
    registry.unregister(KIND)


def enqueue(subject: str = "a", max_attempts: int = 3) -> Job:
    return services.enqueue(kind=KIND, subject_id=subject, max_attempts=max_attempts)


def claim(worker: str = "w1") -> Job | None:
    return claiming.claim(kinds=[KIND], worker=worker)


def expire(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_enqueue_gives_the_active_job_instead_of_a_second() -> None:
    first = enqueue()
    assert enqueue() == first
    claim()
    assert enqueue() == first
    Job.objects.update(state=JobState.SUCCEEDED)
    assert enqueue() != first


def test_kind_that_fails_to_hear_of_an_end_keeps_no_other_job_waiting(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def stumble(job: Job) -> None:
        raise OSError("the disk is away")

    registry.register(KIND, lambda run: None, on_unfinished=stumble)
    dying, other = enqueue("a", max_attempts=1), enqueue("b")
    claim()
    expire(dying)
    assert claim() == other
    dying.refresh_from_db()
    assert (dying.state, dying.problem) == (JobState.FAILED, claiming.WORKER_DIED)
    assert "did not hear of its end" in caplog.text


def test_claim_takes_the_oldest_and_no_job_twice() -> None:
    first, second = enqueue("a"), enqueue("b")
    assert claim() == first
    assert claim() == second
    assert claim() is None


def test_claim_leaves_kinds_that_are_not_asked_for() -> None:
    enqueue()
    assert claiming.claim(kinds=["another"], worker="w1") is None


def test_job_that_is_to_wait_is_not_claimed_yet() -> None:
    services.enqueue(kind=KIND, subject_id="later", delay_seconds=60)
    assert claim() is None


def test_abandoned_job_is_taken_over_with_its_checkpoint_and_the_old_worker_is_fenced_off() -> None:
    enqueue()
    old = claim("w1")
    assert old is not None
    claiming.write(old, checkpoint={"batches": 4})
    assert claim("w2") is None
    expire(old)
    new = claim("w2")
    assert new is not None
    assert (new.pk, new.attempts, new.checkpoint) == (old.pk, 2, {"batches": 4})
    for write in (
        lambda: claiming.write(old, checkpoint={"batches": 0}),
        lambda: claiming.renew(old, 60),
        lambda: claiming.succeed(old),
        lambda: claiming.give_back(old),
        lambda: claiming.end_held(old, JobState.FAILED),
    ):
        with pytest.raises(LostLeaseError):
            write()
    with pytest.raises(LostLeaseError), claiming.fenced(old):
        pytest.fail("a fenced transaction of the old worker was entered")
    new.refresh_from_db()
    assert (new.state, new.checkpoint) == (JobState.RUNNING, {"batches": 4})


def test_job_whose_workers_die_again_and_again_needs_attention() -> None:
    job = enqueue(max_attempts=2)
    for _attempt in range(2):
        claimed = claim()
        assert claimed is not None
        expire(claimed)
    assert claim() is None
    job.refresh_from_db()
    assert (job.state, job.problem) == (JobState.FAILED, claiming.WORKER_DIED)
    assert ended == [("a", JobState.FAILED)]


def test_given_back_job_costs_no_attempt() -> None:
    enqueue()
    job = claim()
    assert job is not None
    claiming.give_back(job)
    again = claim()
    assert again is not None
    assert again.attempts == 1


def test_waiting_job_is_cancelled_at_once_and_its_kind_is_told() -> None:
    job = services.cancel(job=enqueue(), acting_user=None)
    assert job.state == JobState.CANCELLED
    assert ended == [("a", JobState.CANCELLED)]
    with pytest.raises(JobStateError):
        services.cancel(job=job, acting_user=None)


def test_running_job_that_is_cancelled_and_abandoned_is_not_begun_again() -> None:
    enqueue()
    job = claim()
    assert job is not None
    services.cancel(job=job, acting_user=None)
    expire(job)
    assert claim() is None
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_retry_puts_a_failed_job_back_with_fresh_attempts_and_says_who() -> None:
    from wagtail.models import ModelLogEntry

    user = User.objects.create_user("1", "x", full_name="Editor")
    enqueue()
    job = claim()
    assert job is not None
    with pytest.raises(JobStateError):
        services.retry(job=job, acting_user=user)
    claiming.write(job, checkpoint={"done": 1})
    claiming.end_held(job, JobState.FAILED, problem="x")
    row = services.retry(job=job, acting_user=user)
    assert (row.state, row.attempts, row.problem) == (JobState.QUEUED, 0, "")
    assert row.checkpoint == {"done": 1}
    entry = ModelLogEntry.objects.get()
    assert (entry.action, entry.user) == ("jobs.retry", user)


def test_retry_is_refused_while_a_newer_job_is_active() -> None:
    job = services.cancel(job=enqueue(), acting_user=None)
    enqueue()
    with pytest.raises(JobStateError):
        services.retry(job=job, acting_user=None)


def test_progress_tells_share_and_time_left_from_the_speed_of_the_stage() -> None:
    enqueue()
    job = claim()
    assert job is not None
    now = timezone.now()
    claiming.write(
        job,
        stage="read",
        stage_started_at=now - timedelta(seconds=10),
        stage_start_done=20,
        progress_done=40,
        progress_total=100,
    )
    progress = selectors.progress_of(job, now=now)
    assert (progress.percent, progress.seconds_left) == (40, 30)
    assert progress.stage_label == "Reading"


def test_latest_jobs_of_many_subjects_come_in_one_query(django_assert_num_queries: object) -> None:
    old = services.cancel(job=enqueue("a"), acting_user=None)
    new, other = enqueue("a"), enqueue("b")
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = selectors.latest_jobs(KIND, ["a", "b", "c"])
    assert found == {"a": new, "b": other}
    assert old not in found.values()
