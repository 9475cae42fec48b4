"""Servers as fixtures: one of each a test run, brought up when first asked for."""

from collections.abc import Iterator

import pytest

from tests.servers import ServerMissing, elasticsearch, missing, postgresql, redis


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    try:
        server = elasticsearch.running()
        url = server.__enter__()
    except ServerMissing as problem:
        missing("elasticsearch", str(problem))
    yield url
    server.__exit__(None, None, None)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    try:
        server = postgresql.running()
        url = server.__enter__()
    except ServerMissing as problem:
        missing("postgresql", str(problem))
    yield url
    server.__exit__(None, None, None)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    try:
        server = redis.running()
        url = server.__enter__()
    except ServerMissing as problem:
        missing("redis", str(problem))
    yield url
    server.__exit__(None, None, None)
