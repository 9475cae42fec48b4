"""Judge the message catalogues: complete, and up to date with the sources."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from lectern.catalogues import catalogue_paths, message_ids, problems


class Command(BaseCommand):
    help = "Fail when a message lacks its translation or the catalogues are behind the sources."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        found = [
            f"{path.parent.parent.name}: {problem}"
            for path in catalogue_paths()
            for problem in problems(path)
        ]
        found += self._behind()
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"{len(found)} problems; `make messages` collects, then translate")

    def _behind(self) -> list[str]:
        """Messages of the sources that a catalogue lacks, found by collecting into a copy."""
        if shutil.which("xgettext") is None:
            raise CommandError("GNU gettext is missing; on Debian: apt-get install gettext")
        committed = Path(settings.LOCALE_PATHS[0])
        before = {path: message_ids(path) for path in catalogue_paths()}
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "locale"
            shutil.copytree(committed, copy)
            settings.LOCALE_PATHS = [copy]
            try:
                call_command("collect_messages", stderr=self.stderr, verbosity=0)
                after = [message_ids(path) for path in catalogue_paths()]
            finally:
                settings.LOCALE_PATHS = [committed]
        return [
            f"{path.parent.parent.name}: not collected: {msgid!r}"
            for (path, known), now in zip(before.items(), after, strict=True)
            for _context, msgid in sorted(now - known)
        ]
