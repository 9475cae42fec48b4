"""Fills a fresh index beside the living one, then swaps them in one step.

Searches go on in the old index; what is saved meanwhile is replayed after the swap, from the place
in the journal where the fill began. A rebuild that dies leaves the old index as it was; the next
one removes what it left.
"""

import contextlib
import logging
from collections.abc import Callable

from search import journal
from search.engines.base import DocumentsRefused, EngineError, SearchEngine
from search.indexer import catch_up, note_progress
from search.models import StoredDocument

logger = logging.getLogger(__name__)

BATCH = 100

Progress = Callable[[int, int], None]


def rebuild(engine: SearchEngine, progress: Progress = lambda _done, _total: None) -> int:
    """Returns how many documents the new index holds. Nothing is analysed again.

    `progress` is told how many are done, of how many. Raises EngineUnavailable where the engine
    cannot be reached, having changed nothing.
    """
    position = journal.head()
    total = StoredDocument.objects.living().count()
    handle = engine.begin_rebuild()
    done = 0
    try:
        handle.write_cursor(position)
        for rows in StoredDocument.objects.living().in_batches(BATCH):
            try:
                handle.put(row.document() for row in rows)
            except DocumentsRefused as refusal:
                for refused in refusal.refused:
                    logger.error("%s refused %s: %s", engine.name, refused.id, refused.reason)
            done += len(rows)
            progress(done, max(total, done))
        handle.finish()
    except BaseException:
        with contextlib.suppress(EngineError):
            handle.abandon()
        raise
    catch_up(engine, position)
    note_progress(engine.name, engine.read_cursor())
    return done
