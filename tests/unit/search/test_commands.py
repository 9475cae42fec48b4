"""The commands of search, the health it reports, and the settings it refuses."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from content.core.audience import Audience
from content.people.models import User
from search import journal, status
from search.checks import elasticsearch_url
from search.models import IndexCursor, OutboxEntry, StoredDocument
from tests.unit.search.library import Library, cues, index

pytestmark = pytest.mark.django_db


def out(capsys) -> dict:
    return json.loads(capsys.readouterr().out)


def test_a_search_from_the_shell_answers_as_the_api_does(library: Library, engine, capsys) -> None:
    library.add("1", "灌浆讲座", moments=cues("灌浆套筒的饱满度。"))
    index(engine)
    call_command("search", "饱满度", "--json")
    assert out(capsys)["results"][0]["moments"][0]["start"] == 0.0
    call_command("search", "饱满度", "--engine", "sqlite")
    printed = capsys.readouterr()
    assert "灌浆讲座  /zh-hans/recordings/1/" in printed.out
    assert "00:00  灌浆套筒的饱满度。" in printed.out
    assert "1 found by sqlite" in printed.err


def test_a_search_from_the_shell_is_the_publics_or_one_persons(library, engine, capsys) -> None:
    User.objects.create_user(employee_number="7", full_name="王", password="x")
    library.add("1", "内部讲座", audiences=(Audience.employees(),))
    index(engine)
    call_command("search", "内部讲座", "--json")
    assert out(capsys)["total"] == 0
    call_command("search", "内部讲座", "--user", "7", "--json")
    assert out(capsys)["total"] == 1
    with pytest.raises(CommandError, match="Nobody"):
        call_command("search", "内部讲座", "--user", "8")
    with pytest.raises(CommandError, match="sqlite"):
        call_command("search", "内部讲座", "--engine", "solr")


def test_a_rebuild_fills_an_index_from_content_alone(library: Library, engine, capsys) -> None:
    library.add("1", "讲座")
    OutboxEntry.objects.all().delete()
    call_command("search_rebuild", "--json")
    [row] = out(capsys)
    assert (row["engine"], row["documents"]) == ("sqlite", 1)
    assert engine.count() == 1


def test_reconciling_finds_drift_and_then_none(library: Library, engine, capsys) -> None:
    library.add("1", "讲座")
    index(engine)
    StoredDocument.objects.update(version=5)
    journal.Journal.objects.update(last_version=5)
    engine.write_cursor(5)
    with pytest.raises(SystemExit) as stopped:
        call_command("search_reconcile", "--check", "--json")
    assert stopped.value.code == 1
    assert out(capsys)["engines"][0]["outdated"] == [["recording:1", "zh"]]
    call_command("search_reconcile")
    capsys.readouterr()
    call_command("search_reconcile", "--check", "--json")
    assert out(capsys)["engines"][0]["outdated"] == []


def test_an_engine_that_cannot_be_reached_is_named(library, engine, settings, capsys) -> None:
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    library.add("1", "讲座")
    with pytest.raises(CommandError, match="elasticsearch"):
        call_command("search_rebuild")
    assert engine.count() == 1, "the others are rebuilt all the same"
    with pytest.raises(CommandError) as failed:
        call_command("search_reconcile")
    assert failed.value.returncode == 2
    capsys.readouterr()
    with pytest.raises(SystemExit):
        call_command("search_status", "--json")
    figures = out(capsys)
    assert [row["is_reachable"] for row in figures["engines"]] == [True, False]
    assert any("elasticsearch cannot be reached" in problem for problem in figures["problems"])


def test_status_counts_what_waits(library: Library, engine, capsys) -> None:
    journal.survey()
    library.add("1", "讲座", moments=cues("甲。", "乙。"))
    call_command("search_status", "--json")
    assert out(capsys)["waiting"] == 1
    index(engine)
    status.search_status()
    call_command("search_status")
    assert "ready" in capsys.readouterr().out


def test_health_is_well_when_nothing_waits(client, library: Library, engine) -> None:
    library.add("1", "讲座")
    index(engine)
    checks = client.get("/readyz").json()["checks"]
    assert (checks["search"], checks["queue"]) == ("ok", "ok")


def test_health_says_when_no_worker_takes_changes_in(client, library: Library, engine) -> None:
    library.add("1", "讲座")
    OutboxEntry.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    assert client.get("/readyz").json()["checks"]["search"].startswith("degraded: 1 changes wait")


def test_health_says_which_index_is_away_or_behind(library: Library, engine, settings) -> None:
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    library.add("1", "讲座")
    index(engine)
    assert status.health() == "degraded: elasticsearch is still to be filled"
    cursor = IndexCursor.objects.create(
        index_name="elasticsearch", is_filled=True, failing_since=timezone.now()
    )
    assert "elasticsearch is away since" in status.health()
    IndexCursor.objects.filter(pk=cursor.pk).update(failing_since=None)
    StoredDocument.objects.update(updated_at=timezone.now() - timedelta(minutes=5))
    assert status.health() == "degraded: elasticsearch is 1 versions behind"


@pytest.mark.parametrize("url", ["localhost:9200", "ftp://host", "http://", "http://host:99999"])
def test_an_address_no_client_could_call_is_refused(settings, url: str) -> None:
    settings.ELASTICSEARCH_URL = url
    assert [message.id for message in elasticsearch_url()] == ["search.E001"]


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:9", "https://user:word@search.example:443"])
def test_a_server_that_is_merely_away_is_not(settings, url: str) -> None:
    settings.ELASTICSEARCH_URL = url
    assert elasticsearch_url() == []
