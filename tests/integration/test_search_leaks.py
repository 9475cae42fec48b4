"""To whom a thing is closed, search answers as if it did not exist: in words, counts and work."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.core import ports
from content.core.audience import Audience, Viewer
from search.engines.base import SearchEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.sqlite import SQLiteEngine
from search.query import AnalysedQuery
from search.results import EngineHits
from search.services import search
from search.suggesting import suggestions
from tests.unit.search.library import Library, cues, index

pytestmark = pytest.mark.django_db

ASKED = (
    "质量",
    "灌浆套筒",
    "灌酱套桶",
    "guanjiangtaotong",
    "密",
    "秘密项目",
    "绝密",
    "secret plan",
)
CLOSED = (
    (Audience.employees(),),
    (Audience.of_units([3]),),
    (Audience.of_people([7]), Audience.public()),
)


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    shelf = Library()
    monkeypatch.setattr(ports, "_sources", {"recording": shelf})
    monkeypatch.setattr(ports, "_synonyms", [])
    monkeypatch.setattr(ports, "_terms", [])
    return shelf


@pytest.fixture(params=["sqlite", "elasticsearch"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    if request.param == "sqlite":
        made: SearchEngine = SQLiteEngine(tmp_path / "search.sqlite3")
    else:
        url = request.getfixturevalue("elasticsearch_url")
        made = ElasticsearchEngine(url, f"leaks-{uuid.uuid4().hex[:8]}", search_seconds=10)
    made.prepare()
    yield made
    made.drop()
    made.close()


class Counted:
    """The engine, and how often it was asked."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine
        self.name = engine.name
        self.asked = 0

    def search(self, query: AnalysedQuery) -> EngineHits:
        self.asked += 1
        return self._engine.search(query)


def told(engine: SearchEngine, words: str) -> dict[str, object]:
    """Everything the public can notice of an answer."""
    counted = Counted(engine)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = search(text=words, viewer=Viewer.anonymous(), language="zh-hans", engine=counted)
        offered = suggestions(words, Viewer.anonymous(), "zh-hans")
    return {
        "total": answer.total,
        "facets": {name: dict(values) for name, values in answer.facets.items() if values},
        "meant": answer.did_you_mean,
        "relaxed": answer.is_relaxed,
        "results": [
            (result.id, [(each.start_ms, each.highlights) for each in result.moments])
            for result in answer.results
        ],
        "offered": offered,
        "searches": counted.asked,
        "queries": len(queries),
    }


def test_closed_things_change_nothing_in_what_the_public_is_told(
    library: Library, engine: SearchEngine
) -> None:
    library.add("open", "质量讲座", moments=cues("讲质量。", "讲套筒灌浆。"))
    index(engine)
    engine.refresh()
    for words in ASKED:
        told(engine, words)
    before = {words: told(engine, words) for words in ASKED}
    for number, audiences in enumerate(CLOSED):
        library.add(
            f"closed-{number}",
            "绝密的灌浆套筒 secret plan",
            audiences=audiences,
            facets=(("topic", "秘密"),),
            moments=cues("秘密项目的灌浆套筒质量。", "The secret plan of quality."),
        )
    index(engine)
    engine.refresh()
    for words in ASKED:
        told(engine, words)
    after = {words: told(engine, words) for words in ASKED}
    assert after == before
