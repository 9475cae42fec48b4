"""Say how search is doing."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.status import SearchStatus, search_status


class Command(BaseCommand):
    help = (
        "Show what waits to be indexed and how far each index is. "
        "Exit code 0: all is well; 1: something is degraded, and it is named."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        status = search_status()
        if options["json"]:
            values = {**asdict(status), "problems": status.problems}
            self.stdout.write(json.dumps(values, ensure_ascii=False, default=str))
        else:
            self._table(status)
        for problem in status.problems:
            self.stderr.write(problem)
        if status.problems:
            sys.exit(1)

    def _table(self, status: SearchStatus) -> None:
        self.stdout.write(f"documents {status.documents}, journal at version {status.head}")
        self.stdout.write(f"waiting {status.waiting}, the oldest {status.waiting_seconds:.0f} s")
        self.stdout.write(f"{'engine':<16}{'state':<12}{'documents':>12}{'moments':>12}{'lag':>8}")
        for engine in status.engines:
            state = "away" if not engine.is_reachable else "ready" if engine.is_filled else "empty"
            figures = (engine.documents, engine.moments, engine.lag)
            cells = ["–" if figure is None else str(figure) for figure in figures]
            self.stdout.write(
                f"{engine.name:<16}{state:<12}{cells[0]:>12}{cells[1]:>12}{cells[2]:>8}"
            )
