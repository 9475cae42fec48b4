"""The job that finds in the video when each slide comes up, ten minutes of it at a time.

Where the video does not show the slides it says so, and proposes times by the transcript's words
or, without a transcript, evenly. Proposals wait for an editor; nobody else sees them.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from PIL import Image

from content.jobs.exceptions import JobFailedError
from content.jobs.models import Job
from content.jobs.run import JobRun
from content.recordings import storage as disk
from content.recordings.enums import MediaKind
from content.recordings.models import Recording
from content.recordings.selectors import qualities_of
from content.slides import frames, storage
from content.slides.attempts import remove_scratch, scratch
from content.slides.enums import ChangeSource, DeckState, Finding
from content.slides.matching import Layout, Scores, SlideSet, find_layouts
from content.slides.models import Deck, Slide
from content.slides.services import FIND_KIND as KIND
from content.slides.services import PROPOSE_KIND, FoundChange, store_found
from content.slides.smoothing import likeliest_course, showings
from content.slides.word_alignment import (
    LEAST_WORTH,
    Alignment,
    SpokenLine,
    align,
    evenly,
)
from content.transcripts.models import Cue

__all__ = ["KIND", "LANE", "PROPOSE_KIND", "STAGES", "find_slides", "propose_anew"]

LANE = "slides"
STAGES = {
    "glance": _("Looking where the video shows the slides"),
    "watch": _("Looking when each slide comes up"),
    "propose": _("Comparing the slides with the transcript"),
}
UNREADABLE = gettext_noop("The picture of this recording cannot be read.")

_GLANCES = 96
_STRETCH_MS = 10 * 60 * 1000
# Shown for less than this, or on less than this share, slides are in the picture by accident.
_LEAST_SHOWN_MS = 5_000
_LEAST_SHARE = 0.02


@dataclass(frozen=True)
class _Watched:
    """The video to look at; `fingerprint` tells when a checkpoint is about another one."""

    path: Path
    duration_ms: int
    aspect: float
    fingerprint: str


def find_slides(run: JobRun) -> None:
    """The handler. Raises JobFailedError."""
    deck = _deck_of(run)
    if deck is None:
        return
    try:
        with scratch(run.job, deck.uuid) as folder:
            found = _found_in_video(run, deck, folder / "frames")
    except frames.FramesError as error:
        raise JobFailedError(UNREADABLE, detail=str(error), retry=error.retry) from error
    if found is None:
        _propose(run, deck)
        return
    with run.transaction():
        store_found(deck=deck, finding=Finding.SHOWN, source=ChangeSource.FOUND, changes=found)
    _sweep(deck)


def propose_anew(run: JobRun) -> None:
    """The handler for a transcript that came after the slides: compare again, not look again."""
    deck = _deck_of(run)
    if deck is not None and deck.finding in (Finding.BY_LENGTH, Finding.BY_WORDS):
        _propose(run, deck)


def tidy_unfinished(job: Job) -> None:
    """The job ended without success: who asks again begins anew."""
    deck = Deck.objects.filter(uuid=job.subject_id).first()
    if deck is not None:
        remove_scratch(job, deck.uuid)
        _sweep(deck)


def _deck_of(run: JobRun) -> Deck | None:
    """None where it is gone, not drawn yet, or has nothing to be shown beside."""
    deck = Deck.objects.select_related("recording").filter(uuid=run.job.subject_id).first()
    if deck is None or deck.state != DeckState.READY or not deck.recording.is_playable:
        return None
    return deck


def _found_in_video(run: JobRun, deck: Deck, part: Path) -> list[FoundChange] | None:
    """None where the video does not show the slides."""
    watched = _watched(deck.recording)
    if watched is None:
        return None
    if run.checkpoint.get("video") != watched.fingerprint:
        _sweep(deck)
        run.save({"video": watched.fingerprint})
    slides = _slide_set(deck)
    layouts = _layouts(run, watched, slides, part)
    if not layouts:
        return None
    scores = _all_scores(run, deck, watched, slides, layouts, part)
    course = likeliest_course(scores)
    shown_ms = int((course >= 0).sum()) * frames.STEP_MS
    if shown_ms < max(_LEAST_SHOWN_MS, _LEAST_SHARE * watched.duration_ms):
        return None
    return [
        FoundChange(showing.slide + 1, _at_ms(showing.first), showing.confidence)
        for showing in showings(scores, course)
    ]


def _at_ms(frame: int) -> int:
    """The slide came up at some time after the frame before: half way is nearest on average."""
    return max(0, frame * frames.STEP_MS - frames.STEP_MS // 2)


def _watched(recording: Recording) -> _Watched | None:
    """The smallest video there is, for it is soonest read."""
    if recording.media_kind != MediaKind.VIDEO or not recording.duration_ms:
        return None
    videos = qualities_of(recording)
    if not videos:
        return None
    row = videos[-1]
    aspect = row.width / row.height if row.width and row.height else 16 / 9
    fingerprint = f"{row.name} {row.size_bytes} {row.created_at.isoformat()}"
    return _Watched(disk.path_of(row.name), recording.duration_ms, aspect, fingerprint)


def _slide_set(deck: Deck) -> SlideSet:
    pictures = []
    rows = list(Slide.objects.filter(deck=deck).order_by("number"))
    for slide in rows:
        with Image.open(storage.picture_path(deck.uuid, slide.number, "small")) as picture:
            grey = picture.convert("L").resize((frames.WIDTH, frames.HEIGHT), Image.Resampling.BOX)
        pictures.append(np.asarray(grey))
    shapes = sorted(slide.large_width / slide.large_height for slide in rows)
    return SlideSet(np.stack(pictures), shapes[len(shapes) // 2])


def _layouts(run: JobRun, watched: _Watched, slides: SlideSet, part: Path) -> list[Layout]:
    if "layouts" in run.checkpoint:
        return [Layout.from_list(values) for values in run.checkpoint["layouts"]]
    run.report("glance")
    seen = frames.glance(watched.path, part, watched.duration_ms, _GLANCES, run.check)
    layouts = find_layouts(slides, seen, watched.aspect)
    run.save({**run.checkpoint, "layouts": [layout.as_list() for layout in layouts], "done_ms": 0})
    return layouts


def _all_scores(
    run: JobRun,
    deck: Deck,
    watched: _Watched,
    slides: SlideSet,
    layouts: list[Layout],
    part: Path,
) -> Scores:
    """Every stretch is scored once: its scores lie beside the slides until the job is done."""
    total = watched.duration_ms
    parts = []
    for start_ms in range(0, total, _STRETCH_MS):
        run.report("watch", start_ms // 1000, total // 1000, "seconds")
        kept = _scores_path(deck, start_ms)
        if start_ms >= run.checkpoint["done_ms"] or not kept.is_file():
            length_ms = min(_STRETCH_MS, total - start_ms)
            seen = frames.stretch(watched.path, part, start_ms, length_ms, run.check)
            seen = seen[: -(-length_ms // frames.STEP_MS)]
            with part.open("wb") as file:
                np.save(file, slides.scores(seen, layouts).astype(np.float16))
            disk.put_in_place(part, kept)
            run.save({**run.checkpoint, "done_ms": start_ms + length_ms})
        parts.append(np.load(kept).astype(np.float32))
    scores: Scores = np.concatenate(parts)
    return scores


def _propose(run: JobRun, deck: Deck) -> None:
    run.report("propose")
    texts = list(Slide.objects.filter(deck=deck).order_by("number").values_list("title", "text"))
    best = max(
        (align([f"{title}\n{text}" for title, text in texts], lines) for lines in _spoken(deck)),
        key=lambda alignment: alignment.worth,
        default=Alignment((), 0.0),
    )
    finding, starts = Finding.BY_WORDS, best.starts
    if best.worth < LEAST_WORTH:
        finding = Finding.BY_LENGTH
        starts = evenly(len(texts), deck.recording.duration_ms or 0)
    changes = [FoundChange(number + 1, at_ms, None) for number, at_ms in _apart(starts)]
    with run.transaction():
        store_found(deck=deck, finding=finding, source=ChangeSource.PROPOSED, changes=changes)
    _sweep(deck)


def _apart(starts: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """One slide a time: of several at the same moment, the last."""
    return [(number, at_ms) for at_ms, number in {at: number for number, at in starts}.items()]


def _spoken(deck: Deck) -> list[list[SpokenLine]]:
    """The lines of each transcript of the recording."""
    rows = Cue.objects.filter(transcript__recording=deck.recording).order_by(
        "transcript_id", "number"
    )
    lines: dict[int, list[SpokenLine]] = {}
    for transcript, start_ms, text in rows.values_list("transcript_id", "start_ms", "text"):
        lines.setdefault(transcript, []).append(SpokenLine(start_ms, text))
    return list(lines.values())


def _scores_path(deck: Deck, start_ms: int) -> Path:
    return storage.folder_of(deck.uuid) / f"scores-{start_ms}.npy"


def _sweep(deck: Deck) -> None:
    for path in storage.folder_of(deck.uuid).glob("scores-*.npy"):
        path.unlink(missing_ok=True)
