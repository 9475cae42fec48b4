"""A folder of files becomes recordings: every row is judged before the first one is made.

Only reads the folder, and never leaves it. A file whose content was taken in before is left alone,
so the same import may be run again, also after it was killed.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from content.core.audience import Audience
from content.core.tables import TableRow
from content.people.models import Unit, User
from content.recordings import accepted_formats, services, storage
from content.recordings.enums import RecordingProblem, SpokenLanguage
from content.recordings.exceptions import UploadRefusedError
from content.recordings.manifest import COLUMNS
from content.recordings.models import Recording
from content.taxonomy.models import Speaker
from content.uploads import local_files
from content.uploads import selectors as uploads
from content.uploads.arrived import ArrivedFile

_Found = TypeVar("_Found")

ENDINGS = frozenset(
    {
        *(".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".wmv", ".flv", ".ts", ".mts", ".m2ts"),
        *(".mpg", ".mpeg", ".mp3", ".m4a", ".wav", ".flac", ".ogg", ".opus", ".aac", ".wma"),
        *(".aiff", ".amr"),
    }
)
_LANGUAGES = {
    "": "", "auto": "", "自动": "",
    "zh": "zh", "zh-hans": "zh", "chinese": "zh", "mandarin": "zh", "中文": "zh", "汉语": "zh",
    "普通话": "zh", "en": "en", "english": "en", "英文": "en", "英语": "en",
}  # fmt: skip
_PUBLIC = ("public", "公开", "所有人")
_EMPLOYEES = ("", "employees", "all employees", "全体员工", "员工")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_COPY_MARK = re.compile(r"\s*(?:[-–]\s*(?:copy|副本)|[(（]\d+[)）])\s*$", re.IGNORECASE)


@dataclass
class Candidate:
    """One row with what was understood of it; `problems` in the operator's language."""

    number: int
    file: str
    path: Path
    title: str = ""
    language: str = ""
    audience: Audience = field(default_factory=Audience.employees)
    details: services.RecordingDetails = field(default_factory=services.RecordingDetails)
    problems: list[str] = field(default_factory=list)
    size: int = 0
    existing: str = ""


def rows_of_folder(folder: Path) -> list[TableRow]:
    """A row for each media file below the folder, by name; hidden ones and links are left out."""
    files = sorted(
        path.relative_to(folder)
        for path in folder.rglob("*")
        if path.suffix.lower() in ENDINGS and path.is_file() and not path.is_symlink()
    )
    names = [str(PurePosixPath(path)) for path in files if not _is_hidden(path)]
    return [
        TableRow(number, {**dict.fromkeys(COLUMNS, ""), "file": name})
        for number, name in enumerate(names, start=1)
    ]


def judge(folder: Path, rows: list[TableRow], *, publish: bool = False) -> list[Candidate]:
    """What would be made of each row, and what stands against it."""
    seen: dict[Path, int] = {}
    candidates = []
    for row in rows:
        candidate = _judged(folder, row, publish)
        if candidate.path in seen:
            candidate.problems.append(
                _("The same file stands in row %d already.") % seen[candidate.path]
            )
        seen.setdefault(candidate.path, row.number)
        if not candidate.problems:
            candidate.existing = _existing(candidate)
        candidates.append(candidate)
    return candidates


def make(
    candidate: Candidate, *, acting_user: User | None, report: Callable[[int], None]
) -> Recording:
    """The recording of one row, made or found. Raises ValidationError and OSError."""

    def create(file: ArrivedFile, uuid: UUID) -> str:
        recording = services.create_recording(
            acting_user=acting_user,
            upload=file,
            title=candidate.title,
            audience=candidate.audience,
            language=candidate.language,
            details=candidate.details,
            uuid=uuid,
        )
        return str(recording.uuid)

    # Two rows may hold the same content: the first has made it meanwhile.
    known = _existing(candidate)
    result = known or local_files.take_in(
        acting_user=None, source=candidate.path, make=create, report=report
    )
    return Recording.objects.get(uuid=result)


def _judged(folder: Path, row: TableRow, publish: bool) -> Candidate:
    said = row.values
    candidate = Candidate(row.number, said["file"], folder / said["file"])
    steps: tuple[Callable[[], None], ...] = (
        lambda: _judge_file(folder, candidate),
        lambda: _judge_title(candidate, said["title"]),
        lambda: _judge_details(candidate, said, publish),
        lambda: _judge_audience(candidate, said["audience"]),
    )
    for step in steps:
        try:
            step()
        except ValidationError as error:
            candidate.problems += error.messages
    return candidate


