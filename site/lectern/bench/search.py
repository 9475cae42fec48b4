"""Our search against the bare one, query by query and by turns, on the same generated lectures.

What each side does. Ours: the engine's public `search`, from the words as typed to finished hits:
analysis, rights, ten groups with their twelve best moments, six facets, marks and the cue to jump
to. Bare Elasticsearch: the same request body, index, size and hits through the bare client, the
answer taken as it comes. Bare FTS5: a table of the same tokens in three columns, the same words in
a MATCH written by hand (all of them where ours is content with most), `ORDER BY bm25 LIMIT 10`: no
rights, no groups, no facets, no text. Neither side is asked anything twice in a row; the first turn
of each query is not counted.

Suggestions are asked for all that a person types, letter by letter, of at most 5000 titles.
"""

import argparse
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from django.conf import settings

from content.core.audience import Viewer
from lectern.bench.base import (
    Bench,
    BenchImpossibleError,
    Figure,
    Report,
    Say,
    at_most,
    median,
    percentile,
    seconds_of,
)
from lectern.bench.search_corpus import Corpus, corpus_of
from lectern.bench.throw_away import throw_away_database
from search.cards import values_of
from search.engines.base import SearchEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch_body import search_body
from search.engines.sqlite import SQLiteEngine
from search.models import StoredDocument
from search.query import AnalysedQuery, SearchQuery
from search.query_analysis import analyse
from search.services import MOMENTS
from search.suggesting import suggestions

QUERIES = {
    "very common": ["建筑", "质量", "我们", "混凝土", "工程"],
    "term": ["叠合板", "灌浆套筒", "双T板", "坍落度", "嘉兴"],
    "phrase": ["混凝土养护", "装配式建筑质量", "绿色建筑评价标准", "海宁装配式讲座"],
    "question": ["预制构件如何进行验收", "灌浆套筒连接节点怎么检查"],
    "traditional": ["裝配式", "質量管理"],
    "pinyin": ["zhuangpeishi", "hunningtu"],
    "single": ["质", "板"],
    "number": ["2025", "312"],
    "English": ["quality", "precast wall panel", "how to test the grout sleeve strength"],
}
TYPED = ("建筑", "质量管理", "zhuangpei", "hnt", "灌浆", "concrete", "zjx", "叠合")
VIEWER = Viewer(1, frozenset({"public", "employees", "unit:3"}), False)
MOST_SUGGESTED = 5_000
RATIO_ELASTICSEARCH, RATIO_SQLITE = 1.3, 1.2
SQLITE_MS, SQLITE_MOMENTS = 100.0, 100_000
SUGGEST_MS = 30.0

Turn = tuple[float, float, float]
"""Milliseconds of ours, of the bare side, and what ours took of the processor here."""
Sides = tuple[Callable[[], object], Callable[[], object]]


