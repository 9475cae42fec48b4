"""Where a line says something that the glossary spells otherwise: offered, never done by itself.

Two ways to find it: a form or a mis-hearing that the glossary lists beside the term, and, in
Chinese, characters that sound like the term but are others, which is how a machine mishears. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pypinyin import lazy_pinyin

_SHORTEST_BY_SOUND = 3
"""Two syllables sound like too many other words."""
_SAME = (("zh", "z"), ("ch", "c"), ("sh", "s"))


@dataclass(frozen=True, slots=True)
class Hint:
    """At `place` the text says `found`; the glossary says `term`."""

    place: int
    found: str
    term: str


class Glossary:
    """Made once of all terms with their other forms; then asked for each line. Where two terms
    claim a form, the first one has it.

    `misheard`: each term with what is written instead of it by mistake, in whatever script.
    """

    def __init__(
        self,
        groups: Iterable[Sequence[str]],
        misheard: Iterable[tuple[str, Sequence[str]]] = (),
    ) -> None:
        self._terms: dict[str, str] = {}
        self._sounds: dict[tuple[str, ...], str] = {}
        for term, mistakes in misheard:
            for mistake in mistakes:
                self._terms.setdefault(mistake.casefold(), term)
        terms = []
        for term, *variants in groups:
            terms.append(term)
            for variant in variants:
                if _could_be_meant(variant, term):
                    self._terms.setdefault(variant.casefold(), term)
            if len(term) >= _SHORTEST_BY_SOUND and all(map(_is_han, term)):
                self._sounds.setdefault(tuple(map(_sound, term)), term)
        self._known = _any_of(terms)
        self._variants = _any_of(self._terms)
        self._lengths = sorted({len(sounds) for sounds in self._sounds}, reverse=True)

    def hints(self, text: str) -> list[Hint]:
        """In the order of the text, none overlapping another or a term that is right."""
        taken = [match.span() for match in self._known.finditer(text)] if self._known else []
        found: list[Hint] = []
        for hint in (*self._by_form(text), *self._by_sound(text)):
            span = hint.place, hint.place + len(hint.found)
            if all(span[1] <= first or last <= span[0] for first, last in taken):
                taken.append(span)
                found.append(hint)
        return sorted(found, key=lambda hint: hint.place)

    def _by_form(self, text: str) -> Iterator[Hint]:
        if self._variants is not None:
            for match in self._variants.finditer(text):
                yield Hint(match.start(), match[0], self._terms[match[0].casefold()])

    def _by_sound(self, text: str) -> Iterator[Hint]:
        if not self._sounds:
            return
        sounds = [_sound(character) if _is_han(character) else "" for character in text]
        for length in self._lengths:
            for place in range(len(text) - length + 1):
                term = self._sounds.get(tuple(sounds[place : place + length]))
                if term is not None and text[place : place + length] != term:
                    yield Hint(place, text[place : place + length], term)


def _could_be_meant(variant: str, term: str) -> bool:
    """A short form of the term is right as it stands; another language is a translation."""
    return variant.casefold() not in term.casefold() and _is_han(variant[0]) == _is_han(term[0])


def _any_of(texts: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted(texts, key=len, reverse=True)
    if not longest_first:
        return None
    return re.compile("|".join(map(_as_pattern, longest_first)), re.IGNORECASE)


def _as_pattern(text: str) -> str:
    """Latin forms only as whole words."""
    before = r"(?<![A-Za-z0-9])" if text[0].isascii() else ""
    after = r"(?![A-Za-z0-9])" if text[-1].isascii() else ""
    return f"{before}{re.escape(text)}{after}"


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


@cache
def _sound(character: str) -> str:
    """The syllable without its tone, and without differences that many speakers do not make."""
    syllable = lazy_pinyin(character)[0]
    for long, short in _SAME:
        syllable = syllable.replace(long, short)
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable
