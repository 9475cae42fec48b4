"""Which glossary terms belong to a recording, in the order in which they are likely to be spoken.

First those of what uses the recording (an app above says it: courses), then those of its unit and
of the units above, then those attached to nothing. Terms of other units and courses come last: they
are offered to whoever corrects a line, but a prompt is too short for them.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from content.recordings.models import Recording
from content.taxonomy.models import GlossaryTerm
from content.taxonomy.selectors import terms_of_unit


@dataclass(frozen=True)
class TermHolder:
    """What an app above lets terms be attached to. Both give terms by their primary keys.

    `of_recording`: the terms of whatever uses the recording, the most important first; `anywhere`:
    those attached to anything of the kind.
    """

    of_recording: Callable[[Recording], Sequence[int]]
    anywhere: Callable[[], Collection[int]]


@dataclass(frozen=True)
class OrderedTerms:
    """The whole glossary as one recording sees it."""

    of_holders: tuple[GlossaryTerm, ...]
    of_units: tuple[GlossaryTerm, ...]
    general: tuple[GlossaryTerm, ...]
    elsewhere: tuple[GlossaryTerm, ...]

    def all(self) -> tuple[GlossaryTerm, ...]:
        return self.of_holders + self.of_units + self.general + self.elsewhere


_holders: dict[str, TermHolder] = {}


def register_holder(name: str, holder: TermHolder) -> None:
    """Let an app above attach terms to what it has. A second of a name replaces the first."""
    _holders[name] = holder


def ordered_terms(recording: Recording) -> OrderedTerms:
    """Every term once, in the first group that it belongs to. Two queries, and the holders'."""
    left = {term.pk: term for term in GlossaryTerm.objects.all()}
    units = terms_of_unit(recording.unit)
    attached = set(units.anywhere).union(*(holder.anywhere() for holder in _holders.values()))
    of_holders = _take(
        left, (key for holder in _holders.values() for key in holder.of_recording(recording))
    )
    of_units = _take(left, units.here)
    general = _take(left, [key for key in left if key not in attached])
    return OrderedTerms(of_holders, of_units, general, tuple(left.values()))


def _take(left: dict[int, GlossaryTerm], keys: Iterable[int]) -> tuple[GlossaryTerm, ...]:
    return tuple(left.pop(key) for key in keys if key in left)
