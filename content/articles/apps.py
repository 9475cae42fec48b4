from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "content.articles"
    label = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        from content.articles import receivers
        from content.articles.indexing import ArticleSource
        from content.core.ports import register_source

        register_source(ArticleSource())
        receivers.connect()
