"""Compares what an index holds with the journal, and puts right what differs.

Drift comes from outside: a restored backup, an index tampered with or lost. What a viewer may see
is asked of the database at every search, so drift hides things or keeps ghosts; it leaks nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from search import journal
from search.documents import Removal
from search.engines.base import SearchEngine
from search.indexer import BATCH, RebuildNeeded, drain, note_progress, write
from search.models import StoredDocument
from search.rebuild import rebuild


@dataclass(frozen=True)
class Drift:
    """How an index differs from the journal, as identities (key, language)."""

    engine: str
    missing: tuple[tuple[str, str], ...]
    outdated: tuple[tuple[str, str], ...]
    wrong: tuple[tuple[str, str], ...]
    """Of the right version, with moments that are not those of the journal."""
    surplus: tuple[tuple[str, str], ...]

    @property
    def total(self) -> int:
        return len(self.missing) + len(self.outdated) + len(self.wrong) + len(self.surplus)


def compare(engine: SearchEngine) -> Drift:
    """Raises EngineUnavailable. Changes that wait in the journal count as drift: drain first."""
    living = StoredDocument.objects.living()
    wanted = {
        (group, language): (version, mark)
        for group, language, version, mark in living.values_list(
            "group", "language", "version", "content_mark"
        )
    }
    outdated: list[tuple[str, str]] = []
    wrong: list[tuple[str, str]] = []
    surplus: list[tuple[str, str]] = []
    for held in engine.versions():
        identity = (held.group, held.language)
        version, mark = wanted.pop(identity, (None, None))
        if version is None:
            surplus.append(identity)
        elif version != held.version:
            outdated.append(identity)
        elif mark not in {None, held.mark}:
            wrong.append(identity)
    return Drift(engine.name, tuple(wanted), tuple(outdated), tuple(wrong), tuple(surplus))


def repair(engine: SearchEngine, drift: Drift) -> None:
    """Writes what is missing or old, and removes what should not be there."""
    for identities in _batches((*drift.missing, *drift.outdated, *drift.wrong)):
        groups = {group for group, _language in identities}
        rows = StoredDocument.objects.living().filter(group__in=groups)
        write(engine, [row for row in rows if (row.group, row.language) in set(identities)])
    version = journal.head()
    for identities in _batches(drift.surplus):
        engine.remove(Removal(group, version, language) for group, language in identities)
    engine.refresh()


def reconcile(engine: SearchEngine, *, mend: bool = True) -> Drift:
    """Takes in what waits, compares and repairs. Returns the drift that was found."""
    engine.prepare()
    try:
        drain(engine)
    except RebuildNeeded:
        if mend:
            rebuild(engine)
    drift = compare(engine)
    if mend and drift.total:
        repair(engine, drift)
        left = compare(engine)
        if left.wrong:
            # What was old is of the right version now, and is written whole this time.
            repair(engine, left)
            left = compare(engine)
        if left.total:
            # The index remembers versions the journal never gave, and refuses what is right.
            rebuild(engine)
    note_progress(engine.name, engine.read_cursor())
    return drift


def _batches(
    identities: Sequence[tuple[str, str]],
) -> Iterator[Sequence[tuple[str, str]]]:
    waiting = iter(identities)
    while batch := list(islice(waiting, BATCH)):
        yield batch
