"""Search that is never down: the first engine answers, and the second while the first is away.

A breaker keeps a dead first engine from costing every search its time-out: after a failure it is
left alone for a moment, then one search tries it again. The indexes are filled each by itself (see
`engines`); this only chooses who answers.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from search.engines.base import EngineUnavailable, SearchEngine
from search.query import AnalysedQuery
from search.results import EngineHits

RETRY_SECONDS = 1.0

logger = logging.getLogger(__name__)


class FailoverSearch:
    """Answers like an engine; `degraded` says that the second one answered."""

    def __init__(
        self,
        first: SearchEngine,
        second: SearchEngine,
        *,
        retry_seconds: float = RETRY_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.first = first
        self.second = second
        self._retry_seconds = retry_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._closed_until = 0.0
        self._is_away = False

    @property
    def name(self) -> str:
        return self.first.name

    @property
    def engines(self) -> tuple[SearchEngine, ...]:
        """Every index that is to be kept filled."""
        return (self.first, self.second)

    @property
    def is_degraded(self) -> bool:
        """Whether the last attempt found the first engine away."""
        return self._is_away

    def search(self, query: AnalysedQuery) -> EngineHits:
        """Raises EngineUnavailable only where both engines are away."""
        if self._may_try():
            try:
                hits = self.first.search(query)
            except EngineUnavailable as problem:
                self._away(problem)
            else:
                self._back()
                return hits
        return replace(self.second.search(query), degraded=True)

    def _may_try(self) -> bool:
        """Whether this search asks the first engine. While it is away, one search a while does."""
        with self._lock:
            if not self._is_away:
                return True
            if self._clock() < self._closed_until:
                return False
            self._closed_until = self._clock() + self._retry_seconds
            return True

    def _away(self, problem: EngineUnavailable) -> None:
        with self._lock:
            if not self._is_away:
                logger.warning("search.degraded engine=%s reason=%s", self.first.name, problem)
            self._is_away = True
            self._closed_until = self._clock() + self._retry_seconds

    def _back(self) -> None:
        with self._lock:
            if self._is_away:
                logger.info("search.recovered engine=%s", self.first.name)
            self._is_away = False
