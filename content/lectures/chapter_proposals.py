"""Chapters that a lecture may have, from its slides and from the pauses of its speech.

They are shown to an editor, who takes over what is right; nothing is written before that. The
rules are pure (`from_slides`, `from_pauses`); `proposals_for` reads and `accept` writes.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from content.core.clock import clock
from content.lectures.languages import spoken
from content.lectures.timecode import parse_clock
from content.slides.selectors import SlideMoment, slide_moments
from content.transcripts.models import Cue

if TYPE_CHECKING:
    from content.lectures.models import LecturePage

MOST = 24
LONGEST_TITLE = 60
_LEAST_GAP_MS = 30_000
_SHORTEST_PAUSE_MS = 2_500
# A chapter every so often at most, or the list is as long as the transcript.
_SHARE_OF_WHOLE = 20
_NUMBERED = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十\d]{1,3}[章节部讲、.．]|(?:part|chapter|section)\b)",
    re.IGNORECASE,
)
_FEW_WORDS = 30


class ProposalSource(TextChoices):
    SLIDE = "slide", _("slide")
    PAUSE = "pause", _("pause in the speech")


@dataclass(frozen=True)
class ChapterProposal:
    at_ms: int
    title: str
    source: ProposalSource

    @property
    def at(self) -> str:
        return clock(self.at_ms)


@dataclass(frozen=True)
class SpokenCue:
    start_ms: int
    end_ms: int
    text: str


def from_slides(moments: Sequence[SlideMoment], duration_ms: int) -> list[ChapterProposal]:
    """A chapter where a slide with another title comes up for the first time.

    Where that would be too many, slides that open a section (numbered, or a title and little else)
    go before those that only go on.
    """
    firsts: dict[str, SlideMoment] = {}
    before = ""
    for moment in sorted(moments, key=lambda moment: moment.start_ms):
        title = _plain(moment.title)
        if title and title != before:
            firsts.setdefault(title, moment)
        before = title or before
    found = sorted(firsts.values(), key=lambda moment: (not _opens(moment), moment.start_ms))
    kept = _apart(((moment.start_ms, moment.title) for moment in found), duration_ms)
    return [ChapterProposal(at, _shortened(title), ProposalSource.SLIDE) for at, title in kept]


def from_pauses(cues: Sequence[SpokenCue], duration_ms: int) -> list[ChapterProposal]:
    """A chapter after each long pause, named by the words that follow; the longest pauses win."""
    pauses = [
        (following.start_ms - cue.end_ms, following)
        for cue, following in pairwise(cues)
        if following.start_ms - cue.end_ms >= _SHORTEST_PAUSE_MS
    ]
    longest = sorted(pauses, key=lambda pause: -pause[0])
    kept = _apart(((cue.start_ms, cue.text) for _length, cue in longest), duration_ms)
    return [ChapterProposal(at, _shortened(text), ProposalSource.PAUSE) for at, text in kept]


def proposals_for(page: "LecturePage") -> list[ChapterProposal]:
    """What the page has no chapter for yet, in the order of time; slides win over pauses."""
    recording = page.recording
    duration_ms = recording.duration_ms or 0
    found = from_slides(slide_moments(recording.uuid, duration_ms), duration_ms)
    found += from_pauses(_cues_of(page), duration_ms)
    taken = [parse_clock(block.value["at"]) for block in page.chapters]
    chosen: list[ChapterProposal] = []
    for proposal in found:
        near = [*taken, *(other.at_ms for other in chosen)]
        if all(abs(proposal.at_ms - at_ms) >= _LEAST_GAP_MS // 2 for at_ms in near):
            chosen.append(proposal)
    return sorted(chosen, key=lambda proposal: proposal.at_ms)


@transaction.atomic
def accept(
    *, acting_user: Any, page: "LecturePage", chapters: Iterable[tuple[str, str]]
) -> "LecturePage":
    """Put chapters of (time, title) among those of the page, as a new draft of it.

    Raises ValidationError for a time that is none or an empty title; then nothing is written.
    """
    block = page.chapters.stream_block.child_blocks["chapter"]
    fresh = [block.clean(block.to_python({"at": at, "title": title})) for at, title in chapters]
    values = [*(child.value for child in page.chapters), *fresh]
    ordered = sorted(values, key=lambda value: parse_clock(value["at"]))
    page.chapters = [("chapter", value) for value in ordered]
    page.save_revision(user=acting_user, log_action="wagtail.edit")
    return page


def _cues_of(page: "LecturePage") -> list[SpokenCue]:
    """The words in the page's language, else in the language spoken, else any."""
    transcripts = list(page.recording.transcripts.all())
    wanted = (spoken(page.locale.language_code), page.recording.language)
    transcripts.sort(key=lambda row: [row.language != language for language in wanted])
    if not transcripts:
        return []
    rows = Cue.objects.filter(transcript=transcripts[0]).order_by("number")
    return [SpokenCue(*row) for row in rows.values_list("start_ms", "end_ms", "text")]


def _apart(candidates: Iterable[tuple[int, str]], duration_ms: int) -> list[tuple[int, str]]:
    """Candidates come in the order of their worth; those too near to a better are left out."""
    gap = max(_LEAST_GAP_MS, duration_ms // _SHARE_OF_WHOLE)
    kept: list[tuple[int, str]] = []
    for at_ms, title in candidates:
        if title.strip() and all(abs(at_ms - other) >= gap for other, _title in kept):
            kept.append((at_ms, title))
        if len(kept) == MOST:
            break
    return sorted(kept)


def _opens(moment: SlideMoment) -> bool:
    others = moment.text.replace(moment.title, "", 1)
    return bool(_NUMBERED.match(moment.title)) or len("".join(others.split())) <= _FEW_WORDS


def _plain(title: str) -> str:
    """Without what marks a continuation: "Joints (2/3)", "Joints (cont.)" are "joints"."""
    bare = re.sub(r"[(（]\s*(?:\d+\s*(?:/\s*\d+)?|续|cont\.?)\s*[)）]\s*$", "", title)
    return " ".join(bare.lower().split())


def _shortened(text: str) -> str:
    """One line; cut at a pause in the sentence where it is long."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_TITLE:
        return line.rstrip("，。；,;")
    head = line[:LONGEST_TITLE]
    cut = max(head.rfind(mark) for mark in "，。；、,;. ")
    return (head[:cut] if cut > LONGEST_TITLE // 3 else head).rstrip("，。；、,;. ") + "…"
