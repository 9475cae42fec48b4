"""Who belongs to which audience."""

from collections.abc import Collection, Mapping

from django.contrib.auth.models import AnonymousUser

from content.core.audience import Viewer
from content.people.models import Unit, User


def paths_above(unit: Unit) -> list[str]:
    """The tree paths of a unit and of every unit above it, the highest first."""
    step = Unit.steplen
    return [unit.path[:end] for end in range(step, len(unit.path) + 1, step)]


def units_above(unit: Unit) -> list[int]:
    """Primary keys of a unit and of every unit above it: one query."""
    units = Unit.objects.filter(path__in=paths_above(unit))
    return list(units.values_list("pk", flat=True))


def viewer_of(user: object) -> Viewer:
    """The Viewer a user is. Someone who is not signed in, or is inactive, is the public."""
    if not isinstance(user, User) or isinstance(user, AnonymousUser) or not user.is_active:
        return Viewer.anonymous()
    tokens = {"public", "employees", f"person:{user.pk}"}
    if user.unit is not None:
        tokens.update(f"unit:{key}" for key in units_above(user.unit))
    return Viewer(
        user_id=user.pk,
        tokens=frozenset(tokens),
        sees_everything=user.has_perm("people.see_everything"),
    )


def unit_names(codes: Collection[str], language: str) -> Mapping[str, str]:
    """What search calls the units, by code."""
    return {unit.code: unit.name_in(language) for unit in Unit.objects.filter(code__in=codes)}
