"""`manage.py sweep_recordings`: what the worker does once a day, now."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.recordings.sweeping import ForeignStorageError, sweep_recordings


class Command(BaseCommand):
    help = (
        "Remove files of recordings that are older than a day and known to no recording, and list "
        "recordings' files that are gone. Exit code 2 where files are gone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="list only, remove nothing")
        parser.add_argument(
            "--force", action="store_true", help="also where most of the files belong to nothing"
        )
        parser.add_argument("--json", action="store_true", help="names and figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            swept = sweep_recordings(dry_run=options["dry_run"], force=options["force"])
        except ForeignStorageError as error:
            raise CommandError(
                f"{error}. Is this the right database? With --force they are removed."
            ) from error
        if options["json"]:
            self.stdout.write(json.dumps(vars(swept)))
        else:
            for name in swept.removed:
                self.stdout.write(name)
            word = "would be removed" if options["dry_run"] else "removed"
            self.stderr.write(f"{len(swept.removed)} files {word} ({swept.freed_bytes} bytes).")
            for name in swept.missing:
                self.stderr.write(f"missing: {name}")
        if swept.missing:
            raise CommandError(f"{len(swept.missing)} files are gone.", returncode=2)
