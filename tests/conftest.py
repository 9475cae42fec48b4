"""What every test stands on: sockets shut but localhost, real rows by factories."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

pytest_plugins = ["tests.servers.fixtures"]


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
