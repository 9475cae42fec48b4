"""Fill a fresh index beside the living one and swap them."""

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import journal
from search.backends import UnknownEngine, engine_named, indexed_engines
from search.engines.base import EngineError, SearchEngine
from search.models import StoredDocument
from search.progress import ProgressBar
from search.rebuild import rebuild


class Command(BaseCommand):
    help = (
        "Build each index anew beside the living one, which goes on answering, and swap them in "
        "one step. Only content that changed around the signals is analysed again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--engine", help="only this one; default: every engine kept here")
        parser.add_argument(
            "--workers",
            type=int,
            default=1,
            help="processes that prepare and send documents to Elasticsearch; default 1",
        )
        parser.add_argument("--json", action="store_true", help="figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            named = options["engine"]
            engines = [engine_named(named)] if named else indexed_engines()
        except UnknownEngine as error:
            raise CommandError(str(error)) from error
        self._survey()
        figures = []
        failures = []
        for engine in engines:
            try:
                figures.append(self._rebuild(engine, options["workers"]))
            except EngineError as error:
                failures.append(f"{engine.name}: {error}")
        if options["json"]:
            self.stdout.write(json.dumps(figures))
        else:
            for row in figures:
                self.stdout.write("{engine}: {documents} documents in {seconds} s".format(**row))
        if failures:
            raise CommandError("Not rebuilt: " + "; ".join(failures))

    def _survey(self) -> None:
        bar = ProgressBar(self.stderr, "content")
        known = StoredDocument.objects.living().count()
        differing = journal.survey(lambda done: bar(done, max(done, known)))
        bar.end()
        self.stderr.write(f"{differing} things differed from what was stored")

    def _rebuild(self, engine: SearchEngine, workers: int) -> dict[str, Any]:
        bar = ProgressBar(self.stderr, engine.name)
        begun = time.monotonic()
        engine.prepare()
        documents = rebuild(engine, bar, workers=workers)
        bar.end()
        seconds = round(time.monotonic() - begun, 2)
        return {"engine": engine.name, "documents": documents, "seconds": seconds}
