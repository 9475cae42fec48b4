"""Takes the demonstration out again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from content.demo.clearing import clear_everything


class Command(BaseCommand):
    help = (
        "Delete what load_demo made: people, recordings, articles, courses, figures, and the "
        "learning records of the demonstration's people. What was added beside it stays."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["yes"] and input("Delete the demonstration? [y/N] ").lower() != "y":
            raise CommandError("Nothing was deleted.")
        clear_everything(lambda reason: self.stderr.write(f"  {reason}"))
        self.stdout.write("The demonstration is gone.")
