"""Our rebuild of an Elasticsearch index against the bare bulk of the same documents.

What each side does. Ours: `search.rebuild.rebuild`, from the stored documents in the database to an
index that answers: unpacking, requests, versions compared, the swap, the cursor. Bare: the very
requests' actions made beforehand and held in memory, sent by the bare client's bulk in pieces of
the same size into an index of the same settings, and refreshed. By turns; documents are moments
and headers, as the server counts them.
"""

import argparse
from itertools import islice
from typing import Any

from django.conf import settings

from lectern.bench.base import Bench, Figure, Report, Say, at_least, median, seconds_of
from lectern.bench.search import throw_away_elasticsearch
from lectern.bench.search_corpus import Corpus, corpus_of
from lectern.bench.throw_away import throw_away_database
from search.cards import values_of
from search.documents import IndexDocument
from search.engines.elasticsearch import BULK_ACTIONS, BULK_BYTES, ElasticsearchEngine
from search.engines.elasticsearch_body import put_actions
from search.models import Journal, StoredDocument
from search.rebuild import rebuild

SHARE = 0.7
BATCH = 200


class Measured(Bench):
    name = "rebuild"
    help = "Rebuilding an Elasticsearch index, against the bare bulk of the same documents."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--moments", type=int, default=20_000, help="in all; default 20000")
        parser.add_argument("--workers", type=int, default=2, help="also with so many; default 2")
        parser.add_argument("--rounds", type=int, default=3, help="turns of each side; default 3")

    def run(self, options: dict[str, Any], say: Say) -> Report:
        corpus = corpus_of(options["moments"], say)
        workers, rounds = options["workers"], options["rounds"]
        with throw_away_elasticsearch() as engine, throw_away_database(say):
            documents = _store(corpus)
            actions = [action for each in documents for action in put_actions(each)]
            # The server is warm before either side is timed.
            _send_bare(engine, actions[: len(actions) // 4])
            taken: dict[str, list[float]] = {"ours": [], "several": [], "bare": []}
            for turn in range(1, rounds + 1):
                say(f"Turn {turn} of {rounds}")
                taken["bare"].append(seconds_of(lambda: _send_bare(engine, actions)))
                taken["ours"].append(seconds_of(lambda: rebuild(engine)))
                several = seconds_of(lambda: rebuild(engine, workers=workers))
                taken["several"].append(several)
        rates = {name: len(actions) / median(seconds) for name, seconds in taken.items()}
        figures = (
            Figure("rebuild", rates["ours"], "documents/s"),
            Figure(f"rebuild by {workers} processes", rates["several"], "documents/s"),
            Figure("bare bulk", rates["bare"], "documents/s"),
            at_least("rebuild to bare bulk", rates["ours"] / rates["bare"], "×", SHARE),
        )
        setting = {"documents": len(actions), "moments": corpus.moments, "rounds": rounds}
        return Report(self.name, {**setting, "server": settings.ELASTICSEARCH_URL}, figures)


def _store(corpus: Corpus) -> list[IndexDocument]:
    """Puts the corpus into the journal's table, as if it had been analysed there."""
    every = corpus.documents()
    kept: list[IndexDocument] = []
    while batch := list(islice(every, BATCH)):
        StoredDocument.objects.bulk_create(
            StoredDocument(
                group=each.group,
                language=each.language,
                version=each.version,
                data=each.to_bytes(),
                card=values_of(each),
            )
            for each in batch
        )
        kept += batch
    last = max(each.version for each in kept)
    Journal.objects.update_or_create(pk=Journal.ONLY, defaults={"last_version": last})
    return kept


def _send_bare(engine: ElasticsearchEngine, actions: list[dict[str, Any]]) -> None:
    from elasticsearch import helpers  # heavy, and only where it is measured

    name = engine.create(engine.building, engine.WHILE_FILLED)
    client = engine.client()
    try:
        helpers.bulk(
            client,
            actions,
            index=name,
            chunk_size=BULK_ACTIONS,
            max_chunk_bytes=BULK_BYTES,
            stats_only=True,
        )
        client.indices.refresh(index=name)
    finally:
        client.indices.delete(index=name)