class Measured(Bench):
    name = "search"
    help = "Search and suggestions on generated lectures, against the bare engines."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--moments", type=int, default=100_000, help="in all; default 100000")
        parser.add_argument(
            "--engine",
            choices=("sqlite", "elasticsearch", "all"),
            help="default: both where an Elasticsearch is named, else sqlite",
        )
        parser.add_argument("--rounds", type=int, default=5, help="turns of each query; default 5")

    def run(self, options: dict[str, Any], say: Say) -> Report:
        engine = options["engine"] or ("all" if settings.ELASTICSEARCH_URL else "sqlite")
        corpus = corpus_of(options["moments"], say)
        figures: list[Figure] = []
        if engine in {"sqlite", "all"}:
            figures += self._sqlite(corpus, options["rounds"], say)
        if engine in {"elasticsearch", "all"}:
            figures += self._elasticsearch(corpus, options["rounds"], say)
        figures += self._suggestions(corpus, say)
        count = sum(map(len, QUERIES.values()))
        setting = {"moments": corpus.moments, "queries": count, "rounds": options["rounds"]}
        return Report(self.name, setting, tuple(figures))

    def _sqlite(self, corpus: Corpus, rounds: int, say: Say) -> list[Figure]:
        with TemporaryDirectory(prefix="lectern-bench-") as folder:
            engine = SQLiteEngine(Path(folder) / "search.sqlite3")
            say("Filling the SQLite index")
            seconds = _fill(engine, corpus)
            bare = _bare_fts5(Path(folder) / "bare.sqlite3", corpus, say)

            def sides(query: AnalysedQuery, words: SearchQuery) -> Sides:
                wanted = _match(query)
                return (lambda: engine.search(analyse(words))), (lambda: bare(wanted))

            taken = _by_turns(sides, rounds, say)
            size = engine.path.stat().st_size
            engine.close()
        figures = _compared("SQLite", taken, RATIO_SQLITE, "bare FTS5")
        if corpus.moments <= SQLITE_MOMENTS:
            figures[1] = at_most("SQLite p95", figures[1].value, "ms", SQLITE_MS)
        return [*figures, *_filling("SQLite", corpus, seconds, size)]

    def _elasticsearch(self, corpus: Corpus, rounds: int, say: Say) -> list[Figure]:
        with throw_away_elasticsearch() as engine:
            say("Filling the Elasticsearch index")
            seconds = _fill(engine, corpus)
            client = engine.client()

            def sides(query: AnalysedQuery, words: SearchQuery) -> Sides:
                body = search_body(query)
                return (
                    lambda: engine.search(analyse(words)),
                    lambda: client.search(index=engine.live, body=body, request_cache=False).body,
                )

            taken = _by_turns(sides, rounds, say)
            stats = client.indices.stats(index=engine.live, metric="store")
            size = stats["_all"]["primaries"]["store"]["size_in_bytes"]
        figures = _compared("Elasticsearch", taken, RATIO_ELASTICSEARCH, "bare client")
        return [*figures, *_filling("Elasticsearch", corpus, seconds, size)]

    def _suggestions(self, corpus: Corpus, say: Say) -> list[Figure]:
        with throw_away_database(say):
            rows = []
            for document in corpus.documents():
                rows.append(
                    StoredDocument(
                        group=document.group,
                        language=document.language,
                        version=document.version,
                        card=values_of(document),
                    )
                )
                if len(rows) == MOST_SUGGESTED:
                    break
            StoredDocument.objects.bulk_create(rows, batch_size=500)
            typed = [word[:end] for word in TYPED for end in range(1, len(word) + 1)]
            suggestions("建", VIEWER, "zh-hans")
            taken = [
                _timed(partial(suggestions, text, VIEWER, "zh-hans"))
                for _round in range(5)
                for text in typed
            ]
        wall, processor = zip(*taken, strict=True)
        return [
            Figure("suggestions p50", median(wall), "ms"),
            at_most("suggestions p95", percentile(wall, 0.95), "ms", SUGGEST_MS),
            Figure("suggestions p95 of the processor", percentile(processor, 0.95), "ms"),
            Figure("titles suggested from", len(rows), ""),
        ]


@contextmanager
def throw_away_elasticsearch() -> Iterator[ElasticsearchEngine]:
    if not settings.ELASTICSEARCH_URL:
        raise BenchImpossibleError("No Elasticsearch is named; set ELASTICSEARCH_URL.")
    name = f"lectern-bench-{uuid4().hex[:8]}"
    engine = ElasticsearchEngine(settings.ELASTICSEARCH_URL, name, search_seconds=60)
    engine.prepare()
    with ExitStack() as last:
        last.callback(engine.close)
        last.callback(engine.drop)
        yield engine


def _fill(engine: SearchEngine, corpus: Corpus) -> float:
    """How long a rebuild's writes took, in seconds."""
    engine.prepare()
    handle = engine.begin_rebuild()

    def fill() -> None:
        handle.put(corpus.documents())
        handle.finish()

    return seconds_of(fill)


