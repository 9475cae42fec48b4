"""Compare content, journal and indexes, and put right what differs."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import journal
from search.backends import UnknownEngine, engine_named, indexed_engines
from search.engines.base import EngineError
from search.reconcile import Drift, reconcile

AWAY = 2


class Command(BaseCommand):
    help = (
        "Compare each index with the content and put right what differs. Exit code 0: nothing "
        "differs any more; 1: with --check, something differs; 2: an engine could not be reached."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--engine", help="only this one; default: every engine kept here")
        parser.add_argument("--check", action="store_true", help="compare only, change nothing")
        parser.add_argument("--json", action="store_true", help="figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            named = options["engine"]
            engines = [engine_named(named)] if named else indexed_engines()
        except UnknownEngine as error:
            raise CommandError(str(error)) from error
        content = 0 if options["check"] else journal.survey()
        drifts: list[Drift] = []
        away = []
        for engine in engines:
            try:
                drifts.append(reconcile(engine, mend=not options["check"]))
            except EngineError as error:
                away.append(f"{engine.name}: {error}")
        self._report(content, drifts, as_json=options["json"])
        if away:
            raise CommandError("Not compared: " + "; ".join(away), returncode=AWAY)
        if options["check"] and any(drift.total for drift in drifts):
            sys.exit(1)

    def _report(self, content: int, drifts: list[Drift], *, as_json: bool) -> None:
        if as_json:
            values = {"content": content, "engines": [asdict(drift) for drift in drifts]}
            self.stdout.write(json.dumps(values, ensure_ascii=False))
            return
        self.stdout.write(f"content: {content} things differed from what was stored")
        for drift in drifts:
            self.stdout.write(
                f"{drift.engine}: {len(drift.missing)} missing, {len(drift.outdated)} of another "
                f"version, {len(drift.wrong)} with other moments, {len(drift.surplus)} that should "
                "not be there"
            )
