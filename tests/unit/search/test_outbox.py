"""A save writes one row, in its own transaction, whatever the state of search."""

import pytest
from django.db import transaction

from content.core.ports import DocumentKey
from content.core.signals import document_changed, document_removed
from search import outbox
from search.models import OutboxEntry, StoredDocument
from tests.unit.search.library import Library

pytestmark = pytest.mark.django_db

KEY = DocumentKey("recording", "1")


def test_a_change_and_a_removal_each_write_one_row() -> None:
    document_changed.send(sender=None, key=KEY)
    document_removed.send(sender=None, key=KEY)
    assert [entry.key for entry in OutboxEntry.objects.all()] == ["recording:1", "recording:1"]
    assert outbox.count() == 1


def test_a_save_that_is_rolled_back_leaves_no_row() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        document_changed.send(sender=None, key=KEY)
        raise RuntimeError
    assert not OutboxEntry.objects.exists()


def test_a_save_costs_one_query_and_no_analysis(
    library: Library, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        library.add("1", "装配式建筑", body="长" * 100_000)
    assert not StoredDocument.objects.exists()


def test_what_waits_longest_comes_first_with_all_its_rows() -> None:
    other = DocumentKey("article", "2")
    for key in (KEY, other, KEY):
        outbox.record(key)
    first, second = outbox.pending(10)
    assert (first.key, len(first.entries)) == (KEY, 2)
    assert (second.key, len(second.entries)) == (other, 1)
    assert outbox.pending(1) == [first]


def test_what_was_just_saved_does_not_wait_behind_a_great_import() -> None:
    outbox.record_all(DocumentKey("article", str(number)) for number in range(100))
    outbox.record(KEY)
    assert KEY in [change.key for change in outbox.pending(4)]


def test_a_change_that_came_after_reading_stays() -> None:
    outbox.record(KEY)
    [seen] = outbox.pending(10)
    outbox.record(KEY)
    outbox.settle(seen)
    assert not outbox.still_waiting(seen)
    assert outbox.count() == 1
