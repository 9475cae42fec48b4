"""The measure itself: known rankings have known figures."""

import json
import math
from pathlib import Path

import pytest

from search.engines.sqlite import SQLiteEngine
from search.evaluation import (
    InvalidSetError,
    JudgedQuery,
    evaluate,
    fill,
    read_corpus,
    read_queries,
    score,
    summarise,
)
from search.results import GroupHit, MomentHit


def hit(ident: str, *starts: int) -> GroupHit:
    moments = tuple(MomentHit(start, start + 1000, "", (), 1.0, "zh") for start in starts)
    return GroupHit(f"recording:{ident}", "recording", ident, 1.0, moments)


def test_the_ideal_order_scores_one() -> None:
    judged = JudgedQuery("q", "term", {"a": 3, "b": 1})
    scores = score(judged, [hit("a"), hit("b"), hit("c")])
    assert (scores.ndcg, scores.reciprocal_rank, scores.recall) == (1.0, 1.0, 1.0)
    assert scores.moment_hit is None


def test_a_swapped_order_scores_what_the_formula_says() -> None:
    judged = JudgedQuery("q", "term", {"a": 3, "b": 1})
    scores = score(judged, [hit("b"), hit("a")])
    best = 7 / math.log2(2) + 1 / math.log2(3)
    assert scores.ndcg == pytest.approx((1 / math.log2(2) + 7 / math.log2(3)) / best)
    assert scores.reciprocal_rank == 0.5


def test_a_moment_counts_within_five_seconds_and_among_the_first_three() -> None:
    judged = JudgedQuery("q", "term", {"a": 3}, {"a": [60.0]})
    assert score(judged, [hit("a", 65_000)]).moment_hit == 1.0
    assert score(judged, [hit("a", 65_001)]).moment_hit == 0.0
    assert score(judged, [hit("a", 0, 1, 2, 60_000)]).moment_hit == 0.0
    assert score(judged, [hit("b", 60_000)]).moment_hit == 0.0


def test_nothing_found_scores_nothing() -> None:
    scores = score(JudgedQuery("q", "term", {"a": 3}, {"a": [1.0]}), [])
    assert scores.ndcg == scores.reciprocal_rank == scores.recall == scores.moment_hit == 0.0
    assert summarise([scores])["queries"] == 1


def test_a_small_set_is_measured_end_to_end(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    lines = [
        {
            "id": "one",
            "kind": "recording",
            "language": "zh",
            "title": "建筑工业化专题讲座",
            "moments": [
                {"start": 0, "end": 20, "text": "今天讲装配式建筑的发展。"},
                {"start": 20, "end": 40, "text": "套筒灌浆要看饱满度。"},
            ],
        },
        {"id": "two", "kind": "article", "language": "zh", "title": "通知", "body": "节假日安排。"},
    ]
    corpus.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    queries = tmp_path / "queries.jsonl"
    asked = {
        "query": "饱满度",
        "language": "zh",
        "class": "term",
        "judgements": {"one": 3},
        "moments": {"one": [20]},
    }
    queries.write_text(json.dumps(asked), encoding="utf-8")
    engine = SQLiteEngine(tmp_path / "index.sqlite3")
    engine.prepare()
    assert fill(engine, read_corpus(corpus)) == 2
    figures = evaluate(engine, read_queries(queries))
    assert figures["all"] == {
        "ndcg@10": 1.0,
        "mrr": 1.0,
        "recall@10": 1.0,
        "moment_hit": 1.0,
        "queries": 1,
    }
    assert set(figures["classes"]) == {"term"}
    engine.drop()


@pytest.mark.parametrize("line", ["{", "[]", '{"query": "q"}'])
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(InvalidSetError, match="line 1"):
        read_queries(path)
