"""What a person may be about to type: titles, words of the glossary and popular queries, by their
first characters, their pinyin, or its initials. Only what the asker may see, by the database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse

from content.core import ports
from content.core.audience import Viewer
from content.core.ports import DocumentKey
from search import text as analyser
from search.asked_words import popular
from search.cards import Name, cards_for

MOST = 8
MOST_LOOKED_AT = 24
"""More than are shown, for some may have been withdrawn since the journal's last entry."""
MOST_WORDS = 3
MOST_POPULAR = 3
LONGEST = 50
GLOSSARY = "glossary"
POPULAR = "popular"


@dataclass(frozen=True)
class Suggestion:
    """`kind` is that of the document the address leads to; "glossary" and "popular" are words to
    search for."""

    text: str
    kind: str
    url: str


def suggestions(text: str, viewer: Viewer, language: str) -> list[Suggestion]:
    """At most eight, those that begin as typed first. Any text is accepted."""
    typed = " ".join(analyser.normalise(text[:LONGEST])[0].split())
    if not typed:
        return []
    words = list(_of_glossary(typed))[:MOST_WORDS]
    known = {analyser.normalise(one.text)[0] for one in words}
    words += [one for one in _of_popular(typed) if one.text not in known][:MOST_POPULAR]
    titles = list(_of_titles(typed, viewer, language))[: MOST - len(words)]
    return words + titles


def _of_glossary(typed: str) -> Iterator[Suggestion]:
    place = reverse("search")
    known = dict.fromkeys(ports.terms())
    ranked = sorted((rank, word) for word in known if (rank := Name(word).rank(typed)) is not None)
    for _rank, word in ranked:
        yield Suggestion(word, GLOSSARY, f"{place}?q={quote(word)}")


def _of_popular(typed: str) -> Iterator[Suggestion]:
    """What others asked for, the commonest first; those that begin as typed before the others."""
    place = reverse("search")
    ranked = [
        (rank, at, words)
        for at, (words, name) in enumerate(popular.names())
        if (rank := name.rank(typed)) is not None and words != typed
    ]
    for _rank, _at, words in sorted(ranked):
        yield Suggestion(words, POPULAR, f"{place}?q={quote(words)}")


def _of_titles(typed: str, viewer: Viewer, language: str) -> Iterator[Suggestion]:
    ranks: dict[str, tuple[int, int, str]] = {}
    for card in cards_for(viewer):
        rank = card.name.rank(typed)
        if rank is not None:
            place = (rank, len(card.title), card.title)
            ranks[card.group] = min(place, ranks.get(card.group, place))
    best = sorted(ranks, key=lambda group: (ranks[group], group))[:MOST_LOOKED_AT]
    keys = [DocumentKey.parse(group) for group in best]
    seen = ports.visible(viewer, keys, language)
    for key in keys:
        if key in seen:
            yield Suggestion(seen[key].title, key.kind, seen[key].url)
