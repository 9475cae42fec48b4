"""Chapters of a recording whose file was replaced by one of another length."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.core.audience import Audience, Viewer
from content.lectures.chapters import chapters_of
from content.lectures.models import LecturePage
from content.lectures.selectors import page_chapters
from tests.factories.courses import make_recording
from tests.factories.lectures import make_files, make_lecture_index, make_lecture_page
from tests.factories.pages import make_site
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
TITLE = "浆料的流动度"


@pytest.fixture
def page() -> LecturePage:
    """As published before its recording's file was replaced."""
    make_site()
    recording = make_recording("公开录像", language="zh", audience=Audience.public())
    make_files(recording)
    chapters = (("00:00", "开场"), ("05:00", TITLE))
    page = make_lecture_page(make_lecture_index(), recording, "公开讲座", chapters=chapters)
    page.save_revision().publish()
    recording.timeline_since = timezone.now()
    recording.save()
    return LecturePage.objects.get(pk=page.pk)


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(make_user("S0001", is_staff=True, is_superuser=True))
    return client


def shown(page: LecturePage) -> tuple[int, ...]:
    found = chapters_of(Viewer.anonymous(), [page.recording_id], "zh-hans")
    return tuple(chapter.at_ms for chapter in found.get(page.recording_id, ()))


def test_readers_get_no_chapter_that_leads_elsewhere_and_are_told(page: LecturePage) -> None:
    answer = Client().get(page.url).content.decode()
    assert TITLE not in answer
    assert "message--warning" in answer
    assert shown(page) == page_chapters(page) == ()


def test_chapters_come_back_when_the_page_is_published_anew(page: LecturePage) -> None:
    page.save_revision().publish()
    page = LecturePage.objects.get(pk=page.pk)
    assert shown(page) == (0, 300_000)
    assert TITLE in Client().get(page.url).content.decode()


def test_chapters_stay_where_the_lengths_agree(page: LecturePage) -> None:
    page.recording.timeline_since = None
    page.recording.save()
    assert shown(page) == (0, 300_000)


def test_editors_are_told_on_the_page_and_led_there_from_the_recording(
    page: LecturePage, staff: Client
) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    progress = reverse("recordings:progress", args=[page.recording_id])
    assert edit in staff.get(progress).content.decode()
    answer = staff.get(edit).content.decode()
    assert "chapters are not shown" in answer or "章节暂不显示" in answer
    page.save_revision().publish()
    assert edit not in staff.get(progress).content.decode()


def test_chapters_of_many_pages_cost_one_query(
    page: LecturePage, django_assert_num_queries: Any
) -> None:
    page.recording.timeline_since -= timedelta(days=1)
    page.recording.save()
    index = page.get_parent().specific
    for title in ("一", "二"):
        make_lecture_page(
            index, make_recording(title, audience=Audience.public()), chapters=(("01:00", title),)
        )
    ids = list(LecturePage.objects.values_list("recording_id", flat=True))
    with django_assert_num_queries(1):
        found = chapters_of(Viewer.anonymous(), ids, "zh-hans")
    assert len(found) == 3
