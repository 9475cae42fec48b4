"""The demonstration's texts as read from data/: articles, and the plain tables beside them.

Owns the notation of an article's body, block by block (blank lines between): "## " a heading,
"> words —— who" a quotation, "| a | b |" a table whose first line is its head, "# value | unit |
what | compared with" figures, "!subject caption" a drawn picture, "@lecture words" the second in
which they are said; all else is a paragraph. Knows no database and no Wagtail.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from content.demo.scripts import DATA

_SPEAKER_MARK = " —— "
_PREFIXES = {"## ": "heading", "> ": "quotation", "|": "table", "# ": "figures"}


@dataclass(frozen=True)
class Block:
    """`kind`: paragraph, heading, quotation, table, figures, picture or clip.

    parts: the text; words and speaker; cells row by row; subject and caption; lecture and words.
    """

    kind: str
    parts: tuple[Any, ...]


@dataclass(frozen=True)
class ArticleText:
    title: str
    introduction: str
    body: tuple[Block, ...]


@dataclass(frozen=True)
class Article:
    slug: str
    published_on: date
    unit: str
    author: str
    topic: str
    subject: str
    texts: dict[str, ArticleText]


def parse_body(body: str) -> tuple[Block, ...]:
    """The blocks of a body, in order."""
    pieces = (piece.strip() for piece in body.strip().split("\n\n"))
    return tuple(_block(piece) for piece in pieces if piece)


def _block(piece: str) -> Block:
    kind = next((kind for mark, kind in _PREFIXES.items() if piece.startswith(mark)), "")
    if kind == "heading":
        return Block(kind, (piece[3:],))
    if kind == "quotation":
        words, _mark, speaker = piece[2:].partition(_SPEAKER_MARK)
        return Block(kind, (words, speaker))
    if kind == "table":
        return Block(kind, tuple(_cells(line.strip("| ")) for line in piece.splitlines()))
    if kind == "figures":
        return Block(kind, tuple(_cells(line.removeprefix("# ")) for line in piece.splitlines()))
    if piece[0] in "!@":
        name, _space, words = piece[1:].partition(" ")
        return Block("picture" if piece[0] == "!" else "clip", (name, words))
    return Block("paragraph", (piece,))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split("|"))


def _text(row: dict[str, str]) -> ArticleText:
    return ArticleText(row["title"], row["intro"], parse_body(row["body"]))


@cache
def articles() -> tuple[Article, ...]:
    """Every article of the demonstration, oldest first."""
    rows = [
        tomllib.loads(path.read_text(encoding="utf-8"))
        for path in (DATA / "articles").glob("*.toml")
    ]
    found = [
        Article(
            slug=row["slug"],
            published_on=row["date"],
            unit=row["unit"],
            author=row["author"],
            topic=row["topic"],
            subject=row["subject"],
            texts={language: _text(row[language]) for language in ("zh", "en")},
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda article: (article.published_on, article.slug)))


@cache
def table(name: str) -> dict[str, Any]:
    """One of the plain files of data/: people, taxonomy, indicators, courses, events or site."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
