"""The articles and tables of the demonstration: their notation, and that they agree."""

from datetime import date
from decimal import Decimal

import pytest

from content.demo.drawing.subjects import SUBJECTS
from content.demo.media.finished import finished
from content.demo.scripts import lecture_scripts
from content.demo.texts import Article, Block, articles, parse_body, table

ARTICLES = articles()


def test_each_mark_makes_its_kind_of_block() -> None:
    body = """
第一段。

## 小标题

> 一句话。 —— 某人

| 甲 | 乙 |
| 1 | 2 |

# 23 | | 家 | 基地

!crane 说明。

@special-lecture 大家好。
"""
    assert parse_body(body) == (
        Block("paragraph", ("第一段。",)),
        Block("heading", ("小标题",)),
        Block("quotation", ("一句话。", "某人")),
        Block("table", (("甲", "乙"), ("1", "2"))),
        Block("figures", (("23", "", "家", "基地"),)),
        Block("picture", ("crane", "说明。")),
        Block("clip", ("special-lecture", "大家好。")),
    )


def test_there_are_at_least_eight_articles_and_most_are_of_this_year() -> None:
    assert len(ARTICLES) >= 8
    assert all(article.published_on < date(2026, 11, 22) for article in ARTICLES)
    assert sum(article.published_on.year == 2026 for article in ARTICLES) > len(ARTICLES) / 2


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.slug)
def test_both_languages_of_an_article_have_the_same_build(article: Article) -> None:
    chinese, english = (
        [(block.kind, len(block.parts)) for block in article.texts[language].body]
        for language in ("zh", "en")
    )
    assert chinese == english


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.slug)
def test_an_article_shows_only_what_is_drawn_and_quotes_only_what_is_said(
    article: Article,
) -> None:
    assert article.subject in SUBJECTS
    for text in article.texts.values():
        for block in text.body:
            if block.kind == "picture":
                assert block.parts[0] in SUBJECTS
            if block.kind == "clip":
                slug, words = block.parts
                assert finished(slug).cue_saying(words).start_ms > 0


def test_every_subject_is_described_in_both_languages() -> None:
    pictures = table("site")["pictures"]
    assert set(pictures) == set(SUBJECTS)
    assert all(row["zh"] and row["en"] for row in pictures.values())


def test_the_counties_add_up_to_the_city() -> None:
    (series,) = (row for row in table("indicators")["series"] if "units" in row)
    for name, total in series["total"].items():
        assert sum(row[name] for row in series["units"].values()) == total


def test_the_growth_is_the_one_that_was_reported() -> None:
    reported = {"new-starts": "28.51", "residential-and-public": "68.14"}
    totals = {row["code"]: row["total"] for row in table("indicators")["series"]}
    for code, percent in reported.items():
        total = totals[code]
        growth = Decimal(total["actual"]) / Decimal(total["year_before"]) * 100 - 100
        assert round(growth, 2) == Decimal(percent)


def test_courses_and_learning_refer_to_lectures_and_people_that_there_are() -> None:
    slugs = {script.slug for script in lecture_scripts()}
    numbers = {row["number"] for row in table("people")["people"]}
    for course in table("courses")["courses"]:
        assert set(course["lessons"]) <= slugs
        assert len(course["lessons"]) >= 2
    for row in table("courses")["watched"]:
        assert row["recording"] in slugs
        assert row["person"] in numbers
