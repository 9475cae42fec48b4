"""A whole glossary from a spreadsheet: every row is judged before the first one is written.

A term that is there already gains the forms and units of its row; nothing is taken from it, so the
same file may be imported again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.core.tables import TableRow, read_table
from content.people.models import Unit, User
from content.taxonomy.models import BOTH, GlossaryTerm

_HEADERS = {
    "term": "term", "术语": "term", "词条": "term",
    "english": "english", "英文": "english", "英语": "english",
    "abbreviations": "abbreviations", "abbreviation": "abbreviations", "缩写": "abbreviations",
    "简称": "abbreviations",
    "variants": "variants", "variant": "variants", "其他写法": "variants", "别名": "variants",
    "mis-hearings": "mishearings", "mishearings": "mishearings", "误听": "mishearings",
    "误写": "mishearings", "误听误写": "mishearings",
    "units": "units", "unit": "units", "单位": "units",
    "explanation (chinese)": "explanation_zh", "中文解释": "explanation_zh",
    "解释": "explanation_zh", "释义": "explanation_zh", "释义（中文）": "explanation_zh",
    "explanation (english)": "explanation_en", "explanation": "explanation_en",
    "英文解释": "explanation_en", "释义（英文）": "explanation_en",
}  # fmt: skip
_EXPLANATIONS = ("explanation_zh", "explanation_en")
_BETWEEN = str.maketrans(dict.fromkeys(",，;；、|\r", "\n"))
_LONGEST_TERM = 80
_LONGEST_FORM = 160


@dataclass(frozen=True)
class ImportedTerm:
    """What one row asks for."""

    term: str
    variants: tuple[str, ...]
    mishearings: tuple[str, ...]
    units: tuple[Unit, ...]
    explanations: dict[str, str]


@dataclass(frozen=True)
class Judgement:
    """Either what is to be written, or why nothing is: (line in the file, sentence)."""

    terms: tuple[ImportedTerm, ...]
    problems: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Imported:
    added: int
    changed: int


def read_glossary(path: Path) -> list[TableRow]:
    """Raises content.core.tables.TableError, and OSError where the file cannot be opened."""
    return read_table(path, _HEADERS, needed="term")


def judge(rows: Iterable[TableRow]) -> Judgement:
    """All rows against each other, the glossary and the units there are. Two queries."""
    judge_row = _Judge()
    terms = tuple(judge_row(row) for row in rows)
    return Judgement(() if judge_row.problems else terms, tuple(judge_row.problems))


@transaction.atomic
def import_terms(*, acting_user: User, terms: Iterable[ImportedTerm]) -> Imported:
    """All of them or none."""
    wanted = list(terms)
    known = GlossaryTerm.objects.select_for_update().in_bulk(
        [one.term for one in wanted], field_name="term"
    )
    added = changed = 0
    for one in wanted:
        found = known.get(one.term)
        term = found or GlossaryTerm(term=one.term)
        is_changed = _take_over(term, one)
        if found is None or is_changed:
            term.save()
        missing = set(one.units) - (set(term.units.all()) if found else set())
        term.units.add(*missing)
        if found is None:
            added += 1
            log(instance=term, action="wagtail.create", user=acting_user)
        elif is_changed or missing:
            changed += 1
            log(instance=term, action="wagtail.edit", user=acting_user)
    return Imported(added, changed)


class _Judge:
    """Judges row after row; the problems of all of them gather here."""

    def __init__(self) -> None:
        self.problems: list[tuple[int, str]] = []
        self._lines: dict[str, int] = {}
        self._known = {term.term: term for term in GlossaryTerm.objects.all()}
        self._units: dict[str, list[Unit]] = {}
        for unit in Unit.objects.all():
            for name in {unit.code, unit.name_zh, unit.name_en} - {""}:
                self._units.setdefault(name.casefold(), []).append(unit)

    def __call__(self, row: TableRow) -> ImportedTerm:
        term = row.values["term"]
        columns = ("english", "abbreviations", "variants")
        right = [form for column in columns for form in _parts(row.values[column])]
        wrong = _parts(row.values["mishearings"])
        units = [self._unit(row.number, name) for name in _parts(row.values["units"])]
        self._check_term(row.number, term)
        self._check_forms(row.number, term, right, wrong)
        return ImportedTerm(
            term=term,
            variants=tuple(right),
            mishearings=tuple(wrong),
            units=tuple(unit for unit in units if unit is not None),
            explanations={name: row.values[name] for name in _EXPLANATIONS if row.values[name]},
        )

    def _check_term(self, number: int, term: str) -> None:
        if not term:
            self._say(number, _("The term is missing."))
        elif len(term) > _LONGEST_TERM:
            self._say(
                number,
                _("The term is longer than %(count)d characters.") % {"count": _LONGEST_TERM},
            )
        elif (line := self._lines.setdefault(term, number)) != number:
            self._say(
                number,
                _("“%(term)s” stands in row %(line)d already.") % {"term": term, "line": line},
            )

    def _check_forms(self, number: int, term: str, right: list[str], wrong: list[str]) -> None:
        for form in (*right, *wrong):
            if len(form) > _LONGEST_FORM:
                words = {"form": f"{form[:20]}…", "count": _LONGEST_FORM}
                self._say(number, _("“%(form)s” is longer than %(count)d characters.") % words)
        known = self._known.get(term)
        all_right = {term, *right, *(known.forms() if known else ())}
        all_wrong = {*wrong, *(known.only_misheard() if known else ())}
        for form in sorted(all_right & all_wrong):
            self._say(number, BOTH % {"form": form})

    def _unit(self, number: int, name: str) -> Unit | None:
        found = self._units.get(name.casefold(), [])
        if len(found) == 1:
            return found[0]
        words = {"name": name}
        if found:
            self._say(number, _("Several units are called “%(name)s”: write the code.") % words)
        else:
            self._say(number, _("There is no unit “%(name)s”.") % words)
        return None

    def _say(self, number: int, problem: str) -> None:
        self.problems.append((number, problem))


def _parts(cell: str) -> list[str]:
    """What stands between commas, semicolons, 、 or line breaks, each once."""
    parts = (part.strip() for part in cell.translate(_BETWEEN).split("\n"))
    return list(dict.fromkeys(part for part in parts if part))


def _take_over(term: GlossaryTerm, row: ImportedTerm) -> bool:
    """Add to a term what the row says; whether that changed anything."""
    before = (term.variants, term.mishearings, term.explanation_zh, term.explanation_en)
    term.variants = _with(term.variants, row.variants)
    term.mishearings = _with(term.mishearings, row.mishearings)
    for name, words in row.explanations.items():
        setattr(term, name, words)
    return before != (term.variants, term.mishearings, term.explanation_zh, term.explanation_en)


def _with(lines: str, added: Iterable[str]) -> str:
    present = [line.strip() for line in lines.splitlines()]
    return "\n".join(dict.fromkeys(line for line in (*present, *added) if line))
