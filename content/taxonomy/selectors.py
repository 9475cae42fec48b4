"""Reads on the vocabulary that other apps and search need."""

from collections.abc import Collection, Mapping

from content.taxonomy.models import GlossaryTerm, Speaker, Topic


def synonym_groups() -> tuple[tuple[str, ...], ...]:
    """Each glossary term with its variants; terms that stand alone mean nothing but themselves."""
    groups = (term.forms() for term in GlossaryTerm.objects.exclude(variants=""))
    return tuple(group for group in groups if len(group) > 1)


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
