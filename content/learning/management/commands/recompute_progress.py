"""`manage.py recompute_progress`: watched sets anew from the watch intervals, the facts."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.learning.models import WatchedSet
from content.learning.recompute import recompute


class Command(BaseCommand):
    help = (
        "Fold the watch intervals of every person and recording again and put right the summaries "
        "that differ. With --check nothing is written, and a difference gives exit code 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare only")
        parser.add_argument("--user", help="employee number of the one person to look at")
        parser.add_argument("--json", action="store_true", help="figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        summaries = WatchedSet.objects.order_by("pk")
        if options["user"]:
            summaries = summaries.filter(user__employee_number=options["user"])
        write = not options["check"]
        keys = list(summaries.values_list("pk", flat=True))
        differing = sum(recompute(key, write=write) for key in keys)
        if options["json"]:
            self.stdout.write(json.dumps({"checked": len(keys), "differing": differing}))
        else:
            self.stderr.write(f"{len(keys)} summaries checked, {differing} differed.")
        if differing and options["check"]:
            raise CommandError("Some summaries differ from their facts.", returncode=1)
