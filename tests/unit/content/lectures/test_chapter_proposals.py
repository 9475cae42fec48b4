"""Chapters proposed from slides and pauses, and how an editor takes them over."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from content.core.audience import Audience
from content.lectures import chapter_proposals
from content.lectures.chapter_proposals import ProposalSource, SpokenCue, from_pauses, from_slides
from content.lectures.models import LecturePage
from content.people.models import User
from content.slides.selectors import SlideMoment
from content.transcripts.models import Cue
from tests.factories.courses import make_recording
from tests.factories.lectures import make_lecture_index, make_lecture_page, make_transcript
from tests.factories.people import make_user

MINUTE = 60_000


def shown(*slides: tuple[float, str, str]) -> list[SlideMoment]:
    return [
        SlideMoment(round(at * MINUTE), round(at * MINUTE) + 1, number, title, f"{title}\n{text}")
        for number, (at, title, text) in enumerate(slides, start=1)
    ]


def test_a_slide_with_another_title_begins_a_chapter() -> None:
    moments = shown(
        (0, "建筑工业化专题讲座", "主讲人"),
        (3, "一、什么是装配式", "定义"),
        (5, "一、什么是装配式 (2/2)", "历史"),
        (9, "二、构件运输", "道路"),
        (12, "一、什么是装配式", "回头再看"),
        (15, "二、构件运输（续）", "堆放"),
    )
    found = from_slides(moments, 20 * MINUTE)
    assert [(row.at, row.title) for row in found] == [
        ("00:00", "建筑工业化专题讲座"),
        ("03:00", "一、什么是装配式"),
        ("09:00", "二、构件运输"),
    ]


def test_of_many_slides_those_that_open_a_section_are_proposed() -> None:
    long = "一条很长的说明文字，写满了整个页面，谁也不会把它当作一节的开头来读，因为它只是内容。"
    slides = [(place * 0.5, f"第{place}点", long) for place in range(120)]
    slides[50] = (25.0, "第二章 灌浆", "")
    found = from_slides(shown(*slides), 60 * MINUTE)
    assert len(found) <= 21
    assert "第二章 灌浆" in [row.title for row in found]
    starts = [row.at_ms for row in found]
    assert all(later - earlier >= 3 * MINUTE for earlier, later in zip(starts, starts[1:]))  # noqa: B905, RUF007


def test_the_longest_pauses_part_the_speech() -> None:
    cues = [
        SpokenCue(0, 60_000, "开场"),
        SpokenCue(66_000, 120_000, "现在讲第二部分，运输"),
        SpokenCue(123_000, 180_000, "接着说"),
        SpokenCue(180_500, 300_000, "还在说"),
    ]
    found = from_pauses(cues, 5 * MINUTE)
    assert [(row.at, row.title) for row in found] == [
        ("01:06", "现在讲第二部分，运输"),
        ("02:03", "接着说"),
    ]
    assert {row.source for row in found} == {ProposalSource.PAUSE}


@pytest.fixture
def page(db: None) -> LecturePage:
    recording = make_recording("讲座", audience=Audience.public(), duration_ms=10 * MINUTE)
    transcript = make_transcript(recording, ("开场白", "接着讲运输", "最后是验收"))
    for number, (start, end) in enumerate([(0, 50), (120, 170), (300, 350)], start=1):
        Cue.objects.filter(transcript=transcript, number=number).update(
            start_ms=start * 1000, end_ms=end * 1000
        )
    return make_lecture_page(make_lecture_index(), recording, chapters=(("05:02", "验收"),))


def test_what_the_page_has_already_is_not_proposed(page: LecturePage) -> None:
    assert [row.title for row in chapter_proposals.proposals_for(page)] == ["接着讲运输"]


def test_accepted_chapters_are_a_draft_in_the_order_of_time(page: LecturePage) -> None:
    chapter_proposals.accept(acting_user=None, page=page, chapters=[("2:00", "运输")])
    live = LecturePage.objects.get(pk=page.pk)
    assert [block.value["title"] for block in live.chapters] == ["验收"]
    draft = live.get_latest_revision_as_object()
    assert [(b.value["at"], b.value["title"]) for b in draft.chapters] == [
        ("2:00", "运输"),
        ("05:02", "验收"),
    ]


@pytest.mark.parametrize("chapter", [("soon", "运输"), ("2:00", "")])
def test_a_chapter_without_time_or_title_writes_nothing(
    page: LecturePage, chapter: tuple[str, str]
) -> None:
    with pytest.raises(ValidationError):
        chapter_proposals.accept(acting_user=None, page=page, chapters=[chapter])
    assert not page.revisions.exists()


def test_an_editor_ticks_what_is_a_chapter(client: Client, page: LecturePage) -> None:
    client.force_login(User.objects.create_superuser("9001", "x", full_name="管理员"))
    url = reverse("chapter_proposals", args=[page.pk])
    assert "接着讲运输" in client.get(url).content.decode()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert url in client.get(edit).content.decode()
    answer = client.post(url, {"chosen": ["1"], "at-1": "02:00", "title-1": "构件运输"})
    assert answer["Location"] == edit
    draft = LecturePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [block.value["title"] for block in draft.chapters] == ["构件运输", "验收"]


def test_who_may_not_edit_the_page_is_turned_away(client: Client, page: LecturePage) -> None:
    client.force_login(make_user())
    answer = client.get(reverse("chapter_proposals", args=[page.pk]))
    assert answer.status_code in (302, 403)
