"""The articles, in both languages, with drawn pictures and words from the lectures."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.html import format_html
from wagtail.models import Page

from content.articles.models import ArticlePage
from content.core.clock import clock
from content.core.pages import BasePage
from content.demo.loading.pages import add_page, morning_of
from content.demo.loading.recordings import Company
from content.demo.media.finished import finished
from content.demo.pictures import description_of, picture_of
from content.demo.texts import Article, Block, articles
from content.lectures.models import LecturePage

LecturePages = dict[tuple[str, str], LecturePage]


def load_articles(indexes: dict[str, Page], company: Company, lectures: LecturePages) -> int:
    """Publish the articles that are not there yet; the number of all."""
    for article in articles():
        twin: BasePage | None = None
        for language, index in indexes.items():
            found = ArticlePage.objects.child_of(index).filter(slug=article.slug).first()
            twin = found or add_page(
                index,
                _new_page(article, language, company, lectures),
                acting_user=company.acting_user,
                twin=twin,
                published_at=morning_of(article.published_on),
            )
    return len(articles())


def _new_page(
    article: Article, language: str, company: Company, lectures: LecturePages
) -> ArticlePage:
    text = article.texts[language]
    page = ArticlePage(
        title=text.title,
        slug=article.slug,
        introduction=text.introduction,
        search_description=text.introduction,
        lead_picture=picture_of(article.subject),
        lead_picture_alt=description_of(article.subject, language),
        author=company.speakers[article.author],
        unit=company.units[article.unit],
        published_on=article.published_on,
    )
    # Raw values, as they are stored: the pictures and pages in them are primary keys.
    page.body = page._meta.get_field("body").to_python(stream_rows(text.body, language, lectures))
    page.topics = [company.topics[article.topic]]
    return page


def stream_rows(
    blocks: Iterable[Block], language: str, lectures: LecturePages
) -> list[dict[str, Any]]:
    """A body as it is stored."""
    return [{"type": block.kind, "value": _value(block, language, lectures)} for block in blocks]


def _value(block: Block, language: str, lectures: LecturePages) -> Any:
    if block.kind == "picture":
        return _picture(block, language)
    if block.kind == "clip":
        return _clip(block, language, lectures)
    makers: dict[str, Callable[[Block], Any]] = {
        "figures": _figures,
        "paragraph": _paragraph,
        "quotation": _quote,
        "table": _table,
    }
    return makers.get(block.kind, _plain)(block)


def _plain(block: Block) -> Any:
    return block.parts[0]


def _paragraph(block: Block) -> str:
    return str(format_html("<p>{}</p>", block.parts[0]))


def _quote(block: Block) -> dict[str, Any]:
    return {"text": block.parts[0], "source": block.parts[1]}


def _figures(block: Block) -> dict[str, Any]:
    names = ("value", "unit", "label", "comparison")
    figures = [dict(zip(names, row, strict=True)) for row in block.parts]
    return {"figures": figures}


def _picture(block: Block, language: str) -> dict[str, Any]:
    subject, caption = block.parts
    alt = description_of(subject, language)
    return {"image": picture_of(subject).pk, "alt": alt, "caption": caption}


def _table(block: Block) -> dict[str, Any]:
    return {
        "data": [list(row) for row in block.parts],
        "table_header_choice": "row",
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_caption": "",
        "cell": [],
        "mergeCells": [],
    }


def _clip(block: Block, language: str, lectures: LecturePages) -> dict[str, Any]:
    slug, words = block.parts
    cue = finished(slug).cue_saying(words)
    return {
        "lecture": lectures[slug, language].pk,
        "starts_at": clock(cue.start_ms),
        "ends_at": clock(cue.end_ms + 1000),
        "words": words,
    }
