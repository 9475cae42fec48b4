"""A library of plain rows behind the port, and an engine of its own file for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from content.core import ports
from search import backends
from search.engines.sqlite import SQLiteEngine
from tests.unit.search.library import Library


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    """The only source of documents while the test runs."""
    shelf = Library()
    monkeypatch.setattr(ports, "_sources", {"recording": shelf, "article": shelf.articles})
    monkeypatch.setattr(ports, "_synonyms", [])
    monkeypatch.setattr(ports, "_terms", [])
    monkeypatch.setattr(ports, "_marks", [shelf.marks])
    return shelf


@pytest.fixture
def engine(tmp_path: Path, settings) -> Iterator[SQLiteEngine]:
    """The engine that answers in this test; empty, in a file of its own."""
    settings.LECTERN_SEARCH_FILE = tmp_path / "search.sqlite3"
    backends.forget()
    made = SQLiteEngine(settings.LECTERN_SEARCH_FILE)
    made.prepare()
    yield made
    made.close()
    backends.forget()
