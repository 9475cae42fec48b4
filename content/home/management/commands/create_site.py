"""`manage.py create_site`: the two trees of a new site, or what is missing of them."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from content.home.services import create_site


class Command(BaseCommand):
    help = "Make the home pages and sections of both languages; adds only what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--hostname", default="localhost", help="the site's host name")
        parser.add_argument("--port", type=int, default=80, help="the site's port")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        trees = create_site(hostname=options["hostname"], port=options["port"])
        if options["json"]:
            homes = {code: home.pk for code, home in trees.homes.items()}
            self.stdout.write(json.dumps({"created": trees.created, "homes": homes}))
            return
        self.stderr.write(
            _("The site is laid out.") if trees.created else _("Nothing was missing.")
        )
        self.stderr.write(", ".join(f"/{code}/" for code, _name in settings.LANGUAGES))
