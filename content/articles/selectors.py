"""Articles as lists and pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest

from content.articles.models import ArticleIndexPage, ArticlePage
from content.articles.structured_data import article_data
from content.core.audience import Viewer
from content.core.viewers import viewer_of_request
from content.library.pictures import drawing_for, picture_url, share_picture
from content.taxonomy.models import Topic

ARTICLES_A_PAGE = 12
RELATED = 3


@dataclass(frozen=True)
class ArticleCard:
    """What `components/card_article.html` shows."""

    title: str
    url: str
    summary: str
    kicker: str
    published_on: date
    image_url: str
    subject: str
    palette: str


@dataclass(frozen=True)
class ArticleList:
    """One page of a list; `topic` is the chosen one, `topics` those that have articles."""

    page: "ListPage[ArticlePage]"
    cards: tuple[ArticleCard, ...]
    topics: tuple[Topic, ...]
    topic: Topic | None


def cards_of(
    articles: Iterable[ArticlePage],
    request: HttpRequest | None,
    viewer: Viewer,
    *,
    with_topics: bool = True,
) -> tuple[ArticleCard, ...]:
    """Cards of articles that were read with `for_cards()`."""
    return tuple(_card(article, request, viewer, with_topics) for article in articles)


def article_list(request: HttpRequest, index: ArticleIndexPage) -> ArticleList:
    """The articles below a list that the asker may see, by `?topic=` and `?page=`."""
    viewer = viewer_of_request(request)
    articles = ArticlePage.objects.child_of(index).visible_to(viewer)
    topics = tuple(Topic.objects.filter(articles__in=articles).distinct())
    wanted = request.GET.get("topic", "")
    topic = next((one for one in topics if one.slug == wanted), None)
    if topic is not None:
        articles = articles.filter(topics=topic)
    pages = Paginator(articles.newest_first().for_cards(), ARTICLES_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return ArticleList(page, cards_of(page, request, viewer), topics, topic)


def newest_articles(viewer: Viewer, language: str, limit: int) -> list[ArticlePage]:
    """The newest articles of a language, ready for cards."""
    articles = ArticlePage.objects.visible_to(viewer).filter(locale__language_code=language)
    return list(articles.newest_first().for_cards()[:limit])


def article_context(request: HttpRequest, article: ArticlePage) -> dict[str, Any]:
    """What an article's page shows beside the article itself."""
    viewer = viewer_of_request(request)
    topics = list(article.topics.all())
    index = article.get_parent()
    return {
        "topics": topics,
        "linked_data": article_data(request, article),
        "share_picture": share_picture(request, article.lead_picture),
        "list_url": index.get_url(request),
        "trail": [{"title": index.title, "url": index.get_url(request)}],
        "related": cards_of(_related(article, topics, viewer), request, viewer, with_topics=False),
    }


def _related(article: ArticlePage, topics: list[Topic], viewer: Viewer) -> list[ArticlePage]:
    """Others of the same list, those that share a topic first, then the newest."""
    others = ArticlePage.objects.sibling_of(article, inclusive=False).visible_to(viewer)
    shared = Count("topics", filter=Q(topics__in=topics))
    nearest = others.annotate(shared=shared).order_by("-shared", "-published_on", "-pk")
    pictured = nearest.with_bylines().prefetch_related("lead_picture__renditions")
    return list(pictured[:RELATED])


def _card(
    article: ArticlePage, request: HttpRequest | None, viewer: Viewer, with_topics: bool
) -> ArticleCard:
    drawing = drawing_for(article.title)
    words = [str(article.main_topic or "") if with_topics else "", str(article.unit or "")]
    return ArticleCard(
        title=article.title,
        url=article.get_url(request) or "",
        summary=article.introduction,
        kicker=" · ".join(word for word in words if word),
        published_on=article.published_on,
        image_url=picture_url(viewer, article.lead_picture),
        subject=drawing.subject,
        palette=drawing.palette,
    )
