"""The engine inside PostgreSQL: our tokens as `tsvector`s in tables beside the site's own.

The tables are made by `prepare()`, not by a migration: they carry a generation number and come and
go with each rebuild, and a site that moves to PostgreSQL later needs them at that moment. They hold
nothing that cannot be built again. A `tsvector` of ours has no positions and no weights; a token's
first letter says its field, so the GIN index alone answers which rows hold it.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from zlib import crc32

from django.db import DatabaseError, connections, transaction

from search.documents import DocumentVersion
from search.engines.base import EngineUnavailable
from search.engines.grouping import HeldDocument
from search.engines.matching import LETTERS, ROW_BITS, Layout, Postings
from search.engines.postgresql_tables import PostgreSQLTables
from search.engines.postings import PostingsEngine, StoredMoment
from search.engines.postings_tables import held_versions


class PostgreSQLEngine(PostingsEngine):
    """Uses Django's connection. Writers take turns; readers never wait for them."""

    name = "postgresql"

    def __init__(self, alias: str = "default", prefix: str = "search_index") -> None:
        self._alias = alias
        self._prefix = prefix
        self._writing_lock = crc32(f"{prefix} writing".encode())
        self._tables_lock = crc32(f"{prefix} tables".encode())

    # Transactions and statements.

    @contextmanager
    def _transaction(self) -> Iterator[PostgreSQLTables]:
        try:
            with transaction.atomic(using=self._alias):
                yield PostgreSQLTables(self._execute, self._prefix)
        except DatabaseError as problem:
            raise EngineUnavailable(f"postgresql: {problem}") from problem

    @contextmanager
    def writing(self) -> Iterator[PostgreSQLTables]:
        with self._transaction() as tables:
            self._execute("SELECT pg_advisory_xact_lock(%s)", [self._writing_lock])
            yield tables

    @contextmanager
    def reading(self) -> Iterator[int]:
        with self._transaction() as tables:
            # Held to the transaction's end: tables in use are not dropped by a rebuild.
            self._execute("SELECT pg_advisory_xact_lock_shared(%s)", [self._tables_lock])
            yield tables.live()

    def _execute(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with connections[self._alias].cursor() as cursor:
            cursor.execute(sql.replace("{p}", self._prefix), values or None)
            return cursor.fetchall() if cursor.description else []

    def close(self) -> None:
        """The connection is Django's, which closes it at the end of each request."""

    # The life of the index.

    def prepare(self) -> None:
        with self.writing() as tables:
            tables.prepare()

    def drop(self) -> None:
        with self.writing() as tables:
            if self._execute("SELECT to_regclass('{p}_state')")[0][0] is None:
                return
            self._execute("SELECT pg_advisory_xact_lock(%s)", [self._tables_lock])
            for name in ("live", "building"):
                generation = tables.state(name)
                if generation is not None:
                    tables.drop(generation)
            self._execute("DROP TABLE {p}_state")

    def forget_tables(self, generation: int) -> None:
        """Waits for the searches that still read them."""
        with self._transaction() as tables:
            self._execute("SELECT pg_advisory_xact_lock(%s)", [self._tables_lock])
            tables.drop(generation)

    def read_cursor(self) -> int:
        with self._transaction() as tables:
            return tables.state(f"cursor_{tables.live()}") or 0

    # Reading.

    def count(self) -> int:
        with self.reading() as generation:
            return self._counts(generation)[0]

    def moment_count(self) -> int:
        with self.reading() as generation:
            return self._counts(generation)[1]

    def versions(self) -> Iterator[DocumentVersion]:
        with self.reading() as generation:
            documents = self._execute(
                "SELECT ordinal, grp, language, version, audiences::text "  # noqa: S608
                f"FROM {{p}}_document_{generation} WHERE NOT removed"
            )
            moments = self._execute(
                f"SELECT id, text, start_ms FROM {{p}}_moment_{generation}"  # noqa: S608
            )
        return iter(
            held_versions(((*row, json.loads(audiences)) for *row, audiences in documents), moments)
        )

    def _counts(self, generation: int) -> tuple[int, int]:
        """How many documents and how many moments there are."""
        documents, moments = self._execute(
            "SELECT count(*), coalesce(sum(moments), 0) "  # noqa: S608
            f"FROM {{p}}_document_{generation} WHERE NOT removed"
        )[0]
        return int(documents), int(moments)

    def postings(self, generation: int, tokens: Collection[str]) -> Postings:
        keys = [letters + token for token in tokens for letters in LETTERS]
        found = self._execute(
            "SELECT asked.key, array_agg(held.id) FROM unnest(%s::text[]) AS asked (key) "  # noqa: S608
            f"JOIN LATERAL (SELECT id FROM {{p}}_moment_{generation} "
            "WHERE words @@ ('''' || asked.key || '''')::tsquery) held ON TRUE GROUP BY asked.key",
            [keys],
        )
        documents = self._execute(
            f"SELECT ordinal, moments FROM {{p}}_document_{generation} WHERE NOT removed"  # noqa: S608
        )
        return Postings.of_rows(Layout(documents), dict(found))

    def held(self, generation: int, ordinals: Collection[int]) -> list[HeldDocument]:
        rows = self._execute(
            "SELECT ordinal, grp, language, kind, facets::text, audiences::text, published_ms "  # noqa: S608
            f"FROM {{p}}_document_{generation} WHERE NOT removed AND ordinal = ANY(%s::bigint[])",
            [list(ordinals)],
        )
        return [
            HeldDocument(
                ordinal=ordinal,
                group=group,
                language=language,
                kind=kind,
                keys=json.loads(facets),
                audiences=tuple(frozenset(tokens) for tokens in json.loads(audiences)),
                published_ms=published_ms,
            )
            for ordinal, group, language, kind, facets, audiences, published_ms in rows
        ]

    def moments(self, generation: int, rows: Collection[int]) -> Mapping[int, StoredMoment]:
        found = self._execute(
            "SELECT m.id, m.text, m.start_ms, m.end_ms, m.cues::text, d.language "  # noqa: S608
            f"FROM {{p}}_moment_{generation} m "
            f"JOIN {{p}}_document_{generation} d ON d.ordinal = m.id >> {ROW_BITS} "
            "WHERE m.id = ANY(%s::bigint[])",
            [list(rows)],
        )
        return {
            row: StoredMoment(row, text, start_ms, end_ms, json.loads(cues), language)
            for row, text, start_ms, end_ms, cues, language in found
        }
