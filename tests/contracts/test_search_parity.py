"""Two hundred questions and more, asked of every engine: each finds the same things."""

from collections.abc import Iterator

import pytest

from search.engines.base import SearchEngine
from search.evaluation import read_corpus, read_queries
from search.query import MAXIMUM_PAGE_SIZE
from search.results import EngineHits
from tests.contracts.search_documents import ask
from tests.evaluation import authoring

CORPUS = authoring.FOLDER / "corpus.jsonl"
LEAST = 200
ODD = (
    "质，量。管理",
    "  装配式   建筑  ",
    "裝配式建築的質量",
    "ＢＩＭ 模型",
    "双Ｔ板",
    "concrete-slab",
    "prefabricated",
    "prefabrication",
    "hunningtu",
    "hun ning tu",
    "第三",
    "30%",
    "２０２５",
    "海宁质量混凝土",
    "the wall of the building",
)


def golden() -> list[str]:
    """Of one, two, three and more characters, judged ones and odd ones."""
    asked = [judged.query for judged in read_queries(authoring.QUERIES)]
    for place, document in enumerate(read_corpus(CORPUS)):
        title = document.title
        asked += [title[place % max(len(title) - 1, 1)], title[:2], title[-3:], title]
        asked += [moment.text[4 : 6 + place % 5] for moment in document.moments[:1]]
    return list(dict.fromkeys([*asked, *ODD]))


def found(hits: EngineHits) -> tuple[int, frozenset[str], dict[str, dict[str, int]]]:
    facets = {name: dict(values) for name, values in hits.facets.items() if values}
    return hits.total, frozenset(group.group for group in hits.groups), facets


@pytest.fixture(scope="module")
def by_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    from search.engines.sqlite import SQLiteEngine

    made = SQLiteEngine(tmp_path_factory.mktemp("golden") / "search.sqlite3")
    made.prepare()
    made.put(read_corpus(CORPUS))
    yield made
    made.close()


def test_every_engine_finds_the_same(engine: SearchEngine, by_sqlite: SearchEngine) -> None:
    """Held against one of them, filled beside the one under test. Pages are long enough for all."""
    engine.put(read_corpus(CORPUS))
    engine.refresh()
    questions = golden()
    assert len(questions) >= LEAST
    differing = {}
    for words in questions:
        one, other = (
            found(ask(each, words, page_size=MAXIMUM_PAGE_SIZE)) for each in (engine, by_sqlite)
        )
        # More than a page holds: which of equals come last may differ, how many may not.
        if one[0] > MAXIMUM_PAGE_SIZE:
            one, other = (one[0], frozenset(), one[2]), (other[0], frozenset(), other[2])
        if one != other:
            differing[words] = (one, other)
    assert differing == {}
