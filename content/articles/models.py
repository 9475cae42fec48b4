"""Articles for the public and for employees, and their lists."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.search import index
from wagtail.url_routing import RouteResult

from content.articles.blocks import ArticleBody
from content.articles.querysets import ArticlePageManager
from content.core.pages import BasePage, IndexPage
from content.people.models import Unit
from content.taxonomy.models import NAMES, Speaker, Topic

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def today() -> date:
    return timezone.localdate()


class ArticleIndexPage(IndexPage):
    """All articles below it that the reader may see, newest first, by topic; and their feed."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["articles.ArticlePage"]
    template = "articles/article_index_page.html"

    class Meta:
        verbose_name = _("list of articles")
        verbose_name_plural = _("lists of articles")

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        # An inner import: selectors read these models.
        from content.articles.selectors import article_list

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["articles"] = article_list(request, self)
        return context

    def route(self, request: "HttpRequest", path_components: list[str]) -> RouteResult:
        """`feed/` below the list is its feed; an article is read with all that it shows."""
        if path_components == ["feed"] and self.live:
            return RouteResult(self, kwargs={"feed": True})
        if len(path_components) == 1:
            articles = ArticlePage.objects.child_of(self).live().with_bylines()
            article = articles.filter(slug=path_components[0]).first()
            if article is not None:
                # As Wagtail's own route does: what lies above is known already.
                article._cached_parent_obj = self
                return RouteResult(article)
        return super().route(request, path_components)

    def serve(
        self, request: "HttpRequest", *args: Any, feed: bool = False, **kwargs: Any
    ) -> "HttpResponse":
        if feed and self.audience.is_public:
            # An inner import: the feed reads these models.
            from content.articles.feeds import ArticleFeed

            return ArticleFeed()(request, page=self)
        return super().serve(request, *args, **kwargs)


class ArticlePage(BasePage):
    """One article in one language; its translations share `translation_key`."""

    introduction = models.TextField(
        _("introduction"), help_text=_("One or two sentences, shown in lists and results.")
    )
    lead_picture = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("lead picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_picture_alt = models.CharField(
        _("what the lead picture shows"), max_length=200, blank=True
    )
    body = StreamField(ArticleBody(), verbose_name=_("text"), blank=True)
    author = models.ForeignKey(
        Speaker,
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
    )
    topics = ParentalManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="articles"
    )
    published_on = models.DateField(_("date of publication"), default=today, db_index=True)

    objects = ArticlePageManager()

    content_panels = (
        *BasePage.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [FieldPanel("lead_picture"), FieldPanel("lead_picture_alt")], heading=_("Lead picture")
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("author"), FieldPanel("unit")]),
                FieldPanel("topics"),
                FieldPanel("published_on"),
            ],
            heading=_("About the article"),
        ),
    )
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.RelatedFields("author", [index.SearchField(name) for name in NAMES]),
        index.RelatedFields("unit", [index.SearchField(name) for name in NAMES]),
    ]
    parent_page_types: ClassVar[list[str]] = ["articles.ArticleIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "articles/article_page.html"

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    @property
    def published_at(self) -> datetime:
        """The date of publication as a moment: eight in the morning, local time."""
        return timezone.make_aware(datetime.combine(self.published_on, time(8)))

    @property
    def main_topic(self) -> Topic | None:
        """The first topic: what a card's kicker names."""
        topics: list[Topic] = list(self.topics.all())
        return topics[0] if topics else None

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        # An inner import: selectors read these models.
        from content.articles.selectors import article_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(article_context(request, self))
        return context
