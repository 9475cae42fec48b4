"""`manage.py import_recordings FOLDER`: a folder of files becomes recordings."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from content.people.models import User
from content.recordings import bulk_import
from content.recordings.bulk_import import Candidate
from content.recordings.manifest import read_manifest


class Command(BaseCommand):
    help = (
        "Make recordings of the files in a folder. With a manifest (CSV or XLSX with the columns "
        "file, title, speaker, date, language, unit, audience; Chinese names are understood), its "
        "rows are imported, else every media file below the folder. All rows are judged first; if "
        "there is a problem in any of them, nothing is imported. The folder is only read. Run "
        "again, it goes on where it ended: content that was imported before is left alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--manifest", type=Path, help="CSV or XLSX file")
        parser.add_argument("--dry-run", action="store_true", help="judge only, import nothing")
        parser.add_argument("--user", default="", help="employee number of who imports")
        parser.add_argument(
            "--publish", action="store_true", help="publish each lecture page once it can be played"
        )
        parser.add_argument("--json", action="store_true", help="the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        user = self._user(options["user"])
        candidates = self._judged(folder, options["manifest"], options["publish"])
        troubled = [candidate for candidate in candidates if candidate.problems]
        made: list[dict[str, Any]] = []
        if not troubled and not options["dry_run"]:
            made = self._make_all(candidates, user, troubled)
        self._tell(candidates, made, troubled, options)
        if troubled:
            raise CommandError(f"{len(troubled)} of {len(candidates)} rows have problems.")

    def _user(self, number: str) -> User | None:
        if not number:
            return None
        try:
            return User.objects.get(employee_number=number)
        except User.DoesNotExist:
            raise CommandError(f"Nobody has the employee number {number}.") from None

    def _judged(self, folder: Path, manifest: Path | None, publish: bool) -> list[Candidate]:
        try:
            rows = read_manifest(manifest) if manifest else bulk_import.rows_of_folder(folder)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except OSError as error:
            raise CommandError(f"{manifest}: {error.strerror}") from error
        if not rows:
            raise CommandError("There is nothing to import.")
        return bulk_import.judge(folder, rows, publish=publish)

    def _make_all(
        self, candidates: list[Candidate], user: User | None, troubled: list[Candidate]
    ) -> list[dict[str, Any]]:
        """What was made; a file that fails after all is noted as troubled, the others go on."""
        todo = [candidate for candidate in candidates if not candidate.existing]
        bar = _Bar(sum(candidate.size for candidate in todo), self._draw)
        made = []
        for candidate in todo:
            try:
                recording = bulk_import.make(
                    candidate, acting_user=user, report=bar.of(candidate.file)
                )
            except (ValidationError, OSError) as error:
                words = error.messages if isinstance(error, ValidationError) else [str(error)]
                candidate.problems += words
                troubled.append(candidate)
            else:
                made.append({**_shown(candidate), "uuid": str(recording.uuid)})
            bar.finish(candidate.size)
        self._draw("")
        return made

    def _draw(self, line: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r\x1b[K{line}", ending="")

    def _tell(
        self,
        candidates: list[Candidate],
        made: list[dict[str, Any]],
        troubled: list[Candidate],
        options: dict[str, Any],
    ) -> None:
        already = [{**_shown(one), "uuid": one.existing} for one in candidates if one.existing]
        problems = [{**_shown(one), "problems": one.problems} for one in troubled]
        if options["json"]:
            outcome = {
                "rows": len(candidates),
                "made": made,
                "already": already,
                "problems": problems,
                "dry_run": options["dry_run"],
            }
            self.stdout.write(json.dumps(outcome, ensure_ascii=False))
            return
        for one in troubled:
            for problem in one.problems:
                self.stderr.write(f"Row {one.number}, {one.file}: {problem}")
        if options["dry_run"]:
            fit = len(candidates) - len(troubled) - len(already)
            self.stderr.write(f"{fit} would be imported, {len(already)} are there already.")
        else:
            self.stderr.write(f"{len(made)} imported, {len(already)} were there already.")


class _Bar:
    """Share done and time left, a few times a second."""

    def __init__(self, total: int, draw: Callable[[str], None]) -> None:
        self._total, self._draw = max(1, total), draw
        self._done = 0
        self._begun = time.monotonic()

    def of(self, name: str) -> Callable[[int], None]:
        def report(here: int) -> None:
            done = self._done + here
            passed = time.monotonic() - self._begun
            left = passed * (self._total - done) / max(1, done)
            share = 100 * done / self._total
            self._draw(f"{share:3.0f} %  {left / 60:.0f} min left  {name}")

        return report

    def finish(self, size: int) -> None:
        self._done += size


def _shown(candidate: Candidate) -> dict[str, Any]:
    return {"row": candidate.number, "file": candidate.file, "title": candidate.title}
