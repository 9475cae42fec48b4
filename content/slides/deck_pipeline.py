"""The job that turns an uploaded deck into pictures and words, some pages at a time.

What the checkpoint says is drawn is not drawn again; a picture gets its name only when it is whole.
A deck that cannot be converted leaves no file behind, only the reason.
"""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from content.jobs.exceptions import JobFailedError
from content.jobs.models import Job, JobState
from content.jobs.run import JobRun
from content.jobs.services import enqueue
from content.recordings import storage as disk
from content.slides import deck_work, storage
from content.slides.attempts import scratch
from content.slides.deck_work import DeckWorkError, DrawnPage
from content.slides.enums import DeckKind, DeckProblem, DeckState
from content.slides.models import Deck, Slide
from content.slides.services import CONVERT_KIND as KIND
from content.slides.services import FIND_KIND, tell

__all__ = ["KIND", "LANE", "STAGES", "convert_deck", "mark_unfinished"]

LANE = "slides"
STAGES = {
    "office": _("Opening the presentation"),
    "count": _("Reading the file"),
    "draw": _("Drawing the slides"),
}
PAGES_AT_ONCE = 8


def convert_deck(run: JobRun) -> None:
    """The handler. Raises JobFailedError with the message of a `DeckProblem`."""
    deck = Deck.objects.select_related("recording").filter(uuid=run.job.subject_id).first()
    if deck is None:
        return  # deleted or replaced meanwhile: nothing is left to do
    try:
        with scratch(run.job, deck.uuid) as folder:
            _make_pdf(run, deck, folder)
            pages = _count(run, deck)
            _draw(run, deck, pages, folder)
    except DeckWorkError as error:
        raise JobFailedError(
            error.problem.message, detail=error.detail, retry=error.retry
        ) from error
    _finish(run, deck, pages)


def mark_unfinished(job: Job) -> None:
    """The job ended without success: the deck says why, and its files are gone."""
    problem = (
        DeckProblem.CANCELLED
        if job.state == JobState.CANCELLED
        else DeckProblem.of_message(job.problem) or DeckProblem.INTERNAL
    )
    deck = Deck.objects.filter(uuid=job.subject_id).exclude(state=DeckState.READY).first()
    if deck is not None:
        deck.state, deck.problem, deck.pages = DeckState.FAILED, problem, 0
        deck.save(update_fields=["state", "problem", "pages", "updated_at"])
        deck.slides.all().delete()
        disk.remove_folder(storage.folder_of(deck.uuid))


def _make_pdf(run: JobRun, deck: Deck, scratch_folder: Path) -> None:
    pdf = storage.source_path(deck.uuid, DeckKind.PDF)
    if pdf.is_file():
        return
    source = storage.source_path(deck.uuid, deck.kind)
    if not source.is_file():
        raise DeckWorkError(DeckProblem.INTERNAL, "the uploaded file is gone")
    run.report("office")
    disk.put_in_place(deck_work.to_pdf(source, scratch_folder, run.check), pdf)


def _count(run: JobRun, deck: Deck) -> int:
    if "pages" in run.checkpoint:
        return int(run.checkpoint["pages"])
    run.report("count")
    pages = deck_work.count_pages(storage.source_path(deck.uuid, DeckKind.PDF), run.check)
    run.save({**run.checkpoint, "pages": pages, "drawn": 0})
    return pages


def _draw(run: JobRun, deck: Deck, pages: int, scratch_folder: Path) -> None:
    source = storage.source_path(deck.uuid, DeckKind.PDF)
    drawn = int(run.checkpoint.get("drawn", 0))
    run.report("draw", drawn, pages, "pages")
    while drawn < pages:
        if disk.free_bytes() < settings.LECTERN_MIN_FREE_BYTES:
            raise DeckWorkError(DeckProblem.DISK_FULL, retry=True)
        last = min(drawn + PAGES_AT_ONCE, pages)
        batch = deck_work.draw_pages(source, scratch_folder, drawn + 1, last, run.check)
        with run.transaction():
            _store(deck, batch, scratch_folder)
            run.save({**run.checkpoint, "drawn": last})
        drawn = last
        run.report("draw", drawn, pages, "pages")


def _store(deck: Deck, batch: list[DrawnPage], scratch_folder: Path) -> None:
    for page in batch:
        for size in storage.SIZES:
            picture = storage.picture_path(deck.uuid, page.number, size)
            disk.put_in_place(scratch_folder / picture.name, picture)
        Slide.objects.update_or_create(
            deck=deck,
            number=page.number,
            defaults={
                "title": page.title,
                "text": page.text,
                "small_width": page.small[0],
                "small_height": page.small[1],
                "large_width": page.large[0],
                "large_height": page.large[1],
            },
        )


def _finish(run: JobRun, deck: Deck, pages: int) -> None:
    with run.transaction():
        deck.refresh_from_db()
        deck.state, deck.problem, deck.pages = DeckState.READY, "", pages
        deck.save(update_fields=["state", "problem", "pages", "updated_at"])
        if deck.recording.is_playable:
            enqueue(kind=FIND_KIND, subject_id=deck.uuid)
        tell(deck)
