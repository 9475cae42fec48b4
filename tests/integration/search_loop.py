"""A worker's index loop for the length of a test, and patience for what it will do."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

from django.db import connections

from search.engines.base import SearchEngine
from search.indexer import IndexLoop


@contextlib.contextmanager
def looping(*engines: SearchEngine) -> Iterator[None]:
    """What is saved inside is taken in by these engines, or by those of the settings."""
    stop = threading.Event()
    loop = IndexLoop(stop, engines=engines or None, wake_seconds=0.1)

    def run() -> None:
        try:
            loop.run()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, name="index-loop")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(60)
    assert not thread.is_alive()


def eventually(is_so: Callable[[], bool], seconds: float = 20) -> None:
    """Fails where it does not come true in time."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)
