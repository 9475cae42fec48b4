"""What a query string asks for, read leniently: a person's address bar never gets an error.

Pure. A filter nobody can mean is left out; a page that does not exist is the nearest that does.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, Self
from urllib.parse import urlencode

from search.languages import primary
from search.query import FACETS
from search.query_analysis import LONGEST_QUERY

LAST_PAGE = 100
MOST_VALUES = 20
LONGEST_VALUE = 80
NEWEST = "date"
_YES_OR_NO = {"yes": True, "no": False}

_SHAPES = {
    "kind": re.compile(r"[A-Za-z][A-Za-z_-]{0,19}"),
    "language": re.compile(r"[A-Za-z][A-Za-z_-]{0,19}"),
    "year": re.compile(r"[0-9]{4}"),
    "speaker": re.compile(r"[0-9]{1,18}"),
}
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


class Parameters(Protocol):
    """What a QueryDict offers of itself here."""

    def get(self, key: str, default: str) -> str | None: ...
    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True)
class Asked:
    """`filters`: the chosen keys of each facet, any of which will do; no facet without a key.
    `watched` None asks for both; `page` counts from 1."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    watched: bool | None = None
    newest_first: bool = False
    page: int = 1

    @classmethod
    def from_query(cls, parameters: Parameters) -> Self:
        return cls.of(
            text=parameters.get("q", "") or "",
            filters={name: parameters.getlist(name) for name in FACETS},
            watched=parameters.get("watched", "") or "",
            sort=parameters.get("sort", "") or "",
            page=_number(parameters.get("page", "") or ""),
        )

    @classmethod
    def of(
        cls,
        *,
        text: str,
        filters: Mapping[str, Iterable[str]] | None = None,
        watched: str = "",
        sort: str = "",
        page: int = 1,
    ) -> Self:
        read = {name: _keys(name, (filters or {}).get(name, ())) for name in FACETS}
        return cls(
            text=_CONTROL.sub(" ", text[:LONGEST_QUERY]).strip(),
            filters={name: keys for name, keys in read.items() if keys},
            watched=_YES_OR_NO.get(watched),
            newest_first=sort == NEWEST,
            page=min(max(page, 1), LAST_PAGE),
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.filters) or self.watched is not None

    def query_string(self) -> str:
        """The address of this very question, "?q=…"."""
        pairs = [("q", self.text)]
        pairs += [(name, key) for name, keys in self.filters.items() for key in keys]
        if self.watched is not None:
            pairs.append(("watched", "yes" if self.watched else "no"))
        if self.newest_first:
            pairs.append(("sort", NEWEST))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return f"?{urlencode(pairs)}"

    def reworded(self, text: str) -> Self:
        """The same filters on other words."""
        return replace(self, text=text, page=1)

    def toggled(self, name: str, key: str) -> Self:
        """The same question with one key of a facet chosen, or let go where it was."""
        keys = self.chosen(name)
        kept = tuple(one for one in keys if one != key) if key in keys else (*keys, key)
        return self._with(name, kept)

    def freed(self, name: str) -> Self:
        """The same question with nothing chosen of this facet."""
        return self._with(name, ())

    def seen(self, watched: bool | None) -> Self:  # the value itself, not a switch
        return replace(self, watched=watched, page=1)

    def sorted(self, *, newest_first: bool) -> Self:
        return replace(self, newest_first=newest_first, page=1)

    def chosen(self, name: str) -> tuple[str, ...]:
        return self.filters.get(name, ())

    def _with(self, name: str, keys: tuple[str, ...]) -> Self:
        filters = {facet: keys if facet == name else self.chosen(facet) for facet in FACETS}
        return replace(self, filters={facet: of for facet, of in filters.items() if of}, page=1)


def _keys(name: str, values: Iterable[str]) -> tuple[str, ...]:
    keys = [_CONTROL.sub("", value)[:LONGEST_VALUE] for value in list(values)[:MOST_VALUES]]
    shape = _SHAPES.get(name)
    if shape is not None:
        keys = [key for key in keys if shape.fullmatch(key)]
    if name == "language":
        keys = [primary(key) for key in keys]
    return tuple(dict.fromkeys(key for key in keys if key))


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 1
