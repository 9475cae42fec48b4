"""The site's trees, articles, figures, pictures and words of the trade."""

import io
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from content.articles.models import ArticleIndexPage, ArticlePage
from content.core.audience import Audience
from content.events.models import EventIndexPage, EventPage
from content.home.services import SiteTrees, create_site
from content.indicators.models import Indicator
from content.library.models import CustomDocument, CustomImage
from content.taxonomy.models import Speaker, Topic

_numbers = count(1)


def make_site() -> SiteTrees:
    """Both trees with their sections, on a site that answers to the test client."""
    return create_site(hostname="testserver")


def make_article(
    trees: SiteTrees,
    title: str = "",
    *,
    language: str = "zh-hans",
    translation_of: ArticlePage | None = None,
    topics: tuple[Topic, ...] = (),
    **fields: object,
) -> ArticlePage:
    """A published article below the list of articles of a language."""
    number = next(_numbers)
    index = trees.section(ArticleIndexPage, language)
    fields.setdefault("introduction", "一两句话。")
    page = ArticlePage(
        title=title or f"文章 {number}",
        slug=fields.pop("slug", f"article-{number}"),
        locale=trees.homes[language].locale,
        **fields,
    )
    if translation_of is not None:
        page.translation_key = translation_of.translation_key
    page.topics = list(topics)
    index.add_child(instance=page)
    page.save_revision().publish()
    return page


def make_event(
    trees: SiteTrees,
    title: str = "",
    *,
    language: str = "zh-hans",
    translation_of: EventPage | None = None,
    topics: tuple[Topic, ...] = (),
    speakers: tuple[Speaker, ...] = (),
    in_days: float = 7,
    **fields: object,
) -> EventPage:
    """A published event of two hours, some days from now, below the list of events."""
    number = next(_numbers)
    index = trees.section(EventIndexPage, language)
    starts_at = fields.pop("starts_at", timezone.now() + timedelta(days=in_days))
    page = EventPage(
        title=title or f"活动 {number}",
        slug=fields.pop("slug", f"event-{number}"),
        locale=trees.homes[language].locale,
        introduction=fields.pop("introduction", "一两句话。"),
        place=fields.pop("place", "嘉兴市"),
        starts_at=starts_at,
        ends_at=fields.pop("ends_at", starts_at + timedelta(hours=2)),
        **fields,
    )
    if translation_of is not None:
        page.translation_key = translation_of.translation_key
    page.topics = list(topics)
    page.speakers = list(speakers)
    index.add_child(instance=page)
    page.save_revision().publish()
    return page


def make_topic(name_zh: str = "", **fields: object) -> Topic:
    number = next(_numbers)
    fields.setdefault("slug", f"topic-{number}")
    return Topic.objects.create(name_zh=name_zh or f"主题 {number}", **fields)


def make_speaker(name_zh: str = "", **fields: object) -> Speaker:
    return Speaker.objects.create(name_zh=name_zh or f"主讲 {next(_numbers)}", **fields)


def picture_bytes(width: int = 64, height: int = 36, kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "#164a82").save(buffer, kind)
    return buffer.getvalue()


def make_image(*, audience: Audience | None = None, **fields: object) -> CustomImage:
    fields.setdefault("title", f"图 {next(_numbers)}")
    return CustomImage.objects.create(
        file=ContentFile(picture_bytes(), name="picture.png"),
        audience=audience or Audience.public(),
        **fields,
    )


def make_document(*, audience: Audience | None = None, name: str = "notes.pdf") -> CustomDocument:
    return CustomDocument.objects.create(
        title=name,
        file=ContentFile(b"%PDF-1.4 notes", name=name),
        audience=audience or Audience.employees(),
    )


def make_indicator(code: str = "new-starts", **fields: object) -> Indicator:
    fields.setdefault("name_zh", "新开工装配式建筑")
    fields.setdefault("as_of", date(2025, 11, 30))
    fields.setdefault("unit_of_measure_zh", "m²")
    fields.setdefault("unit_of_measure_en", "m²")
    fields.setdefault("actual", Decimal(7_611_900))
    return Indicator.objects.create(code=code, **fields)
