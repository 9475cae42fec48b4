"""What the search must find of the judged set, in every engine, and what mishearing may cost."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from search.engines.base import SearchEngine
from search.evaluation import evaluate, fill, read_corpus, read_queries
from tests.evaluation import authoring
from tests.evaluation.corrupt import corrupted, misheard

FLOOR = 0.92
CLASS_FLOOR = 0.8
MOST_LOST = 0.1
MEASURES = ("ndcg@10", "mrr", "moment_hit")
CLASSES = {
    *("term", "common", "phrase", "question", "name", "mixed"),
    *("traditional", "pinyin", "homophone", "stem", "single", "en"),
}


def measured(engine: SearchEngine, folder: Path, share: float = 0.0) -> dict[str, Any]:
    """The figures of an engine on the set with this share of its characters misheard."""
    library = (authoring.FOLDER / "library.txt").read_text(encoding="utf-8")
    path = folder / "corpus.jsonl"
    things = (misheard(thing, share) for thing in authoring.corpus(library))
    path.write_text(authoring.json_lines(things), encoding="utf-8")
    fill(engine, read_corpus(path))
    return evaluate(engine, read_queries(authoring.QUERIES))


def test_every_class_and_the_whole_reach_their_floors(engine: SearchEngine, tmp_path: Path) -> None:
    figures = measured(engine, tmp_path)
    for name in MEASURES:
        assert figures["all"][name] >= FLOOR, figures["all"]
    for query_class, found in figures["classes"].items():
        for name in MEASURES:
            assert found[name] is None or found[name] >= CLASS_FLOOR, (query_class, found)


def test_one_wrong_character_in_ten_costs_no_more_than_a_tenth(
    engine: SearchEngine, tmp_path: Path
) -> None:
    right = measured(engine, tmp_path)["all"]
    lost = {share: measured(engine, tmp_path, share)["all"] for share in (0.05, 0.1, 0.2)}
    for name in MEASURES:
        for share in (0.05, 0.1):
            assert lost[share][name] >= (1 - MOST_LOST) * right[name], (share, lost[share])
        assert lost[0.2][name] >= (1 - 2 * MOST_LOST) * right[name], lost[0.2]


def test_the_lines_are_what_the_authors_wrote() -> None:
    for path, text in authoring.made().items():
        assert path.read_text(encoding="utf-8") == text, "run python -m tests.evaluation.authoring"


def test_the_set_is_as_large_and_as_varied_as_its_figures_need() -> None:
    queries = read_queries(authoring.QUERIES)
    documents = list(read_corpus(authoring.CORPUS))
    known = {document.group.partition(":")[2] for document in documents}
    english = sum(query.query_class in authoring.ENGLISH for query in queries)
    assert len(documents) >= 60
    assert english >= 20
    assert len(queries) - english >= 60
    assert {query.query_class for query in queries} == CLASSES
    assert min(Counter(query.query_class for query in queries).values()) >= 4
    for query in queries:
        assert set(query.judgements) <= known, query
        assert set(query.judgements.values()) <= {1, 2, 3}, query


@pytest.mark.parametrize("share", [0.05, 0.1, 0.2])
def test_mishearing_keeps_places_and_is_the_same_every_time(share: float) -> None:
    text = "叠合板由工厂预制的底板和现场浇筑的上层混凝土组成，底板厚度一般是六十毫米。"
    heard = corrupted(text, share)
    assert heard == corrupted(text, share)
    assert len(heard) == len(text)
    wrong = sum(one != other for one, other in zip(heard, text, strict=True))
    assert wrong == pytest.approx(share * len(text), abs=2)
