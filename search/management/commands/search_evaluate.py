"""Measure the search on a judged set, in a throw-away index."""

import json
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from search.engines.base import EngineError, SearchEngine
from search.evaluation import InvalidSetError, evaluate, fill, read_corpus, read_queries

ENGINES = ("sqlite", "postgresql", "elasticsearch")


@contextmanager
def throw_away(name: str) -> Iterator[SearchEngine]:
    """An empty engine of that name, removed afterwards. Raises CommandError where it cannot be."""
    with tempfile.TemporaryDirectory(prefix="lectern-search-") as folder:
        engine = _engine(name, Path(folder))
        engine.prepare()
        try:
            yield engine
        finally:
            engine.drop()
            engine.close()


def _engine(name: str, folder: Path) -> SearchEngine:
    # Inner imports: each engine's driver is loaded only where it is used.
    if name == "sqlite":
        from search.engines.sqlite import SQLiteEngine

        return SQLiteEngine(folder / "search.sqlite3")
    mark = uuid.uuid4().hex[:8]
    if name == "postgresql":
        if connection.vendor != "postgresql":
            raise CommandError("The database is not PostgreSQL; set DATABASE_URL.")
        from search.engines.postgresql import PostgreSQLEngine

        return PostgreSQLEngine(prefix=f"search_evaluation_{mark}")
    if not settings.ELASTICSEARCH_URL:
        raise CommandError("No Elasticsearch is named; set ELASTICSEARCH_URL.")
    from search.engines.elasticsearch import ElasticsearchEngine

    return ElasticsearchEngine(settings.ELASTICSEARCH_URL, f"lectern-evaluation-{mark}")


class Command(BaseCommand):
    help = "Measure nDCG, MRR, recall and hits of the second on a judged set."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("corpus", type=Path, help="one JSON object a line: what is searched")
        parser.add_argument("queries", type=Path, help="one JSON object a line: what is asked")
        parser.add_argument("--engine", choices=ENGINES, help="default: the one that answers here")
        parser.add_argument("--json", action="store_true", help="figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["engine"] or self._default()
        try:
            queries = read_queries(options["queries"])
            with throw_away(name) as engine:
                count = fill(engine, read_corpus(options["corpus"]))
                self.stderr.write(f"{name}: {count} documents, {len(queries)} queries")
                figures = evaluate(engine, queries)
        except (InvalidSetError, EngineError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(figures, ensure_ascii=False))
        else:
            self._table(figures)

    def _default(self) -> str:
        if settings.ELASTICSEARCH_URL:
            return "elasticsearch"
        return "postgresql" if connection.vendor == "postgresql" else "sqlite"

    def _table(self, figures: dict[str, Any]) -> None:
        rows = {"all": figures["all"], **figures["classes"]}
        names = ("ndcg@10", "mrr", "recall@10", "moment_hit", "queries")
        self.stdout.write("".join(f"{title:>12}" for title in ("", *names)))
        for name, row in rows.items():
            cells = ["–" if row[key] is None else f"{row[key]:g}" for key in names]
            self.stdout.write("".join(f"{cell:>12}" for cell in (name, *cells)))
