"""What changed is analysed once, stored and numbered in the order of storing."""

from contextlib import suppress

import pytest

from content.core.audience import Audience
from content.core.ports import DocumentKey
from search import journal, outbox
from search.models import IndexCursor, Journal, OutboxEntry, StoredDocument
from tests.unit.search.library import Library, cues

pytestmark = pytest.mark.django_db


def versions() -> dict[tuple[str, str], int]:
    rows = StoredDocument.objects.living().values_list("group", "language", "version")
    return {(group, language): version for group, language, version in rows}


def test_a_changed_thing_is_analysed_in_each_of_its_languages(library: Library) -> None:
    library.add("1", "套筒灌浆", moments=cues("灌浆饱满度。", "抽检。"))
    library.add("1", "Grouting", language="en", body="Grouting sleeves.")
    assert journal.absorb() == 1
    chinese = StoredDocument.objects.get(language="zh").document()
    assert [moment.text for moment in chinese.moments] == ["灌浆饱满度。", "抽检。"]
    assert [moment.start_ms for moment in chinese.moments] == [0, 20_000]
    assert sorted(versions().values()) == [1, 2]
    assert not OutboxEntry.objects.exists()


def test_a_save_that_changes_nothing_searchable_stores_nothing(library: Library) -> None:
    key = library.add("1", "套筒灌浆")
    journal.absorb()
    before = versions()
    outbox.record(key)
    journal.absorb()
    assert versions() == before
    assert outbox.count() == 0


def test_a_changed_audience_is_a_change(library: Library) -> None:
    library.add("1", "套筒灌浆")
    journal.absorb()
    library.change("1", audiences=(Audience.of_units([3]),))
    journal.absorb()
    assert StoredDocument.objects.get().document().audiences == (frozenset({"unit:3"}),)
    assert journal.head() == 2


def test_a_thing_that_is_gone_stays_as_a_row_without_data(library: Library) -> None:
    library.add("1", "套筒灌浆")
    journal.absorb()
    library.remove("1")
    journal.absorb()
    row = StoredDocument.objects.get()
    assert (row.is_removed, bytes(row.data), row.version) == (True, b"", 2)


def test_a_language_taken_away_is_removed_alone(library: Library) -> None:
    library.add("1", "套筒灌浆")
    library.add("1", "Grouting", language="en")
    journal.absorb()
    del library.things["1", "en"]
    outbox.record(DocumentKey("recording", "1"))
    journal.absorb()
    assert [language for _group, language in versions()] == ["zh"]


def test_one_bad_document_holds_up_no_other(library: Library, caplog) -> None:
    units = [Audience.of_units([number]) for number in range(1, 7)]
    library.add("bad", "坏", audiences=tuple(units))
    library.add("good", "好")
    journal.absorb_all()
    assert list(versions()) == [("recording:good", "zh")]
    assert "recording:bad" in caplog.text
    assert outbox.count() == 0


def test_content_that_cannot_be_read_at_all_is_passed_over(library: Library, monkeypatch) -> None:
    library.add("1", "套筒灌浆")
    monkeypatch.setattr(library, "documents", lambda ids: 1 / 0)
    with suppress(ZeroDivisionError):
        journal.absorb_all()
    assert outbox.count() == 0


def test_a_slower_reader_never_overwrites_what_was_read_later(library: Library) -> None:
    library.add("1", "旧")
    [seen] = outbox.pending(1)
    stale = journal._current([seen.key])[seen.key]
    library.change("1", title="新")
    journal.absorb()
    journal._store(seen, stale)
    assert StoredDocument.objects.get().document().title == "新"


def test_a_reader_who_found_nothing_new_does_not_trust_a_row_that_changed(library: Library) -> None:
    library.add("1", "甲")
    journal.absorb()
    outbox.record(DocumentKey("recording", "1"))
    [seen] = outbox.pending(1)
    unchanged = journal._current([seen.key])[seen.key]
    StoredDocument.objects.update(digest="another")
    journal._store(seen, unchanged)
    assert outbox.count() == 1, "it must be read anew"
    journal.absorb()
    assert StoredDocument.objects.get().digest != "another"


def test_a_survey_finds_what_went_around_the_signals(library: Library) -> None:
    library.add("kept", "保留")
    library.add("changed", "旧")
    library.add("gone", "消失")
    journal.absorb_all()
    library.change("changed", title="新", tell=False)
    library.remove("gone", tell=False)
    assert journal.survey() == 2
    assert journal.survey() == 0
    titles = {row.group: row.document().title for row in StoredDocument.objects.living()}
    assert titles == {"recording:kept": "保留", "recording:changed": "新"}


def test_the_first_survey_stores_everything_there_is(library: Library) -> None:
    library.add("1", "套筒灌浆")
    OutboxEntry.objects.all().delete()
    assert not journal.is_current()
    assert journal.survey() == 1
    assert journal.is_current()


def test_another_analyser_analyses_everything_again(library: Library, monkeypatch) -> None:
    library.add("1", "套筒灌浆")
    journal.survey()
    monkeypatch.setattr(journal, "analyser_mark", lambda: "another")
    assert not journal.is_current()
    assert journal.survey() == 1
    assert Journal.objects.get().analyser == "another"


def test_rows_of_gone_things_are_dropped_once_every_index_has_passed(
    library: Library, monkeypatch
) -> None:
    monkeypatch.setattr(journal, "TOMBSTONE_DAYS", -1)
    library.add("1", "套筒灌浆")
    journal.absorb()
    library.remove("1")
    journal.absorb()
    assert journal.prune() == 0
    IndexCursor.objects.create(index_name="sqlite", position=2)
    cursor = IndexCursor.objects.create(index_name="elasticsearch", position=1)
    assert journal.prune() == 0
    cursor.position = 2
    cursor.save()
    assert journal.prune() == 1


def test_one_language_under_two_spellings_is_one_language(library: Library) -> None:
    library.add("1", "套筒灌浆", language="zh-hans")
    library.articles.add("2", "质量月", language="zh")
    journal.absorb()
    assert {language for _group, language in versions()} == {"zh"}


def test_the_page_of_a_lecture_helps_to_find_it_beside_what_is_said(library: Library) -> None:
    library.add("1", "讲座", body="主讲人在平湖工作。", moments=cues("灌浆。"))
    journal.absorb()
    document = StoredDocument.objects.get().document()
    assert [moment.text for moment in document.moments] == ["灌浆。"]
    assert "平湖" in document.header_tokens.split()
