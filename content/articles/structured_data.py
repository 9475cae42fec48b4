"""What an article says of itself to other sites: schema.org's Article."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from content.articles.models import ArticlePage
from content.library.pictures import share_picture


def article_data(request: HttpRequest, article: ArticlePage) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": article.title,
        "description": article.introduction,
        "inLanguage": "en" if (get_language() or "").startswith("en") else "zh-Hans",
        "datePublished": article.published_on.isoformat(),
        "mainEntityOfPage": article.get_full_url(request),
    }
    if article.last_published_at:
        data["dateModified"] = article.last_published_at.isoformat()
    if article.author:
        data["author"] = {"@type": "Person", "name": str(article.author)}
    if article.unit:
        data["publisher"] = {"@type": "Organization", "name": str(article.unit)}
    if picture := share_picture(request, article.lead_picture):
        data["image"] = [picture]
    return data
