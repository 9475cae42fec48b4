from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TaxonomyConfig(AppConfig):
    name = "content.taxonomy"
    label = "taxonomy"
    verbose_name = _("Vocabulary")

    def ready(self) -> None:
        from content.core.ports import register_synonyms
        from content.taxonomy.selectors import synonym_groups

        register_synonyms(synonym_groups)
