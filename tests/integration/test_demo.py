"""The demonstration as a whole: loaded once, loaded again, looked at, cleared."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from pytest_django import Settings
from wagtail.models import Page

from content.articles.models import ArticlePage
from content.core.audience import Viewer
from content.courses.models import Course, CourseMaterial, CoursePage
from content.demo.clearing import clear_everything
from content.demo.loading.everything import load_everything
from content.demo.selectors import FreshState, fresh_lecture
from content.demo.texts import table
from content.events.models import EventPage
from content.home.models import HomePage
from content.jobs.models import Job
from content.learning.models import LessonCompletion, WatchedSet
from content.lectures.models import LecturePage
from content.library.models import CustomDocument
from content.people.models import Unit, User
from content.recordings.enums import RecordingState
from content.recordings.models import MediaFile, Recording
from content.slides.enums import DeckState
from content.slides.models import Deck
from content.taxonomy.glossary_import import judge, read_glossary
from content.taxonomy.models import GlossaryTerm
from content.transcripts.models import Transcript, TranscriptState

pytestmark = pytest.mark.django_db


def _load() -> dict[str, int]:
    parts: dict[str, int] = {}
    load_everything(parts.__setitem__, port=8000)
    return parts


@pytest.fixture
def demonstration(settings: Settings, tmp_path: Path) -> Iterator[dict[str, int]]:
    settings.MEDIA_ROOT = tmp_path / "media"
    yield _load()


def test_it_loads_looks_right_and_can_be_loaded_again(
    demonstration: dict[str, int], client: Client
) -> None:
    assert demonstration["articles"] >= 8
    assert demonstration["recordings"] >= 7
    _people_can_sign_in()
    _recordings_are_as_described()
    _trees_are_twins()
    _pages_answer(client)
    _learning_shows_life()
    _courses_have_materials_and_terms()
    _a_second_load_changes_nothing()


def _people_can_sign_in() -> None:
    people = table("people")
    for row in people["people"]:
        user = User.objects.get(employee_number=row["number"])
        assert user.check_password(people["password"])
        assert user.is_staff == (row["role"] != "employee")


def _recordings_are_as_described() -> None:
    playable = Recording.objects.filter(state=RecordingState.PLAYABLE)
    assert playable.count() == Recording.objects.count() - 1
    assert all(recording.duration_ms for recording in playable)
    fresh = fresh_lecture()
    assert fresh.state is FreshState.WAITING
    jobs = Job.objects.filter(kind="process_recording").order_by("pk")
    assert jobs.count() == Recording.objects.count()
    assert str(Recording.objects.exclude(pk__in=playable).get().uuid) == jobs[0].subject_id
    published = Transcript.objects.filter(
        state=TranscriptState.PUBLISHED, reviewed_by__isnull=False
    )
    assert set(published.values_list("recording", flat=True)) == set(
        playable.values_list("pk", flat=True)
    )
    special = Recording.objects.get(title="建筑工业化专题讲座")
    assert set(special.transcripts.values_list("language", flat=True)) == {"zh", "en"}
    assert special.deck.state == DeckState.CONVERTING


def _trees_are_twins() -> None:
    for model in (HomePage, ArticlePage, EventPage, LecturePage, CoursePage):
        keys = [
            set(
                model.objects.filter(locale__language_code=code).values_list(
                    "translation_key", flat=True
                )
            )
            for code in ("zh-hans", "en")
        ]
        assert keys[0] == keys[1] != set()


def _pages_answer(client: Client) -> None:
    """Every public page, and a refusal for what is not."""
    pages = Page.objects.live().filter(depth__gte=2).specific()
    answers = {page.url: client.get(page.url).status_code for page in pages}
    refused = {url for url, status in answers.items() if status == 302}
    assert set(answers.values()) == {200, 302}
    hidden = {
        "sleeve-grouting",
        "haining-quality-improvement",
        "zhejiang-development",
        "supervision-groups-briefing",
    }
    assert all(url.strip("/").split("/")[-1] in hidden for url in refused)
    employee = User.objects.get(employee_number="200101")
    client.force_login(employee)
    assert {client.get(url).status_code for url in refused} == {200}


def _learning_shows_life() -> None:
    assert WatchedSet.objects.filter(covered_ms__gt=0).count() >= 6
    assert LessonCompletion.objects.exists()
    course = Course.objects.get(code="haining-quality-2026")
    assert not course.audience.is_public
    public = Recording.objects.visible_to(Viewer.anonymous())
    assert "套筒灌浆连接的质量控制" not in {recording.title for recording in public}


def _courses_have_materials_and_terms() -> None:
    course = Course.objects.get(code="haining-quality-2026")
    terms = [row.term for row in course.terms.all()]
    assert [term.term for term in terms] == ["套筒灌浆", "饱满度", "封仓"]
    assert GlossaryTerm.objects.filter(units__code="HN-ZJJ").count() == 2
    assert CourseMaterial.objects.count() == 3
    assert all(document.file_size for document in CustomDocument.objects.all())
    public = CustomDocument.objects.get(title="装配式建筑术语表")
    judgement = judge(read_glossary(Path(public.file.path)))
    assert judgement.terms
    assert not judgement.problems


def _a_second_load_changes_nothing() -> None:
    article = ArticlePage.objects.get(slug="target-110", locale__language_code="zh-hans")
    article.title = "编辑改过的标题"
    article.save_revision().publish()
    counted = (Page, Recording, MediaFile, Deck, Job, Transcript, User, Unit, WatchedSet)
    before = [model._default_manager.count() for model in counted]
    _load()
    assert [model._default_manager.count() for model in counted] == before
    article.refresh_from_db()
    assert article.title == "编辑改过的标题"


def test_clearing_leaves_the_empty_site_and_what_was_added_beside(
    demonstration: dict[str, int],
) -> None:
    root = Unit.objects.get(code="JX-ZJJ")
    User.objects.create_user("300001", "long-enough-word", full_name="真人", unit=root)
    kept: list[str] = []
    clear_everything(kept.append)
    assert not Recording.objects.exists()
    assert not ArticlePage.objects.exists()
    assert not EventPage.objects.exists()
    assert not Course.objects.exists()
    assert HomePage.objects.count() == 2
    assert User.objects.get().employee_number == "300001"
    assert Unit.objects.get() == root
    assert len(kept) == 1
    assert fresh_lecture().state is FreshState.ABSENT


def test_it_is_not_loaded_among_real_people_unless_asked() -> None:
    User.objects.create_user("300001", "long-enough-word", full_name="真人")
    with pytest.raises(CommandError, match="--beside"):
        call_command("load_demo")
    assert User.objects.count() == 1
