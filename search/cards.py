"""What is known of each document without its text: its title, topics and commonest words, and who
may see them. Kept in memory, brought up to date from the journal by what changed since.

Guesses about what a person means come from here, and only from cards that admit that person.
"""

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from content.core.audience import Viewer
from search import text as analyser
from search.documents import IndexDocument
from search.models import StoredDocument
from search.pinyin import syllables

MOST_WORDS = 40
MOST_CARDS = 5_000
"""The documents changed last; guesses need no more, and memory stays small."""

_Mark = tuple[int, datetime]
_Place = tuple[str, str]


class Name:
    """A title or a word, and how it may begin: as written, as it sounds, by its initials."""

    def __init__(self, written: str) -> None:
        self.normal = " ".join(analyser.normalise(written)[0].split())
        read = [
            list(syllables(piece.text)) if piece.is_cjk else [piece.text]
            for piece in analyser.pieces(self.normal)
        ]
        parts = [part for piece in read for part in piece if part]
        self.sound = "".join(parts)
        self.initials = "".join(part[0] for part in parts)

    def rank(self, typed: str) -> int | None:
        """0 where it begins as typed, 1 as typed in pinyin, 2 by initials, 3 where what is typed
        stands within it; None where nothing of that is so. `typed` is in the normal form."""
        if self.normal.startswith(typed):
            return 0
        letters = typed.replace(" ", "").replace("'", "")
        if len(letters) > 1 and letters.isascii():
            if self.sound.startswith(letters):
                return 1
            if self.initials.startswith(letters):
                return 2
        return 3 if len(typed) > 1 and typed in self.normal else None


@dataclass(frozen=True)
class Card:
    """`title`, `topics` and `words` as written; the rest is worked out when first asked for."""

    group: str
    language: str
    title: str
    topics: tuple[str, ...]
    words: tuple[str, ...]
    audiences: tuple[frozenset[str], ...] = field(repr=False)

    def admits(self, viewer: Viewer) -> bool:
        """The rule of `content.core.audience`: all sets must be met."""
        return viewer.sees_everything or all(viewer.tokens & tokens for tokens in self.audiences)

    @cached_property
    def name(self) -> Name:
        return Name(self.title)

    @cached_property
    def text(self) -> str:
        """All of it in the normal form, a line each."""
        return "\n".join(
            analyser.normalise(part)[0] for part in (self.title, *self.topics, *self.words)
        )

    @cached_property
    def sound(self) -> str:
        """For each character of the text a bar and its syllable; none for what has no reading."""
        return sound_of(self.text)


def sound_of(text: str) -> str:
    read = [""] * len(text)
    for piece in analyser.pieces(text):
        if piece.is_cjk:
            read[piece.start : piece.end] = syllables(piece.text)
    return "".join(f"|{syllable}" for syllable in read)


def values_of(document: IndexDocument) -> dict[str, Any]:
    """What to store of a document for its card."""
    words = dict.fromkeys(filter(None, map(_word, document.gist_tokens.split())))
    return {
        "title": document.title,
        "topics": list(document.topics),
        "words": list(words)[:MOST_WORDS],
        "audiences": [sorted(tokens) for tokens in document.audiences],
    }


def _word(token: str) -> str:
    """What a person would read: two neighbouring characters, or a word as it was written."""
    if token.endswith("_"):
        return token[:-1] if len(token) > 4 else ""
    return token if len(token) == 2 and not any(map(str.isascii, token)) else ""


class Cards:
    """All cards, as of the last look at the journal. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cards: dict[_Place, Card] = {}
        self._mark: _Mark | None = None

    def all(self) -> Collection[Card]:
        with self._lock:
            newest = StoredDocument.objects.order_by("-version")
            mark = newest.values_list("version", "updated_at").first()
            if mark != self._mark:
                self._follow()
                self._mark = mark
            return tuple(self._cards.values())

    def _follow(self) -> None:
        """By what changed where that can be told, else from the beginning."""
        rows = StoredDocument.objects.all()
        is_known = self._mark is not None and (
            rows.filter(version=self._mark[0], updated_at=self._mark[1]).exists()
        )
        if self._mark is not None and is_known:
            self._take(rows.after(self._mark[0]))
        else:
            self._cards.clear()
            self._take(rows.living().order_by("-version")[:MOST_CARDS])
        if is_known and len(self._cards) != min(rows.living().count(), MOST_CARDS):
            self._mark = None
            self._follow()

    def _take(self, rows: Any) -> None:
        for group, language, is_removed, card in rows.values_list(
            "group", "language", "is_removed", "card"
        ):
            self._cards.pop((group, language), None)
            if not is_removed:
                self._cards[group, language] = _card(group, language, card)


def _card(group: str, language: str, values: dict[str, Any]) -> Card:
    """A row stored before there were cards admits nobody until it is analysed again."""
    return Card(
        group=group,
        language=language,
        title=values.get("title", ""),
        topics=tuple(values.get("topics", ())),
        words=tuple(values.get("words", ())),
        audiences=tuple(frozenset(tokens) for tokens in values.get("audiences", [[]])),
    )


_cards = Cards()


def cards_for(viewer: Viewer) -> Sequence[Card]:
    """The cards of what the viewer may see, as of the journal."""
    return [card for card in _cards.all() if card.admits(viewer)]


def glossary(words: Sequence[str]) -> Card:
    """The editors' words, which anybody may know, as a card of their own."""
    return Card("", "", "", (), tuple(words), (frozenset({"public"}),))
