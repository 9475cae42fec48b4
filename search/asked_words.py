"""The words people search for, counted by day: what to record next, and what to suggest.

Nobody's name, number or address is stored, nor who asked for what: a person counts once a day for
the same words, told apart in memory by a mark that no one can turn back and that is forgotten.
Words are suggested to others only when several people asked for them on several days and the
public itself finds something by them; what one person typed is never shown to another.
"""

import hashlib
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, F, QuerySet, Sum
from django.utils import timezone

from content.core.audience import Viewer
from search import text as analyser
from search.cards import Name
from search.models import AskedDay, AskedWords

logger = logging.getLogger(__name__)

KEPT_DAYS = 365
POPULAR_WITHIN_DAYS = 90
LEAST_DAYS = 3
LEAST_ASKERS = 5
MOST_POPULAR = 200
PUBLIC_COUNT_HOLDS = timedelta(days=30)
REFRESH_SECONDS = 300.0
LONGEST_WAIT_MS = 200
_MOST_MARKS = 20_000


class _Marks:
    """Who has been counted for which words today; as many as fit, in this process alone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, None] = OrderedDict()

    def is_new(self, mark: str) -> bool:
        with self._lock:
            if mark in self._seen:
                return False
            self._seen[mark] = None
            if len(self._seen) > _MOST_MARKS:
                self._seen.popitem(last=False)
            return True

    def forget(self) -> None:
        with self._lock:
            self._seen.clear()


_marks = _Marks()


def note(
    text: str, *, total: int, viewer: Viewer, asker: str, public_total: Callable[[], int]
) -> None:
    """Counts a search. `asker` tells people apart within a day (an address, a session); `total` is
    what was found with all the words, `public_total` asks what the public would find, and is asked
    only when the words are about to be suggested. Never raises: a search is not lost over this."""
    words = " ".join(analyser.normalise(text)[0].split())
    today = timezone.localdate()
    if not words or len(words) > AskedWords.LONGEST:
        return
    if not _marks.is_new(_mark(words, today, viewer, asker)):
        return
    try:
        with _brief():
            row = _count(words, today, total)
            if viewer.user_id is None:
                _keep_public(row, total)
            is_wanted = viewer.user_id is not None and _wants_public_count(row)
        if is_wanted:
            found = public_total()
            with _brief():
                _keep_public(row, found)
    except DatabaseError as problem:
        logger.warning("A search was not counted: %s", problem)


def unanswered() -> "QuerySet[AskedWords]":
    """Words whose last search found nothing, those that most people miss first."""
    return (
        AskedWords.objects.filter(last_total=0)
        .annotate(askers=Sum("days__askers"), missed=Sum("days__unanswered"))
        .filter(missed__gt=0)
        .order_by("-missed", "-last_asked_at")
    )


def popular_words() -> list[str]:
    """What may be suggested to anybody, the most asked for first. One query."""
    since = timezone.localdate() - timedelta(days=POPULAR_WITHIN_DAYS)
    rows = (
        AskedWords.objects.filter(days__day__gte=since, public_total__gt=0, last_total__gt=0)
        .annotate(asked_days=Count("days"), askers=Sum("days__askers"))
        .filter(asked_days__gte=LEAST_DAYS, askers__gte=LEAST_ASKERS)
        .order_by("-askers", "text")
    )
    return list(rows.values_list("text", flat=True)[:MOST_POPULAR])


class Popular:
    """The popular words with how they begin, looked up anew every few minutes. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._names: list[tuple[str, Name]] = []
        self._read_at = -REFRESH_SECONDS

    def names(self) -> list[tuple[str, Name]]:
        with self._lock:
            if time.monotonic() - self._read_at >= REFRESH_SECONDS:
                self._names = [(words, Name(words)) for words in popular_words()]
                self._read_at = time.monotonic()
            return self._names

    def forget(self) -> None:
        with self._lock:
            self._read_at = -REFRESH_SECONDS


popular = Popular()


def forget() -> None:
    """Lets go of what is kept in memory."""
    _marks.forget()
    popular.forget()


@contextmanager
def _brief() -> Iterator[None]:
    """A transaction that waits for no one longer than a moment: the answer waits behind it."""
    is_sqlite = connection.vendor == "sqlite"
    wait = connection.settings_dict["OPTIONS"].get("timeout", 5)
    with connection.cursor() as cursor:
        if is_sqlite:
            cursor.execute(f"PRAGMA busy_timeout = {LONGEST_WAIT_MS}")
        try:
            with transaction.atomic():
                if not is_sqlite:
                    cursor.execute(f"SET LOCAL lock_timeout = {LONGEST_WAIT_MS}")
                yield
        finally:
            if is_sqlite:
                cursor.execute(f"PRAGMA busy_timeout = {int(wait * 1000)}")


def _mark(words: str, today: date, viewer: Viewer, asker: str) -> str:
    who = f"{viewer.user_id or asker}"
    return hashlib.sha256(f"{settings.SECRET_KEY}|{today}|{who}|{words}".encode()).hexdigest()


def _count(words: str, today: date, total: int) -> AskedWords:
    now = timezone.now()
    row, _created = AskedWords.objects.update_or_create(
        text=words, defaults={"last_asked_at": now, "last_total": total}
    )
    day, is_first = AskedDay.objects.get_or_create(words=row, day=today)
    AskedDay.objects.filter(pk=day.pk).update(
        askers=F("askers") + 1, unanswered=F("unanswered") + int(not total)
    )
    if is_first and not AskedDay.objects.filter(day=today).exclude(pk=day.pk).exists():
        _forget_old(today)
    return row


def _forget_old(today: date) -> None:
    """Once a day, with its first search."""
    AskedDay.objects.filter(day__lt=today - timedelta(days=KEPT_DAYS)).delete()
    AskedWords.objects.filter(days=None).delete()


def _wants_public_count(row: AskedWords) -> bool:
    """Whether they are asked for widely enough, and nobody knows what the public would find."""
    if row.public_at is not None and timezone.now() - row.public_at < PUBLIC_COUNT_HOLDS:
        return False
    counts = row.days.aggregate(days=Count("pk"), askers=Sum("askers"))
    return bool(counts["days"] >= LEAST_DAYS and counts["askers"] >= LEAST_ASKERS)


def _keep_public(row: AskedWords, total: int) -> None:
    AskedWords.objects.filter(pk=row.pk).update(public_total=total, public_at=timezone.now())
