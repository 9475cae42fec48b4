"""The journal: changed things are analysed once, stored, and numbered in the order they are stored.

Every index is filled from here, so that a rebuild or a second engine never analyses again. Analysis
runs outside any transaction; only the storing holds the journal's lock, and so versions are
committed in their order. Knows no engine.
"""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.db import DatabaseError, transaction
from django.db.models import Min
from django.utils import timezone

from content.core import ports
from content.core.ports import DocumentKey, SourceDocument
from search import outbox
from search.cards import values_of as card_values
from search.documents import IndexDocument, KnownTokens, build_document, known_tokens
from search.languages import primary
from search.models import IndexCursor, Journal, StoredDocument
from search.moments import moments_of, pages_of, passages_of, slides_of
from search.outbox import Pending
from search.succession import succeed

logger = logging.getLogger(__name__)

BATCH = 4
"""Small, for nothing of a batch is stored before all of it is analysed."""
TOMBSTONE_DAYS = 2
"""Longer than any rebuild: its replay needs the removals that came during the fill."""

Progress = Callable[[int], None]
_IDENTITY = ("group", "language", "digest")


@dataclass(frozen=True)
class _Analysed:
    """A document in one language; `document` None where what is stored is still right."""

    language: str
    digest: str
    document: IndexDocument | None


def head() -> int:
    """The version an index has when it has everything."""
    return (
        Journal.objects.filter(pk=Journal.ONLY).values_list("last_version", flat=True).first() or 0
    )


def absorb(limit: int = BATCH) -> int:
    """Analyses the things that wait longest and stores them. Returns how many were looked at."""
    changes = outbox.pending(limit)
    try:
        _take_in(changes)
    except DatabaseError:
        raise
    except Exception:  # noqa: BLE001  # one bad document holds up no other: each by itself
        for change in changes:
            _take_in_alone(change)
    return len(changes)


def absorb_all() -> int:
    """As `absorb`, until nothing waits."""
    total = 0
    while seen := absorb():
        total += seen
    return total


def survey(progress: Progress = lambda _done: None) -> int:
    """Compares every document of content with what is stored and puts the differences right:
    saves that went around the signals, things gone, another analyser. Returns how many differed."""
    living = StoredDocument.objects.living()
    stored = {(group, lang): mark for group, lang, mark in living.values_list(*_IDENTITY)}
    differing: dict[DocumentKey, None] = {}
    for seen, source in enumerate(ports.documents(), start=1):
        if stored.pop((str(source.key), primary(source.language)), "") != _digest(source):
            differing[source.key] = None
        progress(seen)
    differing.update((DocumentKey.parse(group), None) for group, _language in stored)
    outbox.record_all(differing)
    absorb_all()
    Journal.objects.update_or_create(pk=Journal.ONLY, defaults={"analyser": analyser_mark()})
    return len(differing)


def is_current() -> bool:
    """Whether what is stored was made by this analyser; False before the first survey."""
    return Journal.objects.filter(pk=Journal.ONLY, analyser=analyser_mark()).exists()


def prune() -> int:
    """Drops the rows of things that are gone once every index has passed them."""
    passed = IndexCursor.objects.aggregate(least=Min("position"))["least"]
    if passed is None:
        return 0
    before = timezone.now() - timedelta(days=TOMBSTONE_DAYS)
    gone = StoredDocument.objects.filter(
        is_removed=True, version__lte=passed, updated_at__lt=before
    )
    return gone.delete()[0]


@cache
def analyser_mark() -> str:
    """Changes whenever the same text may be analysed otherwise."""
    mark = hashlib.sha256()
    analysing = ("text", "codes", "numerals", "pinyin", "documents", "moments", "cards", "journal")
    for name in analysing:
        mark.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    for package in ("opencc", "PyStemmer", "pypinyin"):
        mark.update(version(package).encode())
    return mark.hexdigest()


def _take_in(changes: Collection[Pending]) -> None:
    if changes:
        found = _current([change.key for change in changes])
        for change in changes:
            _store(change, found.get(change.key, ()))


