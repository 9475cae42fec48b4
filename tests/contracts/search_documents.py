"""What the search contracts are tried on: a small library in the words of the trade."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from search.documents import IndexDocument, Passage, build_document
from search.engines.base import SearchEngine
from search.query import SearchQuery
from search.query_analysis import analyse
from search.results import EngineHits

PUBLIC = ("public",)

LECTURE = (
    (0, 12_000, "各位学员大家好，今天我们讲建筑工业化的发展。"),
    (12_000, 30_000, "装配式建筑就是把构件在工厂里预制好，再运到现场安装。"),
    (30_000, 47_500, "双T板的跨度可以达到二十四米，嘉兴有一家双T板企业。"),
    (47_500, 66_000, "新开工面积七百六十一万平方米，同比增长28.51%。"),
    (66_000, 81_000, "第二部分讲质量管理，先看混凝土的养护。"),
)
ENGLISH_LECTURE = (
    (0, 15_000, "Good morning. We will talk about quality on the building site."),
    (15_000, 33_250, "Most of the walls were prefabricated in a factory near Haining."),
    (33_250, 52_000, "The double-T slab spans twenty-four metres without a column."),
)


def passages(cues: Sequence[tuple[int, int, str]]) -> list[Passage]:
    return [Passage(text, start, end, ((0, start),)) for start, end, text in cues]


def recording(ident: str = "r1", **values: Any) -> IndexDocument:
    """A lecture in Chinese, public, unless told otherwise."""
    given: dict[str, Any] = {
        "group": f"recording:{ident}",
        "language": "zh-hans",
        "version": 1,
        "audiences": [PUBLIC],
        "title": "建筑工业化专题讲座",
        "summary": "浙江省建筑工业化发展探讨",
        "topics": ["装配式建筑"],
        "facets": [("topic", "prefabrication"), ("unit", "1"), ("speaker", "9"), ("year", "2026")],
        "published_at": datetime(2026, 3, 1, tzinfo=UTC),
        "passages": passages(LECTURE),
    }
    return build_document(**{**given, **values})


def english_recording(ident: str = "r2", **values: Any) -> IndexDocument:
    given: dict[str, Any] = {
        "language": "en",
        "title": "Quality on site",
        "summary": "",
        "topics": ["Quality"],
        "facets": [("topic", "quality"), ("unit", "1"), ("year", "2026")],
        "passages": passages(ENGLISH_LECTURE),
    }
    return recording(ident, **{**given, **values})


def article(ident: str = "a1", **values: Any) -> IndexDocument:
    given: dict[str, Any] = {
        "group": f"article:{ident}",
        "title": "海宁市举办建设工程质量提升班",
        "summary": "",
        "topics": ["质量"],
        "facets": [("topic", "quality"), ("unit", "2"), ("year", "2025")],
        "passages": [
            Passage("海宁市住建局邀请专家，围绕钢结构住宅的施工要点授课。"),
            Passage("学员参观了预制构件工厂，了解生产线。"),
        ],
    }
    return recording(ident, **{**given, **values})


def spoken(ident: str, *texts: str, **values: Any) -> IndexDocument:
    """A recording that says these things, ten seconds each, under a title that says nothing."""
    cues = [(place * 10_000, (place + 1) * 10_000, text) for place, text in enumerate(texts)]
    given: dict[str, Any] = {"title": "录像", "summary": "", "topics": [], "facets": []}
    return recording(ident, **{**given, "passages": passages(cues), **values})


def ask(engine: SearchEngine, text: str, **values: object) -> EngineHits:
    return engine.search(analyse(SearchQuery(text, **values)))  # type: ignore[arg-type]


def store(engine: SearchEngine, *documents: IndexDocument) -> int:
    written = engine.put(documents)
    engine.refresh()
    return written


def groups(hits: EngineHits) -> list[str]:
    return [group.group for group in hits.groups]
