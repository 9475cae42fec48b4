"""Rebuilds under a hundred edits a second, one of them killed: nothing is lost, never empty."""
# ruff: noqa: F811  # the fixture is asked for by its name

import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connections

from content.core import ports
from content.core.audience import Viewer
from search import journal
from search.engines.base import EngineError, SearchEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.postgresql import PostgreSQLEngine
from search.engines.sqlite import SQLiteEngine
from search.models import OutboxEntry
from search.query import SearchQuery
from search.query_analysis import analyse
from search.rebuild import rebuild
from search.reconcile import compare
from tests.contracts.conftest import engine, postgresql_connection  # noqa: F401  # fixtures
from tests.integration.search_loop import eventually, looping
from tests.unit.search.library import Library, index
from tests.worker_process import ROOT, environment

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

THINGS = 40
EDITS = 400
EDITS_A_SECOND = 100
DIES = """
import os, sys, django
django.setup()
from search.engines.{module} import {name}
from tests.contracts.search_documents import recording
handle = {name}(*sys.argv[1:]).begin_rebuild()
handle.put([recording("half", version=1)])
print("filling", flush=True)
while True:
    handle.put([recording(f"half-{{os.urandom(4).hex()}}", version=1)])
"""


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    shelf = Library()
    monkeypatch.setattr(ports, "_sources", {"recording": shelf})
    yield shelf


def found(engine: SearchEngine, words: str) -> list[str]:
    query = analyse(SearchQuery(words, viewer=Viewer.anonymous(), page_size=50))
    return sorted(group.id for group in engine.search(query).groups)


def killed_rebuild(engine: SearchEngine) -> None:
    """Another process begins a rebuild of this index and is killed while it fills."""
    arguments: list[str] = []
    values: dict[str, str] = {}
    if isinstance(engine, SQLiteEngine):
        arguments = [str(engine.path)]
    elif isinstance(engine, ElasticsearchEngine):
        arguments = [engine._url, engine.live]
    elif isinstance(engine, PostgreSQLEngine):
        arguments = ["default", engine._prefix]
        held = connections[engine._alias].settings_dict
        values["DATABASE_URL"] = (
            f"postgresql://{held['USER']}:{held['PASSWORD']}@{held['HOST']}:{held['PORT']}"
            f"/{held['NAME']}"
        )
    script = DIES.format(module=engine.name, name=type(engine).__name__)
    process = subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env={**environment(**values), "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "filling\n"
    process.kill()
    process.communicate()


def edit(library: Library, edited: threading.Event) -> None:
    """So many edits a second, as far as the machine goes; things go and come among them."""
    began, pause = time.monotonic(), threading.Event()
    try:
        for turn in range(EDITS):
            library.change(str(turn % (THINGS - 5)), body=f"共同的词。第 {turn + 1000} 稿。")
            if turn % 80 == 0:
                library.remove(str(THINGS - 1 - turn // 80))
                library.add(f"new-{turn}", f"新课 {turn}", body="共同的词。")
            pause.wait(max(0.0, began + turn / EDITS_A_SECOND - time.monotonic()))
    finally:
        edited.set()
        connections.close_all()


def ask_on(engine: SearchEngine, over: threading.Event, gaps: list[str]) -> None:
    try:
        while not over.is_set():
            if len(found(engine, "共同的词")) < THINGS - 10:
                gaps.append("a search found too little")
    except EngineError as error:
        gaps.append(repr(error))
    finally:
        engine.close()
        connections.close_all()


def leftovers(engine: SearchEngine) -> int:
    """How many indexes there are beside the living one."""
    if isinstance(engine, ElasticsearchEngine):
        return len(engine.indices()) - 1
    if isinstance(engine, SQLiteEngine):
        sql = "SELECT count(*) FROM sqlite_master WHERE name LIKE 'document\\__%' ESCAPE '\\'"
        with engine.reading():
            return int(engine._connection().execute(sql).fetchone()[0]) - 1
    assert isinstance(engine, PostgreSQLEngine)
    sql = "SELECT count(*) FROM pg_tables WHERE tablename LIKE %s"
    return int(engine._execute(sql, [f"{engine._prefix}\\_document\\_%"])[0][0]) - 1


@pytest.mark.timeout(900)
def test_rebuilds_under_a_hundred_edits_a_second_lose_nothing(
    library: Library,
    engine: SearchEngine,
) -> None:
    for number in range(THINGS):
        library.add(str(number), f"讲座 {number}", body="共同的词。" + "内容。" * 20)
    index(engine)
    engine.refresh()
    edited, over = threading.Event(), threading.Event()
    gaps: list[str] = []
    editor = threading.Thread(target=edit, args=(library, edited))
    asker = threading.Thread(target=ask_on, args=(engine, over, gaps))
    with looping(engine):
        editor.start()
        asker.start()
        try:
            killed_rebuild(engine)
            rebuilt = 0
            while not edited.is_set() or not rebuilt:
                rebuild(engine)
                rebuilt += 1
        finally:
            editor.join()
            eventually(lambda: engine.read_cursor() == journal.head() and not waiting(), 120)
            over.set()
            asker.join()
    engine.refresh()
    assert gaps == []
    assert leftovers(engine) == 0
    assert compare(engine).total == 0
    assert journal.survey() == 0
    last = {
        str((EDITS - 1 - back) % (THINGS - 5)): EDITS + 999 - back for back in range(THINGS - 5)
    }
    for ident, turn in last.items():
        assert found(engine, str(turn)) == [ident]
    assert found(engine, "1000") == [], "what an earlier version said is gone"


def waiting() -> bool:
    return OutboxEntry.objects.exists()
