"""What slides say is found at the second they came up, by those who may see the lecture."""

from pathlib import Path

import pytest
from django.test import Client

from content.core.audience import Audience
from content.slides import services
from content.slides.enums import ChangeSource, DeckState, Finding
from content.slides.models import Deck, Slide
from content.slides.services import FoundChange
from search import backends
from tests.factories.courses import make_recording
from tests.factories.lectures import make_lecture_index, make_lecture_page, make_transcript
from tests.factories.people import make_user
from tests.unit.search.library import index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index(tmp_path: Path, settings):
    settings.LECTERN_SEARCH_FILE = tmp_path / "search.sqlite3"
    yield
    backends.database_engine().close()
    backends.forget()


@pytest.fixture
def deck() -> Deck:
    recording = make_recording("录像", language="zh", audience=Audience.employees())
    make_transcript(recording, ("先讲模数协调。", "看下一页。", "到这里。"))
    page = make_lecture_page(make_lecture_index(), recording, "质量控制")
    page.save_revision().publish()
    row = Deck.objects.create(recording=recording, kind="pdf", state=DeckState.READY, pages=2)
    for number, text in enumerate(("质量控制\n提纲", "灌浆套筒\n饱满度不低于九成"), start=1):
        Slide.objects.create(
            deck=row, number=number, title=text.splitlines()[0], text=text,
            small_width=480, small_height=270, large_width=1440, large_height=810,
        )  # fmt: skip
    return row


def ask(client: Client, words: str) -> list[dict]:
    index(backends.database_engine())
    return client.get("/api/v1/search", {"q": words}).json()["results"]


def test_slide_text_is_found_at_its_second_and_follows_a_change_of_time(
    client: Client, deck: Deck
) -> None:
    client.force_login(make_user())
    assert ask(client, "饱满度") == []
    services.set_change(acting_user=None, deck=deck, version=0, number=2, at_ms=7_500)
    [result] = ask(client, "饱满度")
    assert [moment["start"] for moment in result["moments"]] == [7.5]
    assert "?t=7.5" in result["moments"][0]["url"]
    change = deck.changes.get()
    services.set_change(
        acting_user=None, deck=deck, version=1, number=2, at_ms=9_000, change_id=change.pk
    )
    [result] = ask(client, "饱满度")
    assert [moment["start"] for moment in result["moments"]] == [9.0]
    services.delete_deck(acting_user=None, deck=deck)
    assert ask(client, "饱满度") == []


def test_neither_proposals_nor_slides_of_others_lectures_are_found(
    client: Client, deck: Deck
) -> None:
    services.store_found(
        deck=deck,
        finding=Finding.BY_LENGTH,
        source=ChangeSource.PROPOSED,
        changes=[FoundChange(2, 7_000, None)],
    )
    client.force_login(make_user())
    assert ask(client, "饱满度") == []
    deck.refresh_from_db()
    services.accept_proposals(acting_user=None, deck=deck, version=deck.version)
    assert len(ask(client, "饱满度")) == 1
    client.logout()
    assert ask(client, "饱满度") == []
