"""Wagtail's search backend for its administration: any fragment of Chinese, pinyin, and initials.

Wagtail's fallback backend, which asks the thing's own columns, widened by a table of ours
(`search.models.AdminEntry`) with the words of each thing in the site's normal form and as they
sound. Wagtail keeps the table by its own signals and its own `update_index`; a thing saved this
instant is found by its columns until then. The site's own search does not come here.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Case, IntegerField, Model, Q, QuerySet, Value, When
from django.utils.html import strip_tags
from modelsearch.backends.base import BaseIndex, get_model_root
from modelsearch.backends.database.fallback import (
    MATCH_ALL,
    DatabaseSearchBackend,
    DatabaseSearchQueryCompiler,
    DatabaseSearchResults,
)
from modelsearch.index import AutocompleteField, RelatedFields, SearchField

from search.admin_text import Kept, Wanted, kept, storable, wanted
from search.models import AdminEntry

_BATCH = 200


class AdminQueryCompiler(DatabaseSearchQueryCompiler):
    def check(self) -> None:
        """Nothing is asked of an index apart: the database filters and orders by any column."""

    def build_single_term_filter(self, term: str) -> Q:
        """A word in the thing's own columns, or in what is kept of it."""
        clean = storable(term)
        if not clean:
            return Q(pk__in=())
        found: Q = super().build_single_term_filter(clean)
        if self.fields:
            return found
        for word in wanted(term):
            found |= Q(pk__in=_entries(self.queryset.model, word))
        return found

    @property
    def words(self) -> list[Wanted]:
        return wanted(getattr(self.query, "query_string", ""))


class AdminResults(DatabaseSearchResults):
    def get_queryset(self) -> QuerySet[Model]:
        """What is called so comes before what only speaks of it, the newest first."""
        compiler = self.query_compiler
        matched = compiler.build_database_filter(compiler.query)
        queryset: QuerySet[Model] = compiler.queryset
        if compiler.order_by_relevance and not queryset.query.order_by and matched != MATCH_ALL:
            called = Q()
            for word in compiler.words:
                called &= Q(pk__in=_entries(queryset.model, word, in_title=True))
            if called:
                first = When(called, then=Value(0))
                place = Case(first, default=Value(1), output_field=IntegerField())
                compiler.queryset = queryset.order_by(place, "-pk")
        found: QuerySet[Model] = super().get_queryset()
        return found


class AdminIndex(BaseIndex):
    """Rows by root model and primary key: a page is one row, whatever its type."""

    def add_items(self, model: type[Model], items: Iterable[Model]) -> None:
        name = _name(model)
        entries = [
            AdminEntry(model=name, object_id=item.pk, **vars(_kept(item)))
            for item in items
            if isinstance(item.pk, int)
        ]
        AdminEntry.objects.bulk_create(
            entries,
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["model", "object_id"],
            update_fields=["title", "text", "sound", "initials"],
        )

    def delete_item(self, item: Model) -> None:
        AdminEntry.objects.filter(model=_name(type(item)), object_id=item.pk).delete()

    def reset(self) -> None:
        AdminEntry.objects.all().delete()


class AdminRebuilder:
    def __init__(self, index: AdminIndex) -> None:
        self._index = index

    def start(self) -> AdminIndex:
        self._index.reset()
        return self._index

    def finish(self) -> None:
        """Nothing to do: what is written is found."""


class SearchBackend(DatabaseSearchBackend):
    index_class = AdminIndex
    query_compiler_class = AdminQueryCompiler
    autocomplete_query_compiler_class = AdminQueryCompiler
    results_class = AdminResults
    rebuilder_class = AdminRebuilder


def _entries(model: type[Model], word: Wanted, *, in_title: bool = False) -> QuerySet[AdminEntry]:
    column = "title__contains" if in_title else "text__contains"
    rule = Q(**{column: word.text})
    for sound in word.sounds:
        rule |= Q(sound__contains=sound)
    if word.initials:
        rule |= Q(initials__contains=word.initials)
    return AdminEntry.objects.filter(rule, model=_name(model)).values("object_id")  # type: ignore[return-value]


def _name(model: type[Model]) -> str:
    return str(get_model_root(model)._meta.label_lower)


def _kept(item: Any) -> Kept:
    texts = list(dict.fromkeys(_texts(item, item.get_search_fields())))
    title = str(getattr(item, "title", "") or (texts[0] if texts else ""))
    return kept(title, (text for text in texts if text != title))


def _texts(item: Any, fields: Sequence[Any]) -> Iterator[str]:
    """Whatever Wagtail would let be searched, as plain text."""
    for field in fields:
        if isinstance(field, RelatedFields):
            value = field.get_value(item)
            rows = value.all() if hasattr(value, "all") else [value]
            for row in rows:
                if row is not None:
                    yield from _texts(row, field.fields)
        elif isinstance(field, SearchField | AutocompleteField):
            value = field.get_value(item)
            parts = value if isinstance(value, list | tuple) else [value]
            yield from (strip_tags(str(part)) for part in parts if part not in (None, ""))
