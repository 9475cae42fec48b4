"""Compile the message catalogues; needs nothing but Python."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lectern.catalogues import catalogue_paths, compile_catalogue


class Command(BaseCommand):
    help = "Compile the message catalogues that changed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        for path in catalogue_paths():
            if compile_catalogue(path) and not options["quiet"]:
                self.stderr.write(f"Compiled {path.parent.parent.name}")
