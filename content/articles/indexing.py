"""Articles for search: what is indexed of each language, and who may see which hit."""

from collections.abc import Collection, Iterator, Mapping

from content.articles.models import ArticlePage
from content.core.audience import Viewer
from content.core.ports import DocumentKey, SourceDocument, VisibleDocument, uuids
from content.library.blocks import plain_text
from content.library.pictures import picture_url

KIND = "article"


def key_of(article: ArticlePage) -> DocumentKey:
    """An article with its translations is one document."""
    return DocumentKey(KIND, str(article.translation_key))


class ArticleSource:
    """The port of `content.core.ports` for articles."""

    kind = KIND

    def documents(self, ids: Collection[str] | None = None) -> Iterator[SourceDocument]:
        articles = ArticlePage.objects.live().filter(alias_of=None)
        if ids is not None:
            articles = articles.filter(translation_key__in=uuids(ids))
        related = articles.select_related("author", "unit", "locale").prefetch_related("topics")
        for article in related.order_by("pk").iterator(chunk_size=200):
            yield _document(article)

    def visible(
        self, viewer: Viewer, ids: Collection[str], language: str
    ) -> Mapping[str, VisibleDocument]:
        """In the asked language where the article has it, else in the one it has."""
        articles = (
            ArticlePage.objects.visible_to(viewer)
            .filter(translation_key__in=uuids(ids))
            .select_related("locale")
            .for_cards()
        )
        found: dict[str, VisibleDocument] = {}
        for article in articles:
            ident = str(article.translation_key)
            if ident not in found or article.locale.language_code == language:
                found[ident] = _visible(article, viewer, language)
        return found


def _document(article: ArticlePage) -> SourceDocument:
    language = article.locale.language_code
    return SourceDocument(
        key=key_of(article),
        language=language,
        title=article.title,
        audiences=article.audiences(),
        summary=article.introduction,
        body=plain_text(article.body),
        topics=tuple(topic.name_in(language) for topic in article.topics.all()),
        speaker=article.author.name_in(language) if article.author else "",
        unit=article.unit.name_in(language) if article.unit else "",
        facets=_facets(article),
        published_at=article.published_at,
    )


def _facets(article: ArticlePage) -> tuple[tuple[str, str], ...]:
    keys = [("topic", topic.slug) for topic in article.topics.all()]
    if article.author:
        keys.append(("speaker", str(article.author.pk)))
    if article.unit:
        keys.append(("unit", article.unit.code))
    return tuple(keys)


def _visible(article: ArticlePage, viewer: Viewer, language: str) -> VisibleDocument:
    return VisibleDocument(
        key=key_of(article),
        title=article.title,
        url=article.url or "",
        language=article.locale.language_code,
        image_url=picture_url(viewer, article.lead_picture),
        unit=article.unit.name_in(language) if article.unit else "",
        published_at=article.published_at,
    )
