"""What the site asks of a cache, held by each the settings may name: files, real Redis."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import BaseCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache


@pytest.fixture(params=["files", "redis"])
def cache(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[BaseCache]:
    if request.param == "redis":
        made: BaseCache = RedisCache(request.getfixturevalue("redis_url"), {})
    else:
        made = FileBasedCache(str(tmp_path), {})
    made.clear()
    yield made
    made.clear()
    made.close()


def test_what_was_set_is_had_again_with_its_type(cache: BaseCache) -> None:
    cache.set("讲座", {"spans": [(0, 1000)]}, 60)
    assert cache.get("讲座") == {"spans": [(0, 1000)]}


def test_only_the_first_of_two_adds_counts(cache: BaseCache) -> None:
    assert cache.add("lock", "one", 60)
    assert not cache.add("lock", "two", 60)
    assert cache.get("lock") == "one"


def test_a_counter_counts(cache: BaseCache) -> None:
    cache.set("tries", 1, 60)
    assert cache.incr("tries") == 2


def test_what_is_over_is_gone(cache: BaseCache) -> None:
    cache.set("code", "1", 0)
    assert cache.get("code") is None


def test_what_was_deleted_is_gone(cache: BaseCache) -> None:
    cache.set("code", "1", 60)
    assert cache.delete("code")
    assert cache.get("code", "nothing") == "nothing"
