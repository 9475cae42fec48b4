from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = _("search")

    def ready(self) -> None:
        from content.core.marks import register_marker
        from search import checks, receivers  # noqa: F401  # they register themselves
        from search.lines import mark_lines

        register_marker(mark_lines)