def _bare_fts5(path: Path, corpus: Corpus, say: Say) -> Callable[[str], object]:
    """Asks a table of the same tokens, made as one would make it by hand."""
    say("Filling the bare FTS5 table")
    table = sqlite3.connect(path)
    table.execute("PRAGMA journal_mode = OFF")
    table.execute(
        "CREATE VIRTUAL TABLE bare USING fts5("
        "own, near, title, content='', tokenize=\"ascii tokenchars '_.'\")"
    )
    for document in corpus.documents():
        rows = [(each.tokens, each.context, document.title_tokens) for each in document.moments]
        table.executemany("INSERT INTO bare (own, near, title) VALUES (?, ?, ?)", rows)
    table.commit()
    table.execute("INSERT INTO bare (bare) VALUES ('optimize')")
    table.commit()
    table.execute("PRAGMA cache_size = -65536")
    table.execute("PRAGMA mmap_size = 1073741824")
    sql = (
        "SELECT rowid, bm25(bare, 1.0, 0.3, 1.0) AS worth FROM bare WHERE bare MATCH ? "
        "ORDER BY worth LIMIT 10"
    )
    return lambda wanted: table.execute(sql, [wanted]).fetchall()


def _match(query: AnalysedQuery) -> str:
    clauses = []
    for clause in query.clauses:
        terms = [
            "(" + " OR ".join(f'"{variant.token}"' for variant in term.variants) + ")"
            for term in clause.terms
        ]
        clauses.append("(" + " AND ".join(terms) + ")")
    return " OR ".join(clauses)


def _by_turns(
    sides: Callable[[AnalysedQuery, SearchQuery], Sides], rounds: int, say: Say
) -> dict[str, list[Turn]]:
    """By class of query, what each turn took."""
    say("Asking both sides by turns")
    asked = []
    for name, texts in QUERIES.items():
        for text in texts:
            words = SearchQuery(text, viewer=VIEWER, moments_per_group=MOMENTS)
            asked.append((name, *sides(analyse(words), words)))
    taken: dict[str, list[Turn]] = {name: [] for name in QUERIES}
    for turn in range(rounds + 1):
        for name, ours, bare in asked:
            # Who goes first finds colder caches: they take that in turns too.
            if turn % 2:
                wall, processor = _timed(ours)
                other = 1000 * seconds_of(bare)
            else:
                other = 1000 * seconds_of(bare)
                wall, processor = _timed(ours)
            if turn:
                taken[name].append((wall, other, processor))
    return taken


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and of this process on the processor: what is left of them on a
    machine that others use as well."""
    begun = time.process_time()
    wall = seconds_of(work)
    return 1000 * wall, 1000 * (time.process_time() - begun)


def _compared(engine: str, taken: dict[str, list[Turn]], most: float, other: str) -> list[Figure]:
    turns = [turn for found in taken.values() for turn in found]
    ours, bare, processor = zip(*turns, strict=True)
    high, bare_high = percentile(ours, 0.95), percentile(bare, 0.95)
    figures = [
        Figure(f"{engine} p50", median(ours), "ms"),
        Figure(f"{engine} p95", high, "ms"),
        Figure(f"{other} p50", median(bare), "ms"),
        Figure(f"{other} p95", bare_high, "ms"),
        Figure(f"{engine} p95 of the processor here", percentile(processor, 0.95), "ms"),
        at_most(f"{engine} p95 to that of the {other}", high / bare_high, "×", most),
    ]
    for name, found in taken.items():
        first, second = (median([turn[side] for turn in found]) for side in (0, 1))
        figures.append(Figure(f"{engine} {name}: ours, median", first, "ms"))
        figures.append(Figure(f"{engine} {name}: bare, median", second, "ms"))
    return figures


def _filling(engine: str, corpus: Corpus, seconds: float, size: int) -> list[Figure]:
    return [
        Figure(f"{engine} filled at", corpus.moments / seconds, "moments/s"),
        Figure(f"{engine} index", size / corpus.moments, "bytes/moment"),
    ]
