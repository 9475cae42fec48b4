"""A rebuild in Elasticsearch: a new index beside the living one, and the swap of the alias."""

from collections.abc import Iterable

from search.documents import IndexDocument
from search.engines.base import EngineError, RebuildHandle
from search.engines.elasticsearch import ElasticsearchEngine, translated
from search.engines.elasticsearch_body import SETTINGS, Body
from search.engines.elasticsearch_outcomes import MISSING


class ElasticsearchRebuild(RebuildHandle):
    """May be handed to other processes: each fills a share."""

    def __init__(self, engine: ElasticsearchEngine, name: str) -> None:
        self._engine = engine
        self._name = name

    def _check(self) -> None:
        """Raises EngineError where the index being built is not the one begun here."""
        with translated():
            client = self._engine.client().options(ignore_status=MISSING)
            names = client.indices.get_alias(name=self._engine.building)
        if self._name not in names:
            raise EngineError("this rebuild was abandoned, or another has taken its place")

    def put(self, documents: Iterable[IndexDocument]) -> int:
        self._check()
        return self._engine._put_into([self._engine.building], documents)

    def write_cursor(self, value: int) -> None:
        self._check()
        self._engine.write_cursor_into(self._engine.building, value)

    def finish(self) -> None:
        self._check()
        with translated():
            indices = self._engine.client().indices
            usual = {"refresh_interval": SETTINGS["refresh_interval"], **self._engine._copies}
            indices.put_settings(index=self._name, settings=usual)
            indices.refresh(index=self._name)
            old = list(indices.get_alias(name=self._engine.live))
            swap: list[Body] = [{"add": {"index": self._name, "alias": self._engine.live}}]
            swap.append({"remove": {"index": self._name, "alias": self._engine.building}})
            swap += [{"remove": {"index": name, "alias": self._engine.live}} for name in old]
            indices.update_aliases(actions=swap)
            for name in old:
                indices.delete(index=name, ignore_unavailable=True)

    def abandon(self) -> None:
        with translated():
            living = self._engine.client().options(ignore_status=MISSING)
            if self._name not in living.indices.get_alias(name=self._engine.live):
                living.indices.delete(index=self._name, ignore_unavailable=True)
