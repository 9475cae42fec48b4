"""Reads on slides: what the player shows, what an editor's page shows, what search learns."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from content.core.clock import short_clock
from content.slides.enums import ChangeSource, DeckState
from content.slides.models import Deck, Slide, SlideChange

DOUBTFUL_BELOW = 0.5


@dataclass(frozen=True)
class ShownSlide:
    """A slide and the times at which it comes up for readers, in milliseconds."""

    slide: Slide
    starts: tuple[int, ...]

    @property
    def links(self) -> tuple[tuple[int, str], ...]:
        """Each time with what follows `?t=`."""
        return tuple((at_ms, seconds(at_ms)) for at_ms in self.starts)

    @property
    def start_seconds(self) -> str:
        return " ".join(seconds(at_ms) for at_ms in self.starts)

    @property
    def points(self) -> tuple[str, ...]:
        """The lines of its text after those that make the title."""
        lines = self.slide.text.splitlines()
        while lines and lines[0] in self.slide.title:
            lines = lines[1:]
        return tuple(lines)


@dataclass(frozen=True)
class SlideMoment:
    """What a slide says and how long it is shown."""

    start_ms: int
    end_ms: int
    number: int
    title: str
    text: str


def seconds(at_ms: int) -> str:
    """ "412" or "412.5", never "412.0"."""
    whole, rest = divmod(max(at_ms, 0), 1000)
    return f"{whole}.{rest:03}".rstrip("0") if rest else str(whole)


def slides_of(deck: Deck) -> list[Slide]:
    rows = list(deck.slides.order_by("number"))
    for slide in rows:
        slide.deck = deck
    return rows


def shown_slides(recording_uuid: UUID | str) -> list[ShownSlide]:
    """The slides of a recording for its readers: proposals are not among the times. Two queries."""
    rows = (
        Slide.objects.filter(deck__recording__uuid=recording_uuid, deck__state=DeckState.READY)
        .select_related("deck")
        .prefetch_related("changes")
        .order_by("number")
    )
    return [
        ShownSlide(
            slide,
            tuple(
                sorted(
                    change.at_ms
                    for change in slide.changes.all()
                    if change.source != ChangeSource.PROPOSED
                )
            ),
        )
        for slide in rows
    ]


def slide_moments(recording_uuid: UUID | str, duration_ms: int | None) -> list[SlideMoment]:
    """Each showing of each slide, in the order of time. One query."""
    rows = list(
        SlideChange.objects.filter(
            deck__recording__uuid=recording_uuid, deck__state=DeckState.READY
        )
        .exclude(source=ChangeSource.PROPOSED)
        .select_related("slide")
        .order_by("at_ms")
    )
    ends = [*(row.at_ms for row in rows[1:]), duration_ms or 0]
    return [
        SlideMoment(
            row.at_ms,
            max(end, row.at_ms + 1),
            row.slide.number,
            row.slide.title,
            row.slide.text,
        )
        for row, end in zip(rows, ends, strict=False)
    ]


def times_data(deck: Deck) -> dict[str, Any]:
    """The version and the times of all slides, as the editor's script wants them."""
    rows = deck.changes.select_related("slide").order_by("at_ms")
    return {
        "version": deck.version,
        "changes": [
            {
                "id": row.pk,
                "number": row.slide.number,
                "at_seconds": row.at_ms / 1000,
                "clock": short_clock(row.at_ms),
                "source": row.source,
                "source_label": row.get_source_display(),
                "is_doubtful": row.confidence is not None and row.confidence < DOUBTFUL_BELOW,
            }
            for row in rows
        ],
    }