def _take_in_alone(change: Pending) -> None:
    """A document that cannot be read or analysed is left as it is stored, and said so."""
    try:
        _take_in([change])
    except DatabaseError:
        raise
    except Exception:
        logger.exception("Cannot be indexed: %s", change.key)
        outbox.settle(change)


def _current(keys: Collection[DocumentKey]) -> dict[DocumentKey, list[_Analysed]]:
    """What content says of these keys now, analysed where it differs from what is stored."""
    living = StoredDocument.objects.living().filter(group__in=[str(key) for key in keys])
    stored = {(row.group, row.language): row for row in living}
    found: dict[DocumentKey, list[_Analysed]] = defaultdict(list)
    for source in ports.documents(keys):
        digest = _digest(source)
        language = primary(source.language)
        row = stored.get((str(source.key), language))
        is_known = row is not None and row.digest == digest
        document = None if is_known else _analyse(source, _known(row))
        found[source.key].append(_Analysed(language, digest, document))
    return found


def _known(row: StoredDocument | None) -> KnownTokens:
    """The tokens of what is stored, where this very analyser made them."""
    if row is None or row.analyser != analyser_mark():
        return {}
    return known_tokens(row.document())


def _digest(source: SourceDocument) -> str:
    """Equal for equal documents under the same analyser."""
    rights = [sorted(audience.tokens()) for audience in source.audiences]
    told = f"{analyser_mark()}{rights}{replace(source, audiences=())!r}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _analyse(source: SourceDocument, known: KnownTokens) -> IndexDocument:
    passages = [
        *moments_of(source.moments),
        *slides_of(source.slides),
        *pages_of(source.pages),
    ]
    # What is said is pointed at; the words of the page beside it only help to find the whole.
    summary = f"{source.summary}\n{source.body}" if passages else source.summary
    return build_document(
        group=str(source.key),
        language=primary(source.language),
        version=0,
        audiences=[audience.tokens() for audience in source.audiences],
        title=source.title,
        summary=summary,
        topics=source.topics,
        unit=source.unit,
        speaker=source.speaker,
        published_at=source.published_at,
        facets=_facets(source),
        passages=passages or passages_of(source.body),
        known=known,
    )


def _facets(source: SourceDocument) -> list[tuple[str, str]]:
    year = timezone.localtime(source.published_at).year if source.published_at else None
    return [*source.facets, *([("year", str(year))] if year else [])]


def _store(change: Pending, analysed: Collection[_Analysed]) -> None:
    """Writes what was analysed, unless somebody who read later has been here."""
    with transaction.atomic():
        Journal.objects.get_or_create(pk=Journal.ONLY)
        journal = Journal.objects.select_for_update().get(pk=Journal.ONLY)
        rows = {row.language: row for row in StoredDocument.objects.filter(group=str(change.key))}
        if not outbox.still_waiting(change) or _was_overtaken(rows, analysed):
            return
        for item in analysed:
            row = rows.pop(item.language, None)
            if item.document is not None:
                row = row or StoredDocument(group=str(change.key), language=item.language)
                _write(journal, row, item.digest, item.document)
        for row in rows.values():
            if not row.is_removed:
                _write(journal, row, "", None)
        journal.save(update_fields=["last_version"])
        outbox.settle(change)


def _was_overtaken(rows: Mapping[str, StoredDocument], analysed: Collection[_Analysed]) -> bool:
    """Whether a row held for right when it was read is another by now: to be read anew."""
    return any(
        item.document is None
        and (item.language not in rows or rows[item.language].digest != item.digest)
        for item in analysed
    )


def _write(
    journal: Journal, row: StoredDocument, digest: str, document: IndexDocument | None
) -> None:
    journal.last_version += 1
    stored = None
    if document is not None:
        previous = row.document() if row.data and row.analyser == analyser_mark() else None
        stored = succeed(previous, document, journal.last_version)
    row.version = journal.last_version
    row.digest = digest
    row.analyser = analyser_mark()
    row.data = b"" if stored is None else stored.to_bytes()
    row.content_mark = 0 if stored is None else stored.content_mark
    # Of the words as they are now: the gist that weighs on the moments may be a little older.
    row.card = {} if document is None else card_values(document)
    row.is_removed = document is None
    row.save()
