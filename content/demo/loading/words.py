"""Topics, speakers and glossary terms of the demonstration."""

from content.demo.texts import table
from content.people.models import Unit
from content.taxonomy.models import GlossaryTerm, Speaker, Topic


def load_topics() -> dict[str, Topic]:
    """Every topic by its slug."""
    for row in table("taxonomy")["topics"]:
        names = {"name_zh": row["name_zh"], "name_en": row["name_en"]}
        Topic.objects.get_or_create(slug=row["slug"], defaults=names)
    return {topic.slug: topic for topic in Topic.objects.all()}


def load_speakers() -> dict[str, Speaker]:
    """The demonstration's speakers by the key that our texts call them."""
    speakers = {}
    for row in table("taxonomy")["speakers"]:
        found = Speaker.objects.filter(name_zh=row["name_zh"]).first()
        speakers[row["key"]] = found or Speaker.objects.create(
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            role_zh=row["role_zh"],
            role_en=row["role_en"],
        )
    return speakers


def load_terms() -> int:
    """The glossary: synonyms in search, spelling in transcripts."""
    rows = table("taxonomy")["terms"]
    for row in rows:
        term, is_new = GlossaryTerm.objects.get_or_create(
            term=row["term"],
            defaults={
                "variants": "\n".join(row["variants"]),
                "mishearings": "\n".join(row.get("mishearings", ())),
                "explanation_zh": row["zh"],
                "explanation_en": row["en"],
            },
        )
        if is_new and "units" in row:
            term.units.set(Unit.objects.filter(code__in=row["units"]))
    return len(rows)
