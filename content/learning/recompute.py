"""Summaries anew from the facts: proves that a watched set is the fold of its watch intervals."""

from dataclasses import dataclass

from django.db import transaction

from content.learning.intervals import Spans, covered_ms, normalise
from content.learning.models import WatchedSet, WatchInterval


@dataclass(frozen=True)
class Folded:
    """What the facts say of one person and one recording: those of the file that plays now."""

    spans: Spans
    position_ms: int

    def differs_from(self, watched: WatchedSet) -> bool:
        return (
            self.spans != watched.span_tuples
            or covered_ms(self.spans) != watched.covered_ms
            or self.position_ms != watched.position_ms
        )


def fold(watched: WatchedSet) -> Folded:
    facts_of_this_file = WatchInterval.objects.filter(session__watched=watched)
    since = watched.recording.timeline_since
    if since is not None:
        facts_of_this_file = facts_of_this_file.filter(session__created_at__gte=since)
    facts = list(facts_of_this_file.order_by("pk").values_list("start_ms", "end_ms", "position_ms"))
    spans = normalise((start, end) for start, end, _position in facts)
    return Folded(spans=spans, position_ms=facts[-1][2] if facts else 0)


def recompute(watched_id: int, *, write: bool) -> bool:
    """Whether the summary differed from its facts; it is put right where `write` says so."""
    with transaction.atomic():
        watched = WatchedSet.objects.select_for_update().get(pk=watched_id)
        folded = fold(watched)
        differs = folded.differs_from(watched)
        if differs and write:
            watched.spans = [list(span) for span in folded.spans]
            watched.covered_ms = covered_ms(folded.spans)
            watched.position_ms = folded.position_ms
            watched.version += 1
            watched.save(update_fields=["spans", "covered_ms", "position_ms", "version"])
    return differs
