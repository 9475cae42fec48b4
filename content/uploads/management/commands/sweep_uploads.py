"""`manage.py sweep_uploads`: what the worker does every ten minutes, now."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from content.uploads.sweeping import sweep_uploads


class Command(BaseCommand):
    help = "Remove uploads that were not continued before they expired, and files without a row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        removed = sweep_uploads()
        if options["json"]:
            self.stdout.write(json.dumps({"removed": removed}))
        else:
            self.stderr.write(f"{removed} removed.")
