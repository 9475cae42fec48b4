"""The message catalogues: collecting, compiling and judging them.

English is the language of the message ids; both catalogues are complete all the same, so that an
English text can be changed without touching code.
"""

from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings

LOCALES = ("zh_Hans", "en")


def catalogue_paths() -> Iterator[Path]:
    for locale in LOCALES:
        yield Path(settings.LOCALE_PATHS[0]) / locale / "LC_MESSAGES" / "django.po"


def compile_catalogue(path: Path) -> bool:
    """Write the `.mo` beside a `.po` where it is missing or older; says whether it wrote."""
    target = path.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= path.stat().st_mtime_ns:
        return False
    polib.pofile(str(path)).save_as_mofile(str(target))
    return True


def fill_english(path: Path) -> None:
    """Give each message of the English catalogue that is new, or only guessed, its id as text."""
    catalogue = polib.pofile(str(path))
    for entry in [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]:
        entry.fuzzy = False
        if entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
        else:
            entry.msgstr = entry.msgid
    catalogue.save(str(path))


def problems(path: Path) -> list[str]:
    """What keeps a catalogue from being complete, one line each."""
    catalogue = polib.pofile(str(path))
    found = [f"untranslated: {entry.msgid!r}" for entry in catalogue.untranslated_entries()]
    found += [f"fuzzy: {entry.msgid!r}" for entry in catalogue.fuzzy_entries()]
    found += [f"obsolete: {entry.msgid!r}" for entry in catalogue.obsolete_entries()]
    return found


def message_ids(path: Path) -> set[tuple[str, str]]:
    """Context and id of every living message."""
    catalogue = polib.pofile(str(path))
    return {(entry.msgctxt or "", entry.msgid) for entry in catalogue if not entry.obsolete}
