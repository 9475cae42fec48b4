"""What every test stands on: sockets shut but localhost, real rows by factories."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connections

pytest_plugins = ["tests.servers.fixtures"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """What migrations made is known to every connection, not to this context's alone.

    A browser's event loop gives its thread another context, and so another connection object.
    """
    wrapper = connections["default"]
    made = getattr(wrapper, "_test_serialized_contents", None)
    if made is not None:
        type(wrapper)._test_serialized_contents = made


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
