"""What is asked: the words and filters of a person, and their analysed form for an engine.

An analysed query is a choice of clauses; a clause is a list of terms of which `minimum` must be
found; a term is found by any of its variants (a bigram, or the same two syllables; a stem, or the
pinyin it may stand for). Every engine scores and matches by these values alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from content.core.audience import Viewer

MAXIMUM_PAGE_SIZE = 50
FACETS = ("kind", "language", "topic", "unit", "speaker", "year")
"""What results can be narrowed by: within one any of the chosen values, and all of them together.

Values are keys, never names: one in whatever language a thing was written.
"""


@dataclass(frozen=True, slots=True)
class GroupFilter:
    """Things of one kind, in a list or not in it. No facet: it narrows every count as well."""

    kind: str
    groups: frozenset[str]
    wanted: bool

    def admits(self, kind: str, group: str) -> bool:
        return kind == self.kind and (group in self.groups) is self.wanted


@dataclass(frozen=True)
class SearchQuery:
    """`filters`: the keys asked for, by facet; a facet without any asks for all. `page` counts from
    1."""

    text: str
    viewer: Viewer = field(default_factory=Viewer.anonymous)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    within: GroupFilter | None = None
    newest_first: bool = False
    page: int = 1
    page_size: int = 10
    synonyms: tuple[tuple[str, ...], ...] = ()
    moments_per_group: int = 3

    @property
    def offset(self) -> int:
        return (max(self.page, 1) - 1) * self.size

    @property
    def size(self) -> int:
        return min(max(self.page_size, 1), MAXIMUM_PAGE_SIZE)


@dataclass(frozen=True, slots=True)
class Variant:
    """One token that satisfies a term, and what it is worth beside the others."""

    token: str
    weight: float


@dataclass(frozen=True, slots=True)
class Term:
    """What is looked for, in any of its variants."""

    variants: tuple[Variant, ...]
    is_asked: bool = True
    """Whether it counts among what must be found; else finding it lifts, missing it costs
    nothing."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One reading of the query: at least `minimum` of the terms it asks for must be found."""

    terms: tuple[Term, ...]
    minimum: int
    weight: float = 1.0

    @property
    def asked(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.is_asked)

    def is_answered(self, found: Sequence[bool]) -> bool:
        """Whether enough is there, told for each of the terms whether it was found."""
        told = zip(self.terms, found, strict=True)
        return sum(there for term, there in told if term.is_asked) >= max(1, self.minimum)

    @property
    def lifting(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.is_asked)


@dataclass(frozen=True)
class AnalysedQuery:
    """No clauses: there was nothing to look for, and the answer is empty, never everything."""

    query: SearchQuery
    clauses: tuple[Clause, ...]

    @cached_property
    def tokens(self) -> frozenset[str]:
        return frozenset(
            variant.token
            for clause in self.clauses
            for term in clause.terms
            for variant in term.variants
        )
