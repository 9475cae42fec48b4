"""What a query string asks for, read leniently: a person's address bar never gets an error.

Pure. A filter nobody can mean is left out; a page that does not exist is the nearest that does.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol, Self
from urllib.parse import urlencode

from search.languages import primary
from search.query_analysis import LONGEST_QUERY

LAST_PAGE = 100
MOST_VALUES = 20
LONGEST_VALUE = 200

_WORD = re.compile(r"[A-Za-z][A-Za-z_-]{0,19}")
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


class Parameters(Protocol):
    """What a QueryDict offers of itself here."""

    def get(self, key: str, default: str) -> str | None: ...
    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True)
class Asked:
    """`page` counts from 1. Empty filters ask for everything."""

    text: str = ""
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    page: int = 1

    @classmethod
    def from_query(cls, parameters: Parameters) -> Self:
        return cls.of(
            text=parameters.get("q", "") or "",
            kinds=parameters.getlist("kind"),
            languages=parameters.getlist("language"),
            topics=parameters.getlist("topic"),
            page=_number(parameters.get("page", "") or ""),
        )

    @classmethod
    def of(
        cls,
        *,
        text: str,
        kinds: Iterable[str] = (),
        languages: Iterable[str] = (),
        topics: Iterable[str] = (),
        page: int = 1,
    ) -> Self:
        return cls(
            text=_CONTROL.sub(" ", text[:LONGEST_QUERY]).strip(),
            kinds=_words(kinds),
            languages=tuple(dict.fromkeys(primary(code) for code in _words(languages))),
            topics=tuple(_CONTROL.sub("", topic)[:LONGEST_VALUE] for topic in _few(topics)),
            page=min(max(page, 1), LAST_PAGE),
        )

    def query_string(self) -> str:
        """The address of this very question, "?q=…"."""
        pairs = [("q", self.text)]
        pairs += [("kind", kind) for kind in self.kinds]
        pairs += [("language", language) for language in self.languages]
        pairs += [("topic", topic) for topic in self.topics]
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return f"?{urlencode(pairs)}"

    def reworded(self, text: str) -> Self:
        """The same filters on other words."""
        return replace(self, text=text, page=1)

    def narrowed(self, name: str, value: str | None) -> Self:
        """The same question with one facet set to this value alone, or freed of it (None)."""
        values = () if value is None else (value,)
        freed = replace(self, page=1)
        if name == "kind":
            return replace(freed, kinds=values)
        if name == "language":
            return replace(freed, languages=values)
        return replace(freed, topics=values)

    def chosen(self, name: str) -> tuple[str, ...]:
        return {"kind": self.kinds, "language": self.languages, "topic": self.topics}[name]


def _few(values: Iterable[str]) -> list[str]:
    return [value for value in values if value][:MOST_VALUES]


def _words(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(value for value in _few(values) if _WORD.fullmatch(value))


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 1
