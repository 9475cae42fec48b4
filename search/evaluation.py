"""How good the search is, measured on a judged set: nDCG, MRR, recall, and hits of the second.

Pure but for `evaluate`, which asks an engine. nDCG (Järvelin and Kekäläinen 2002) with gain
2^grade - 1 and the discount log2(rank + 1); MRR counts grades of 2 and more; a moment is hit when
one of the first three moments of a judged recording starts within 5 s of a judged start.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from content.core.audience import Viewer
from content.core.ports import SourceMoment
from search.documents import IndexDocument, Passage, build_document
from search.engines.base import SearchEngine
from search.moments import moments_of, passages_of
from search.query import SearchQuery
from search.relaxed import ask
from search.results import GroupHit

DEPTH = 10
RELEVANT_GRADE = 2
SHOWN_MOMENTS = 3
TOLERANCE_SECONDS = 5.0
BATCH = 100
JUDGE = Viewer(user_id=None, tokens=frozenset({"public"}), sees_everything=True)


class InvalidSetError(ValueError):
    """A line of the corpus or of the queries cannot be read. The message says which and why."""


@dataclass(frozen=True)
class JudgedQuery:
    """`judgements`: grade 1–3 by id; `moments`: right starts (seconds) by id of a recording."""

    query: str
    query_class: str
    judgements: Mapping[str, int]
    moments: Mapping[str, Sequence[float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Scores:
    """One query's figures, 0–1; `moment_hit` None where no moment was judged."""

    ndcg: float
    reciprocal_rank: float
    recall: float
    moment_hit: float | None


def read_corpus(path: Path) -> Iterator[IndexDocument]:
    """The documents of a corpus, one JSON object a line. Raises InvalidSetError."""
    for number, line in _lines(path):
        try:
            yield _document(line)
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidSetError(f"{path.name}, line {number}: {error!r}") from error


def read_queries(path: Path) -> list[JudgedQuery]:
    """The queries of a set, one JSON object a line. Raises InvalidSetError."""
    queries = []
    for number, line in _lines(path):
        try:
            queries.append(
                JudgedQuery(
                    query=line["query"],
                    query_class=line["class"],
                    judgements={str(key): int(grade) for key, grade in line["judgements"].items()},
                    moments={str(key): starts for key, starts in line.get("moments", {}).items()},
                )
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InvalidSetError(f"{path.name}, line {number}: {error!r}") from error
    return queries


def fill(engine: SearchEngine, documents: Iterable[IndexDocument]) -> int:
    """Put a corpus into an engine; says how many documents."""
    waiting: list[IndexDocument] = []
    count = 0
    for document in documents:
        waiting.append(document)
        count += 1
        if len(waiting) == BATCH:
            engine.put(waiting)
            waiting = []
    engine.put(waiting)
    engine.refresh()
    return count


def evaluate(
    engine: SearchEngine,
    queries: Iterable[JudgedQuery],
    synonyms: tuple[tuple[str, ...], ...] = (),
) -> dict[str, Any]:
    """The figures over all queries and for each class."""
    scores: dict[str, list[Scores]] = defaultdict(list)
    for judged in queries:
        asked = SearchQuery(
            text=judged.query,
            viewer=JUDGE,
            page_size=DEPTH,
            moments_per_group=SHOWN_MOMENTS,
            synonyms=synonyms,
        )
        scores[judged.query_class].append(score(judged, ask(engine, asked).hits.groups))
    everything = [one for group in scores.values() for one in group]
    return {
        "all": summarise(everything),
        "classes": {name: summarise(group) for name, group in sorted(scores.items())},
    }


def score(judged: JudgedQuery, groups: Sequence[GroupHit]) -> Scores:
    ranked = [judged.judgements.get(hit.id, 0) for hit in groups[:DEPTH]]
    relevant = [grade for grade in judged.judgements.values() if grade > 0]
    return Scores(
        ndcg=_share(_gain(ranked), _gain(sorted(relevant, reverse=True)[:DEPTH])),
        reciprocal_rank=next(
            (1 / rank for rank, grade in enumerate(ranked, 1) if grade >= RELEVANT_GRADE), 0.0
        ),
        recall=_share(sum(grade > 0 for grade in ranked), len(relevant)),
        moment_hit=_moment_hit(judged, groups[:DEPTH]) if judged.moments else None,
    )


def summarise(scores: Sequence[Scores]) -> dict[str, float | int | None]:
    hits = [one.moment_hit for one in scores if one.moment_hit is not None]
    return {
        "ndcg@10": _mean([one.ndcg for one in scores]),
        "mrr": _mean([one.reciprocal_rank for one in scores]),
        "recall@10": _mean([one.recall for one in scores]),
        "moment_hit": _mean(hits),
        "queries": len(scores),
    }


def _moment_hit(judged: JudgedQuery, groups: Sequence[GroupHit]) -> float:
    for hit in groups:
        for moment in hit.moments[:SHOWN_MOMENTS]:
            for start in judged.moments.get(hit.id, ()):
                begins = moment.start_ms
                if begins is not None and abs(begins / 1000 - start) <= TOLERANCE_SECONDS:
                    return 1.0
    return 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidSetError(f"{path}: {error}") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                value = json.loads(line)
            except json.JSONDecodeError as error:
                raise InvalidSetError(f"{path.name}, line {number}: {error}") from error
            if not isinstance(value, dict):
                raise InvalidSetError(f"{path.name}, line {number}: not a JSON object")
            yield number, value


def _document(line: Mapping[str, Any]) -> IndexDocument:
    return build_document(
        group=f"{line['kind']}:{line['id']}",
        language=line.get("language", "zh-hans"),
        version=1,
        audiences=[["public"]],
        title=line["title"],
        summary=line.get("summary", ""),
        passages=_passages(line),
    )


def _passages(line: Mapping[str, Any]) -> list[Passage]:
    if line.get("moments"):
        return moments_of(
            SourceMoment(round(one["start"] * 1000), round(one["end"] * 1000), one["text"])
            for one in line["moments"]
        )
    return passages_of(line.get("body", ""))
