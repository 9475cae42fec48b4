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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that commits leaves behind what migrations made, as every other test finds it."""
    for item in items:
        for mark in item.iter_markers("django_db"):
            if mark.kwargs.get("transaction"):
                mark.kwargs["serialized_rollback"] = True
