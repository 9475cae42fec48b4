"""Each search engine in turn, empty and prepared, for the contracts."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from lectern.env import database_settings
from search.engines.base import SearchEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.postgresql import PostgreSQLEngine
from search.engines.sqlite import SQLiteEngine

CONTRACT = "search_contract"


@pytest.fixture(params=["sqlite", "postgresql", "elasticsearch"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    """An engine with nothing in it; dropped after the test."""
    if request.param == "sqlite":
        made: SearchEngine = SQLiteEngine(tmp_path / "search.sqlite3")
    elif request.param == "postgresql":
        made = PostgreSQLEngine(request.getfixturevalue("postgresql_connection"), _name("i", "_"))
    else:
        url = request.getfixturevalue("elasticsearch_url")
        made = ElasticsearchEngine(url, _name("contract", "-"), search_seconds=10)
    made.prepare()
    yield made
    made.drop()
    made.close()


@pytest.fixture
def postgresql_connection(postgresql_url: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The alias of a Django connection to a PostgreSQL of the tests' own."""
    settings = {"default": connections.settings["default"], CONTRACT: _settings(postgresql_url)}
    connections.settings[CONTRACT] = connections.configure_settings(settings)[CONTRACT]
    with django_db_blocker.unblock():
        yield CONTRACT
        connections[CONTRACT].close()
    del connections[CONTRACT]
    del connections.settings[CONTRACT]


def _settings(url: str) -> dict[str, object]:
    return {**database_settings(url), "CONN_MAX_AGE": 0}


def _name(first: str, joint: str) -> str:
    return joint.join([first, str(os.getpid()), uuid.uuid4().hex[:8]])
