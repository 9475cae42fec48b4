"""House rules that a reviewer would otherwise repeat."""

import re
from pathlib import Path

import pytest

from lectern.reference import settings_reference
from tests.rules.source import ROOT, files

LONGEST_FILE = 400
BANNED_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py"}


def matches(pattern: str, *suffixes: str, flags: int = 0) -> list[str]:
    wanted = re.compile(pattern, flags)
    return [
        f"{path.relative_to(ROOT)}: {match.group(0)!r}"
        for path in files(*suffixes)
        for match in wanted.finditer(path.read_text(encoding="utf-8"))
    ]


def test_only_one_module_reads_the_environment() -> None:
    readers = {
        path.name
        for path in files(".py")
        if re.search(r"os\.(environ\b(?!\.setdefault)|getenv)", path.read_text(encoding="utf-8"))
    }
    assert readers <= {"env.py"}


def test_no_file_is_longer_than_one_sitting() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in files(".py", ".css", ".js", ".html")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_room_for_things_without_a_name() -> None:
    assert [path for path in files(".py") if path.name in BANNED_NAMES] == []


def test_every_module_says_what_it_owns() -> None:
    without = [
        str(path.relative_to(ROOT))
        for path in files(".py")
        if path.name not in {"apps.py", "__init__.py"}
        and not path.read_text(encoding="utf-8").lstrip().startswith(('"""', 'r"""'))
    ]
    assert without == []


def test_templates_hold_no_inline_script_or_style() -> None:
    found = matches(
        r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*(\bsrc=|application/(ld\+)?json))", ".html"
    )
    assert found == []


def test_no_text_is_joined_inside_gettext() -> None:
    assert matches(r"\b(?:gettext|gettext_lazy|_)\(\s*f[\"']", ".py") == []


def test_nothing_is_left_for_later() -> None:
    assert matches(r"\b(?:TODO|FIXME|XXX)\b", ".py", ".js", ".css", ".html") == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda p: p.name
)
def test_requirements_are_hashed_and_name_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    pinned = re.findall(r"^[a-z0-9][^\s;]*", text, flags=re.MULTILINE)
    assert pinned
    assert text.count("--hash=sha256:") >= len(pinned)


def test_the_front_end_lock_names_no_address() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_the_readme_fits_one_screen() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 50


def test_the_settings_reference_is_up_to_date() -> None:
    written = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    assert written == settings_reference()
