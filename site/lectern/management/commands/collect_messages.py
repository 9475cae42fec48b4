"""Collect the texts to translate into both catalogues (needs GNU gettext)."""

import shutil
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from lectern.catalogues import LOCALES, catalogue_paths, fill_english

# The catalogues' own folder too: Django would write to it besides LOCALE_PATHS.
IGNORED = (
    ".venv/*", "node_modules/*", "var/*", "tests/*", "build/*", "site/lectern/static/*",
    "site/lectern/locale", "site/lectern/locale/*",
)  # fmt: skip


class Command(BaseCommand):
    help = "Collect the texts to translate into both catalogues."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if shutil.which("xgettext") is None:
            raise CommandError("GNU gettext is missing; on Debian: apt-get install gettext")
        settings.LOCALE_PATHS[0].mkdir(parents=True, exist_ok=True)
        call_command(
            "makemessages",
            locale=list(LOCALES),
            ignore_patterns=list(IGNORED),
            no_obsolete=True,
            no_wrap=True,
            add_location="file",
            verbosity=0,
        )
        for path in catalogue_paths():
            if path.parent.parent.name == "en":
                fill_english(path)
        self.stderr.write("Collected; now fill site/lectern/locale/zh_Hans/LC_MESSAGES/django.po")
