"""Measure the house: `manage.py bench NAME [--json]`. Exit code 1 where a goal is missed."""

import argparse
import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lectern.bench.base import BenchImpossibleError, Figure, Report
from lectern.bench.registry import NAMES, bench_of


class Command(BaseCommand):
    help = "Measure a part of the house against the bare thing it is built on, in one run."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--json", action="store_true", help="figures as JSON on standard output"
        )
        benches = parser.add_subparsers(dest="bench", metavar="NAME", required=True)
        for name in NAMES:
            bench = bench_of(name)
            one = benches.add_parser(name, help=bench.help, description=bench.help)
            one.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
            bench.add_arguments(one)

    def handle(self, *args: Any, **options: Any) -> None:
        bench = bench_of(options["bench"])
        try:
            report = bench.run(options, self._say)
        except BenchImpossibleError as impossible:
            raise CommandError(str(impossible)) from impossible
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
        else:
            self._write(report)
        if any(figure.holds is False for figure in report.figures):
            sys.exit(1)

    def _say(self, text: str) -> None:
        self.stderr.write(text)

    def _write(self, report: Report) -> None:
        for name, value in report.setting.items():
            self.stdout.write(f"{name}: {value}")
        width = max((len(figure.name) for figure in report.figures), default=0)
        for figure in report.figures:
            self.stdout.write(_line(figure, width))


def _line(figure: Figure, width: int) -> str:
    judged = "" if figure.holds is None else ("  holds" if figure.holds else "  MISSED")
    goal = f"  (goal {figure.goal})" if figure.goal else ""
    return f"{figure.name:<{width}}  {figure.value:>12.4g} {figure.unit}{goal}{judged}"
