"""Fills a fresh index beside the living one, then swaps them in one step.

Searches go on in the old index; what is saved meanwhile is replayed after the swap, from the place
in the journal where the fill began. A rebuild that dies leaves the old index as it was; the next
one removes what it left.
"""

import contextlib
import logging
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from itertools import islice

from django.db import connections

from search import journal
from search.documents import IndexDocument
from search.engines.base import DocumentsRefused, EngineError, RebuildHandle, SearchEngine
from search.indexer import catch_up, note_progress
from search.models import StoredDocument

logger = logging.getLogger(__name__)

BATCH = 100
SHARE = 500
"""So many documents a process is given at a time."""

Progress = Callable[[int, int], None]


def rebuild(
    engine: SearchEngine, progress: Progress = lambda _done, _total: None, *, workers: int = 1
) -> int:
    """Returns how many documents the new index holds. Nothing is analysed again.

    `progress` is told how many are done, of how many. With several `workers` the documents are
    read, prepared and sent by so many processes, where the engine takes writes side by side. Raises
    EngineUnavailable where the engine cannot be reached, having changed nothing.
    """
    position = journal.head()
    total = StoredDocument.objects.living().count()
    handle = engine.begin_rebuild()
    done = 0
    try:
        handle.write_cursor(position)
        side_by_side = workers > 1 and engine.takes_many_writers
        parts = _by_processes(handle, workers) if side_by_side else _filled(handle, -1, None)
        for count in parts:
            done += count
            progress(done, max(total, done))
        handle.finish()
    except BaseException:
        with contextlib.suppress(EngineError):
            handle.abandon()
        raise
    catch_up(engine, position)
    note_progress(engine.name, engine.read_cursor())
    return done


def _filled(handle: RebuildHandle, after: int, until: int | None) -> Iterator[int]:
    """Puts what is stored between two versions, batch by batch; how many each time.

    The next batch is unpacked while the engine takes in the one before.
    """
    rows = StoredDocument.objects.living()
    if until is not None:
        rows = rows.filter(version__lte=until)
    with ThreadPoolExecutor(max_workers=1) as unpacking:
        batches = (unpacking.submit(_documents, batch) for batch in rows.in_batches(BATCH, after))
        waiting = next(batches, None)
        while waiting is not None:
            following = next(batches, None)
            documents = waiting.result()
            try:
                handle.put(documents)
            except DocumentsRefused as refusal:
                for refused in refusal.refused:
                    logger.error("Refused %s: %s", refused.id, refused.reason)
            yield len(documents)
            waiting = following


def _documents(rows: Sequence[StoredDocument]) -> list[IndexDocument]:
    return [row.document() for row in rows]


def _by_processes(handle: RebuildHandle, workers: int) -> Iterator[int]:
    """As `_filled`, by several processes, each with connections of its own."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(max_workers=workers, mp_context=context) as processes:
        shares = [processes.submit(_fill_share, handle, after, until) for after, until in _shares()]
        try:
            for share in shares:
                yield share.result()
        except BaseException:
            processes.shutdown(wait=True, cancel_futures=True)
            raise


def _fill_share(handle: RebuildHandle, after: int, until: int) -> int:
    try:
        return sum(_filled(handle, after, until))
    finally:
        connections.close_all()


def _shares() -> Iterator[tuple[int, int]]:
    """Stretches of versions with no more than so many documents each."""
    versions = StoredDocument.objects.living().order_by("version").values_list("version", flat=True)
    every, after = versions.iterator(), -1
    while found := list(islice(every, SHARE)):
        yield after, found[-1]
        after = found[-1]
