"""The Audience: who may see a thing, and the one rule that answers it.

Stored as one text column (see `content.core.fields`), compared as sets of tokens, so that the
same rule is a predicate in Python, a filter in SQL and a filter in every search engine.
Units cover what is below them: that is expressed on the viewer's side, who carries a token for
each unit above their own, so a move in the tree needs no rewriting of content.
"""

import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AudienceKind(enum.StrEnum):
    PUBLIC = "public"
    EMPLOYEES = "employees"
    UNITS = "units"
    PEOPLE = "people"

    @property
    def label(self) -> str:
        return str(_LABELS[self])


_LABELS = {
    AudienceKind.PUBLIC: _("Public"),
    AudienceKind.EMPLOYEES: _("All employees"),
    AudienceKind.UNITS: _("Chosen units and what is below them"),
    AudienceKind.PEOPLE: _("Chosen people"),
}


@dataclass(frozen=True)
class Audience:
    """Who may see a thing. `units` and `people` hold primary keys and belong to their kind alone.

    Raises ValueError where a kind carries keys that are not its own, or lacks its own.
    """

    kind: AudienceKind
    units: frozenset[int] = field(default_factory=frozenset)
    people: frozenset[int] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if bool(self.units) != (self.kind is AudienceKind.UNITS):
            raise ValueError("units belong to the audience of units, which needs at least one")
        if bool(self.people) != (self.kind is AudienceKind.PEOPLE):
            raise ValueError("people belong to the audience of people, which needs at least one")

    @classmethod
    def public(cls) -> "Audience":
        return cls(AudienceKind.PUBLIC)

    @classmethod
    def employees(cls) -> "Audience":
        return cls(AudienceKind.EMPLOYEES)

    @classmethod
    def of_units(cls, units: Iterable[int]) -> "Audience":
        return cls(AudienceKind.UNITS, units=frozenset(units))

    @classmethod
    def of_people(cls, people: Iterable[int]) -> "Audience":
        return cls(AudienceKind.PEOPLE, people=frozenset(people))

    def tokens(self) -> frozenset[str]:
        if self.kind is AudienceKind.UNITS:
            return frozenset(f"unit:{key}" for key in self.units)
        if self.kind is AudienceKind.PEOPLE:
            return frozenset(f"person:{key}" for key in self.people)
        return frozenset({str(self.kind)})

    @classmethod
    def from_tokens(cls, tokens: Collection[str]) -> "Audience":
        """The audience whose `tokens()` these are. Raises ValueError for any other set."""
        if set(tokens) == {"public"}:
            return cls.public()
        if set(tokens) == {"employees"}:
            return cls.employees()
        pairs = [token.partition(":") for token in tokens]
        names = {name for name, _colon, _key in pairs}
        keys = [int(key) for _name, _colon, key in pairs]
        if names == {"unit"}:
            return cls.of_units(keys)
        if names == {"person"}:
            return cls.of_people(keys)
        raise ValueError(f"not an audience: {sorted(tokens)}")

    @property
    def is_public(self) -> bool:
        return self.kind is AudienceKind.PUBLIC


@dataclass(frozen=True)
class Viewer:
    """Who is asking, reduced to what the rule needs. `content.people.selectors` makes it."""

    user_id: int | None
    tokens: frozenset[str]
    sees_everything: bool = False

    @classmethod
    def anonymous(cls) -> "Viewer":
        return cls(user_id=None, tokens=frozenset({"public"}))


def admits(viewer: Viewer, *audiences: Audience) -> bool:
    """Whether the viewer may see what lies behind ALL these audiences (page ∩ item)."""
    if viewer.sees_everything:
        return True
    return all(viewer.tokens & audience.tokens() for audience in audiences)


def admitted(viewer: Viewer, field_name: str = "audience") -> Q:
    """The twin of `admits` for querysets, on one AudienceField."""
    if viewer.sees_everything:
        return Q()
    rule = Q()
    for token in sorted(viewer.tokens):
        rule |= Q(**{f"{field_name}__contains": f"|{token}|"})
    return rule