def _judge_file(folder: Path, candidate: Candidate) -> None:
    """Raises ValidationError for a file that is not there, not within, or surely no recording."""
    try:
        path = candidate.path.resolve(strict=True)
        inside = path.is_relative_to(folder.resolve()) and path.is_file()
    except (OSError, ValueError, RuntimeError):
        raise ValidationError(_("There is no such file in the folder.")) from None
    if not candidate.file or not inside:
        raise ValidationError(_("This is no file within the folder."))
    candidate.path, candidate.size = path, path.stat().st_size
    storage.refuse_by_size(candidate.size)
    with path.open("rb") as file:
        code = accepted_formats.refusal(file.read(accepted_formats.HEAD_BYTES))
    if code:
        raise UploadRefusedError(str(RecordingProblem(code).label), code=code)


def _judge_title(candidate: Candidate, said: str) -> None:
    candidate.title = said or proposed_title(candidate.file)
    if len(candidate.title) > 200:
        raise ValidationError(_("The title is longer than 200 characters."))


def proposed_title(filename: str) -> str:
    """A file's name without its ending, its folders and the marks of a copy."""
    bare = PurePosixPath(filename).stem
    title = " ".join(_COPY_MARK.sub("", bare.replace("_", " ")).split())
    return (title or bare)[:200]


def _judge_details(candidate: Candidate, said: dict[str, str], publish: bool) -> None:
    problems: list[str] = []

    def known(find: Callable[[str], _Found], text: str) -> _Found | None:
        try:
            return find(text)
        except ValidationError as error:
            problems.extend(error.messages)
            return None

    candidate.language = known(_language, said["language"]) or ""
    candidate.details = services.RecordingDetails(
        speaker=known(_speaker, said["speaker"]),
        unit=known(_unit, said["unit"]) if said["unit"] else None,
        recorded_on=known(_date, said["date"]),
        publish_page=publish,
    )
    if problems:
        raise ValidationError(problems)


def _language(text: str) -> str:
    code = _LANGUAGES.get(text.lower())
    if code is None or (code and code not in SpokenLanguage.values):
        raise ValidationError(_("Unknown language “%s”: write zh, en, or nothing.") % text)
    return code


def _speaker(text: str) -> Speaker | None:
    if not text:
        return None
    found = list(Speaker.objects.filter(Q(name_zh__iexact=text) | Q(name_en__iexact=text))[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise ValidationError(_("There are several speakers called “%s”.") % text)
    raise ValidationError(
        _("There is no speaker called “%s”: enter them in the administration first.") % text
    )


def _unit(text: str) -> Unit:
    """By its code, or by its name in either language."""
    named = Q(name_zh__iexact=text) | Q(name_en__iexact=text)
    found: list[Unit] = list(Unit.objects.filter(code=text)) or list(Unit.objects.filter(named)[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise ValidationError(_("There are several units called “%s”: write its code.") % text)
    raise ValidationError(_("There is no unit “%s”.") % text)


def _date(text: str) -> date | None:
    if not text:
        return None
    parts = _DATE.fullmatch(text)
    try:
        if parts:
            return date(*(int(part) for part in parts.groups()))
    except ValueError:
        pass
    raise ValidationError(_("Cannot read the date “%s”: write it as 2026-05-31.") % text)


def _judge_audience(candidate: Candidate, text: str) -> None:
    """`public`, `employees`, or units by code or name, parted by semicolons."""
    plain = text.lower()
    if plain in _PUBLIC:
        candidate.audience = Audience.public()
    elif plain not in _EMPLOYEES:
        names = list(filter(None, (name.strip() for name in re.split(r"[;；|、]", text))))
        candidate.audience = Audience.of_units(_unit(name).pk for name in names)


def _existing(candidate: Candidate) -> str:
    """The recording made of this content before, unless it was deleted since."""
    if not uploads.is_size_known(candidate.size):
        return ""
    results = uploads.results_of(local_files.sha256_of(candidate.path))
    there = {str(key) for key in _uuids_among(results)}
    return next((result for result in results if result in there), "")


def _uuids_among(results: list[str]) -> Iterator[UUID]:
    yield from Recording.objects.filter(uuid__in=results).values_list("uuid", flat=True)


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
