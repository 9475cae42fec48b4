"""Judging the catalogues changes nothing, and finds what is missing."""

import shutil
from pathlib import Path
from typing import Any

import polib
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from lectern.catalogues import catalogue_paths, compile_catalogue, fill_english, problems

needs_gettext = pytest.mark.skipif(shutil.which("xgettext") is None, reason="no GNU gettext")


@needs_gettext
def test_judging_leaves_the_catalogues_as_they_are_and_finds_them_complete() -> None:
    before = {path: path.read_bytes() for path in catalogue_paths()}
    call_command("check_catalogues")
    assert {path: path.read_bytes() for path in catalogue_paths()} == before


@needs_gettext
def test_a_message_that_is_not_collected_is_named(
    tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "locale"
    shutil.copytree(settings.LOCALE_PATHS[0], copy)
    settings.LOCALE_PATHS = [copy]
    path = copy / "zh_Hans" / "LC_MESSAGES" / "django.po"
    catalogue = polib.pofile(str(path))
    catalogue.remove(catalogue.find("Sign in"))
    catalogue.save(str(path))
    with pytest.raises(CommandError):
        call_command("check_catalogues")
    assert "not collected: 'Sign in'" in capsys.readouterr().err


def write(path: Path, *lines: str) -> Path:
    path.write_text('msgid ""\nmsgstr ""\n\n' + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_new_or_guessed_english_message_gets_its_id_as_text(tmp_path: Path) -> None:
    new = ['msgid "Enrol"', 'msgstr ""']
    guessed = ["#, fuzzy", 'msgid "Watched"', 'msgstr "not watched"']
    path = write(tmp_path / "django.po", *new, "", *guessed)
    fill_english(path)
    assert problems(path) == []
    assert [entry.msgstr for entry in polib.pofile(str(path))] == ["Enrol", "Watched"]


def test_a_catalogue_is_compiled_only_where_it_changed(tmp_path: Path) -> None:
    path = write(tmp_path / "django.po", 'msgid "Enrol"', 'msgstr "报名"')
    assert compile_catalogue(path)
    assert not compile_catalogue(path)
