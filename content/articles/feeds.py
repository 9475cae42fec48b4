"""The feed of a list of articles: what the public may read, in the list's language."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed

from content.articles.models import ArticleIndexPage, ArticlePage
from content.core.audience import Viewer

_ENTRIES = 30


class ArticleFeed(Feed):  # type: ignore[type-arg]  # generic in the stubs alone
    """Atom, newest first. Holds public articles whoever asks, for readers keep what they fetch."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> ArticleIndexPage:
        page: ArticleIndexPage = kwargs["page"]
        return page

    def title(self, page: ArticleIndexPage) -> str:
        return str(page.title)

    def subtitle(self, page: ArticleIndexPage) -> str:
        return page.introduction

    def link(self, page: ArticleIndexPage) -> str:
        return page.full_url or "/"

    def feed_url(self, page: ArticleIndexPage) -> str:
        return self.link(page) + "feed/"

    def items(self, page: ArticleIndexPage) -> list[ArticlePage]:
        articles = ArticlePage.objects.child_of(page).visible_to(Viewer.anonymous())
        return list(articles.newest_first().select_related("author")[:_ENTRIES])

    def item_title(self, item: ArticlePage) -> str:
        return str(item.title)

    def item_description(self, item: ArticlePage) -> str:
        return item.introduction

    def item_link(self, item: ArticlePage) -> str:
        return item.full_url or "/"

    def item_guid(self, item: ArticlePage) -> str:
        return f"urn:uuid:{item.translation_key}:{item.pk}"

    def item_author_name(self, item: ArticlePage) -> str | None:
        return str(item.author) if item.author else None

    def item_pubdate(self, item: ArticlePage) -> datetime:
        return item.published_at

    def item_updateddate(self, item: ArticlePage) -> datetime:
        return item.last_published_at or self.item_pubdate(item)
