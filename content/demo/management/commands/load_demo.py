"""Loads the demonstration; a second run adds only what is missing."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from content.demo.loading.everything import load_everything
from content.demo.selectors import FreshState, fresh_lecture, is_somebody_elses
from content.demo.texts import table

_ROLES = {
    "administrator": "administrator",
    "training": "training administrator",
    "editor": "editor",
    "publisher": "editor who publishes",
    "employee": "employee",
}


class Command(BaseCommand):
    help = (
        "Load the demonstration: people, recordings, transcripts, articles, courses and figures "
        "in both languages. What exists already is left as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="where the site is served")
        parser.add_argument(
            "--beside", action="store_true", help="load it although there are other people already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["beside"] and is_somebody_elses():
            raise CommandError(
                "There are people here already, and the demonstration's password is known to "
                "everybody. Choose another database, or say --beside."
            )
        self.started = time.monotonic()
        load_everything(self._report, port=options["port"])
        self._tell_fresh()
        self._tell_people()

    def _report(self, part: str, count: int) -> None:
        seconds = time.monotonic() - self.started
        self.stdout.write(f"  {part:<28}{count:>5}   {seconds:5.1f} s")
        self.stdout.flush()

    def _tell_fresh(self) -> None:
        fresh = fresh_lecture()
        words = {
            FreshState.WAITING: "is in the queue: the worker will probe, encode and transcribe it",
            FreshState.TRANSCRIBED: "is transcribed",
            FreshState.FAILED: f"needs attention: {fresh.problem}",
            FreshState.ABSENT: "is missing",
        }
        self.stdout.write(f"\n“{fresh.title}” {words[fresh.state]}.")

    def _tell_people(self) -> None:
        people = table("people")
        self.stdout.write("\nSign in with an employee number (demonstration only):\n")
        self.stdout.write(f"  {'number':<10}{'password':<22}{'role':<24}name")
        for row in people["people"]:
            role = _ROLES[row["role"]]
            self.stdout.write(
                f"  {row['number']:<10}{people['password']:<22}{role:<24}{row['name']}"
            )
