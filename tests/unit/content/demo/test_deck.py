"""The committed slides: of the script beside them, small, and with words that can be found."""

from pathlib import Path

import pytest

from content.demo.media.finished import deck_path
from content.demo.scripts import LectureScript, lecture_scripts
from content.slides.deck_work import count_pages, draw_pages

SCRIPTS = [script for script in lecture_scripts() if script.deck]
MEBIBYTE = 1 << 20


def test_some_lecture_has_slides() -> None:
    assert SCRIPTS


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.slug)
def test_a_deck_has_a_page_a_chapter_in_both_languages(
    script: LectureScript, tmp_path: Path
) -> None:
    path = deck_path(script.slug)
    pages = count_pages(path)
    drawn = draw_pages(path, tmp_path, 1, pages)
    assert [page.title for page in drawn] == [chapter.title for chapter in script.chapters]
    for page, chapter in zip(drawn, script.chapters, strict=True):
        assert {*chapter.points, *chapter.points_other} <= set(page.text.splitlines())


def test_all_decks_together_stay_small() -> None:
    assert sum(deck_path(script.slug).stat().st_size for script in SCRIPTS) <= MEBIBYTE
