"""Reads on the vocabulary that other apps and search need."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from content.people.models import Unit
from content.people.selectors import paths_above
from content.taxonomy.models import GlossaryTerm, Speaker, Topic


def synonym_groups() -> tuple[tuple[str, ...], ...]:
    """Each glossary term with all that means it, mis-hearings too, whatever it is attached to: a
    query does not say of which unit it speaks. Terms that stand alone mean nothing but themselves.
    """
    groups = (term.all_forms() for term in GlossaryTerm.objects.all())
    return tuple(group for group in groups if len(group) > 1)


def spellings() -> tuple[str, ...]:
    """Every word of the glossary that is right as it stands: what may be suggested to anyone."""
    words = (word for term in GlossaryTerm.objects.all() for word in term.forms())
    return tuple(dict.fromkeys(words))


@dataclass(frozen=True)
class UnitTerms:
    """Primary keys of terms: of a unit and those above it, the nearest unit's first; and of all
    that are attached to any unit."""

    here: tuple[int, ...]
    anywhere: frozenset[int]


def terms_of_unit(unit: Unit | None) -> UnitTerms:
    """One query."""
    rows = GlossaryTerm.units.through.objects.order_by("-unit__depth", "glossaryterm__term")
    attached = list(rows.values_list("glossaryterm_id", "unit__path"))
    paths = set() if unit is None else set(paths_above(unit))
    here = dict.fromkeys(term for term, path in attached if path in paths)
    return UnitTerms(tuple(here), frozenset(term for term, _path in attached))


def topic_names(slugs: Collection[str], language: str) -> Mapping[str, str]:
    """What search calls its topics."""
    topics = Topic.objects.filter(slug__in=slugs)
    return {topic.slug: topic.name_in(language) for topic in topics}


def speaker_names(keys: Collection[str], language: str) -> Mapping[str, str]:
    """What search calls its speakers, by primary key."""
    speakers = Speaker.objects.filter(
        pk__in=[key for key in keys if key.isascii() and key.isdigit()]
    )
    return {str(speaker.pk): speaker.name_in(language) for speaker in speakers}
