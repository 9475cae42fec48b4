"""The board of jobs in a browser: it follows the work by itself, on a desktop and on a phone."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from content.jobs.models import Job, JobState, WorkerLoop
from content.people.models import User
from content.recordings.models import Recording
from content.transcripts import pipeline
from tests.factories.courses import make_recording
from tests.journeys.browser import DESKTOP, PHONE, serious_problems

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def jobs() -> dict[str, Job]:
    now = timezone.now()
    titles = (
        "建筑工业化专题讲座",
        "海宁市建设工程质量提升班",
        "Double-T slabs, part 2",
        "套筒灌浆",
    )
    talks: list[Recording] = [make_recording(title=title) for title in titles]
    kind = pipeline.KIND
    loop = WorkerLoop.objects.create(name="bureau-1:7:a", host="bureau-1", pid=7, lane="speech")
    WorkerLoop.objects.create(name="bureau-1:7:b", host="bureau-1", pid=7, lane="media")
    return {
        "running": Job.objects.create(
            kind=kind,
            subject_id=talks[0].uuid,
            state=JobState.RUNNING,
            stage="transcribe",
            stage_started_at=now - timedelta(minutes=2),
            progress_done=750,
            progress_total=2700,
            progress_unit="seconds",
            lease_until=now + timedelta(minutes=1),
            attempts=1,
            worker=loop.name,
        ),
        "waiting": Job.objects.create(kind=kind, subject_id=talks[1].uuid),
        "failed": Job.objects.create(
            kind=kind,
            subject_id=talks[2].uuid,
            state=JobState.FAILED,
            attempts=3,
            problem=pipeline.BROKEN,
            problem_detail="the speech engine ended with -6: terminate called without an exception",
            finished_at=now,
        ),
        "done": Job.objects.create(
            kind=kind, subject_id=talks[3].uuid, state=JobState.SUCCEEDED, finished_at=now
        ),
    }


def enter(page: Page, live_server: Any, language: str) -> None:
    user = User.objects.create_superuser("A1", "pass-word-1", full_name="管理员")
    from wagtail.users.models import UserProfile

    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    from django.test import Client

    client = Client()
    client.force_login(user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/admin/jobs/")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_board_follows_the_work_by_itself(
    page: Page, live_server: Any, jobs: dict[str, Job], language: str
) -> None:
    enter(page, live_server, language)
    row = page.locator(f"#job-{jobs['running'].pk}")
    expect(row).to_contain_text("12:30")
    details = page.locator(f"#job-{jobs['failed'].pk} details")
    details.locator("summary").click()
    page.locator(f"#job-{jobs['waiting'].pk}-cancel").focus()
    _look(page, language)
    assert serious_problems(page) == []
    Job.objects.filter(pk=jobs["running"].pk).update(progress_done=1500)
    expect(row).to_contain_text("25:00")
    # What a person holds stays in hand.
    assert details.get_attribute("open") is not None
    expect(page.locator(f"#job-{jobs['waiting'].pk}-cancel")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#jobs-finished + ul")).to_contain_text("海宁市")


def _look(page: Page, language: str) -> None:
    """Leaves pictures where LECTERN_PICTURES names a folder."""
    folder = os.environ.get("LECTERN_PICTURES")
    if folder is None:
        return
    for name, size in (("phone", PHONE), ("desktop", DESKTOP)):
        page.set_viewport_size(size)
        for part in ("attention", "health"):
            page.locator(f"#jobs-{part}").scroll_into_view_if_needed()
            page.mouse.wheel(0, 900 if part == "health" else 0)
            page.wait_for_timeout(200)
            page.screenshot(path=Path(folder) / f"jobs-{language}-{name}-{part}.png")
