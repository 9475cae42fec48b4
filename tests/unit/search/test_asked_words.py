"""What people ask for is counted by day; nothing that one person typed is shown to another."""

import sqlite3
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from content.core.audience import Audience, Viewer
from content.people.models import User
from search import asked_words
from search.asked_words import note, popular_words, unanswered
from search.models import AskedDay, AskedWords
from tests.unit.search.library import index

pytestmark = pytest.mark.django_db

PUBLIC = Viewer.anonymous()
PERSON = Viewer(7, frozenset({"public", "employees"}))


@pytest.fixture(autouse=True)
def _nothing_in_memory() -> Iterator[None]:
    asked_words.forget()
    yield
    asked_words.forget()


def ask(words: str, asker: str = "a", *, total: int = 1, viewer: Viewer = PUBLIC, public=0) -> None:
    note(words, total=total, viewer=viewer, asker=asker, public_total=lambda: public)


def asked_on(words: str, days: int, askers: int, *, viewer: Viewer = PUBLIC, public=0) -> None:
    """As if it had been asked on so many days by so many people each."""
    for _day in range(days):
        for row in AskedDay.objects.order_by("day"):
            AskedDay.objects.filter(pk=row.pk).update(day=row.day - timedelta(days=1))
        asked_words.forget()
        for number in range(askers):
            person = viewer if viewer.user_id is None else Viewer(number + 1, viewer.tokens)
            ask(words, str(number), viewer=person, public=public)


def test_a_person_counts_once_a_day_for_the_same_words() -> None:
    for _again in range(3):
        ask("灌浆")
    ask("灌漿")
    ask("灌浆", "b")
    assert AskedDay.objects.get().askers == 2
    assert AskedWords.objects.get().text == "灌浆"


def test_nothing_that_tells_who_asked_is_stored() -> None:
    note("灌浆", total=0, viewer=PERSON, asker="10.1.2.3 Firefox", public_total=lambda: 0)
    stored = str([*AskedWords.objects.values(), *AskedDay.objects.values()])
    assert "10.1.2.3" not in stored and "Firefox" not in stored
    assert not any("user" in field.name for field in AskedWords._meta.get_fields())


@pytest.mark.parametrize("words", ["", "  ", "长" * 61, "\x00"])
def test_what_is_no_query_is_not_kept(words: str) -> None:
    ask(words)
    assert not AskedWords.objects.filter(text="").exists()
    assert not AskedWords.objects.filter(text__startswith="长").exists()


def test_what_found_nothing_is_reported_until_something_is_found() -> None:
    ask("海绵城市", "a", total=0)
    ask("海绵城市", "b", total=0)
    ask("塔吊", "a", total=0)
    assert [(row.text, row.missed) for row in unanswered()] == [("海绵城市", 2), ("塔吊", 1)]
    ask("海绵城市", "c", total=3)
    assert [row.text for row in unanswered()] == ["塔吊"]


def test_words_become_popular_only_over_days_and_among_people() -> None:
    asked_on("灌浆套筒", days=2, askers=9)
    assert popular_words() == []
    asked_on("灌浆套筒", days=1, askers=1)
    assert popular_words() == ["灌浆套筒"]
    asked_on("一人独问", days=4, askers=1)
    assert "一人独问" not in popular_words()


def test_words_that_find_nothing_public_are_never_popular() -> None:
    asked_on("内部名单", days=4, askers=6, viewer=PERSON, public=0)
    assert popular_words() == []
    asked_on("公开课程", days=4, askers=6, viewer=PERSON, public=2)
    assert popular_words() == ["公开课程"]


def test_popular_words_are_suggested_by_their_beginning_and_pinyin(client, library, engine) -> None:
    asked_on("灌浆套筒", days=3, askers=5)
    asked_words.forget()
    for typed in ("灌浆", "guanj", "gjtt"):
        answer = client.get("/api/v1/search/suggest", {"q": typed}).json()["suggestions"]
        assert [(one["text"], one["kind"]) for one in answer] == [("灌浆套筒", "popular")]


def test_pages_and_filters_are_the_same_question(client, library, engine) -> None:
    library.add("a", "灌浆")
    index(engine)
    for parameters in ({}, {"page": 2}, {"kind": "recording"}, {"sort": "date"}):
        asked_words.forget()
        client.get("/zh-hans/search/", {"q": "灌浆", **parameters})
    assert AskedDay.objects.get().askers == 2


def test_a_hidden_thing_is_not_found_for_the_count(client, library, engine) -> None:
    library.add("a", "内部灌浆", audiences=(Audience.employees(),))
    index(engine)
    client.get("/api/v1/search", {"q": "内部灌浆"})
    assert AskedWords.objects.get().last_total == 0


def test_old_days_are_forgotten(client) -> None:
    ask("旧词")
    AskedDay.objects.update(day=timezone.localdate() - timedelta(days=400))
    asked_words.forget()
    ask("新词")
    assert [row.text for row in AskedWords.objects.all()] == ["新词"]


def test_staff_read_the_report_and_take_it_away_as_a_sheet(client) -> None:
    ask("海绵城市", total=0)
    client.force_login(User.objects.create_superuser("1", full_name="管", password="x"))
    assert "海绵城市" in client.get("/admin/reports/unanswered/").content.decode()
    sheet = client.get("/admin/reports/unanswered/", {"export": "csv"})
    assert "海绵城市" in b"".join(sheet.streaming_content).decode()


def test_who_may_not_see_the_report_does_not(client) -> None:
    call_command("migrate", verbosity=0)
    person = User.objects.create_user("2", full_name="员工", password="x")
    client.force_login(person)
    assert client.get("/admin/reports/unanswered/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_busy_database_costs_a_count_and_no_answer() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("one writer a file is SQLite's")
    name = connection.settings_dict["NAME"]
    if "mode=memory" in str(name):
        pytest.skip("needs a file that another connection can lock")
    other = sqlite3.connect(name, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        ask("灌浆")
        assert time.monotonic() - began < 5
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert not AskedWords.objects.exists()
    asked_words.forget()
    ask("灌浆")
    assert AskedWords.objects.exists()
