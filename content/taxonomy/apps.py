from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TaxonomyConfig(AppConfig):
    name = "content.taxonomy"
    label = "taxonomy"
    verbose_name = _("Vocabulary")

    def ready(self) -> None:
        from content.core.ports import register_labels, register_synonyms, register_terms
        from content.taxonomy.selectors import (
            speaker_names,
            spellings,
            synonym_groups,
            topic_names,
        )

        register_synonyms(synonym_groups)
        register_terms(spellings)
        register_labels("topic", topic_names)
        register_labels("speaker", speaker_names)
