"""Ask the search from a shell."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from content.core.audience import Viewer
from content.core.clock import clock
from content.core.viewers import viewer_of_user
from search.answers import Answer
from search.asked import Asked
from search.backends import UnknownEngine, engine_named
from search.engines.base import EngineError
from search.excerpt import excerpt
from search.schemas import SearchOut
from search.services import search


class Command(BaseCommand):
    help = "Search what was said and written, as the public or as one person sees it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("words", help="what to look for")
        parser.add_argument("--engine", help="ask this engine alone; default: as the site does")
        parser.add_argument(
            "--user", help="as this person: an employee number; default: the public"
        )
        parser.add_argument(
            "--kind", action="append", default=[], help="recording|article|course|…"
        )
        parser.add_argument("--language", action="append", default=[], help="as spoken or written")
        parser.add_argument("--page", type=int, default=1, help="counts from 1")
        parser.add_argument("--json", action="store_true", help="the API's answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = Asked.of(
            text=options["words"],
            filters={"kind": options["kind"], "language": options["language"]},
            page=options["page"],
        )
        with translation.override(settings.LANGUAGE_CODE):
            answer = self._answer(asked, options["engine"], self._viewer(options["user"]))
        if options["json"]:
            self.stdout.write(SearchOut.of(answer).model_dump_json())
        else:
            self._print(answer)

    def _viewer(self, name: str | None) -> Viewer:
        if not name:
            return Viewer.anonymous()
        people = get_user_model()
        try:
            return viewer_of_user(people._default_manager.get_by_natural_key(name))
        except people.DoesNotExist:
            raise CommandError(f"Nobody has the number {name!r}.") from None

    def _answer(self, asked: Asked, engine: str | None, viewer: Viewer) -> Answer:
        try:
            return search(
                text=asked.text,
                viewer=viewer,
                language=settings.LANGUAGE_CODE,
                filters=asked.filters,
                page=asked.page,
                engine=engine_named(engine) if engine else None,
            )
        except (UnknownEngine, EngineError) as error:
            raise CommandError(str(error)) from error

    def _print(self, answer: Answer) -> None:
        standby = ", on standby" if answer.degraded else ""
        self.stderr.write(f"{answer.total} found by {answer.engine}{standby}")
        for result in answer.results:
            self.stdout.write(f"{result.title}  {result.url}")
            for moment in result.moments[:3]:
                at = "" if moment.start_ms is None else clock(moment.start_ms)
                self.stdout.write(f"  {at:>8}  {excerpt(moment.text, moment.highlights).text}")
