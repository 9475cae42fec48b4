"""Reads on the vocabulary that other apps and search need."""

from content.taxonomy.models import GlossaryTerm


def synonym_groups() -> tuple[tuple[str, ...], ...]:
    """Each glossary term with its variants; terms that stand alone mean nothing but themselves."""
    groups = (term.forms() for term in GlossaryTerm.objects.exclude(variants=""))
    return tuple(group for group in groups if len(group) > 1)
