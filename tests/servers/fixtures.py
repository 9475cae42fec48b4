"""Servers as fixtures: one of each a test run, brought up when first asked for."""

import contextlib
from collections.abc import Iterator

import pytest

from tests.servers import ServerMissing, missing
from tests.servers.base import Server
from tests.servers.elasticsearch import Elasticsearch
from tests.servers.postgresql import Postgresql
from tests.servers.redis import Redis


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    yield from _address(Elasticsearch())


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    yield from _address(Postgresql())


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    yield from _address(Redis())


def _address(server: Server) -> Iterator[str]:
    with contextlib.ExitStack() as stack:
        try:
            url = stack.enter_context(server.running())
        except ServerMissing as problem:
            missing(server.name, str(problem))
        yield url
