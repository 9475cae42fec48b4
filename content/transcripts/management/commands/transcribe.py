"""`manage.py transcribe FILE`: captions of any media file, without any row in the database.

Exit codes: 0 done (also where nobody speaks), 1 the engine cannot be used or broke off, 2 the
command line or the file is wrong.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.transcripts import messages
from content.transcripts.chunk_plan import ChunkPlan, batch_ms, make_plan
from content.transcripts.engine_client import EngineClient, EngineFailedError
from content.transcripts.engines import engine_names
from content.transcripts.engines.base import Segment
from content.transcripts.formats import FORMATS
from content.transcripts.pipeline import engine_choice
from content.transcripts.transcription import choose_language, decode, finish, make_prompt

_BAR_WIDTH = 30


class Command(BaseCommand):
    help = "Write down what is said in a media file, as captions or text, on standard output."
    # The file stands by itself: no database is needed.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="any file with sound")
        parser.add_argument("--language", choices=["zh", "en", "auto"], default="auto")
        parser.add_argument("--engine", choices=engine_names(), default="")
        parser.add_argument(
            "--model", metavar="NAME|PATH", default="", help="weights; default LECTERN_SPEECH_MODEL"
        )
        parser.add_argument("--format", choices=list(FORMATS), default="vtt")
        parser.add_argument(
            "-o", "--output", metavar="OUT", type=Path, help="write here, not to standard output"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self._progress = _Progress(self.stderr)
        try:
            text = self._transcribe(**options)
        except EngineFailedError as error:
            self._progress.end()
            if error.kind != messages.NO_SOUND:
                raise CommandError(
                    _in_words(error, options["file"]), returncode=_code(error)
                ) from error
            self.stderr.write(f"{options['file']} has no sound: nothing to transcribe.")
            text = self._written([], "", 0, options["format"])
        self._put(text, options["output"])

    def _transcribe(self, **options: Any) -> str:
        path: Path = options["file"]
        with EngineClient(engine_choice(options["engine"], options["model"])) as client:
            heard = client.listen(path, progress=self._progress.listened)
            plan = make_plan(heard.regions, heard.duration_ms)
            if not plan.batches:
                self._progress.end()
                self.stderr.write(f"No speech found in {path}.")
                return self._written([], "", 0, options["format"])
            client.load()
            language = choose_language(client, plan, options["language"])
            segments = self._decoded(client, plan, language)
        self._progress.end()
        return self._written(segments, language, plan.duration_ms, options["format"])

    def _decoded(self, client: EngineClient, plan: ChunkPlan, language: str) -> list[Segment]:
        segments: list[Segment] = []
        done_ms = 0
        self._progress.decoded(0, plan.speech_ms)
        for number, found in decode(client, plan, language=language, prompt=make_prompt(language)):
            segments.extend(found)
            done_ms += batch_ms(plan.batches[number])
            self._progress.decoded(done_ms, plan.speech_ms)
        return segments

    def _written(self, segments: list[Segment], language: str, duration_ms: int, form: str) -> str:
        cues = finish(segments, language=language, duration_ms=duration_ms)
        return FORMATS[form].write(cues, language)

    def _put(self, text: str, target: Path | None) -> None:
        if target is None:
            self.stdout.write(text, ending="")
            return
        try:
            target.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise CommandError(f"{target} cannot be written: {error.strerror}") from error


def _in_words(error: EngineFailedError, path: Path) -> str:
    if error.kind == messages.MISSING:
        return f"{path}: there is no such file."
    if error.kind == messages.UNREADABLE:
        return f"{path}: this is not a media file whose sound can be read."
    return str(error)


def _code(error: EngineFailedError) -> int:
    return 2 if error.kind in (messages.MISSING, messages.UNREADABLE) else 1


class _Progress:
    """One line on a terminal, redrawn; nothing anywhere else."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._is_shown = bool(sys.stderr.isatty())
        self._is_drawn = False

    def listened(self, done_ms: int) -> None:
        self._draw(f"Listening  {done_ms // 1000} s")

    def decoded(self, done_ms: int, total_ms: int) -> None:
        filled = done_ms * _BAR_WIDTH // total_ms
        bar = "#" * filled + "." * (_BAR_WIDTH - filled)
        self._draw(f"Transcribing [{bar}] {done_ms // 1000}/{total_ms // 1000} s of speech")

    def end(self) -> None:
        if self._is_drawn:
            self._stream.write("")
            self._is_drawn = False

    def _draw(self, text: str) -> None:
        if self._is_shown:
            self._stream.write(f"\r{text}\x1b[K", ending="")
            self._stream.flush()
            self._is_drawn = True
