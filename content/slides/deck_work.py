"""Runs the reader and LibreOffice in limited children and tells their failures apart."""

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import content
from content.jobs.child import BARE_ENVIRONMENT, ChildFailedError, Limits, run_child
from content.slides.enums import DeckProblem

MOST_PAGES = 500

_HOME = Path(content.__file__).resolve().parent.parent
_MIB = 1 << 20
_COUNT_LIMITS = Limits(
    wall_seconds=60, cpu_seconds=30, memory_bytes=2048 * _MIB, file_bytes=_MIB, niceness=0
)
_SECONDS_A_PAGE = 20
_NO_SPACE = "No space left on device"
_OFFICE_LIMITS = Limits(
    wall_seconds=300, cpu_seconds=300, memory_bytes=6144 * _MIB, file_bytes=1024 * _MIB
)
# Nothing that the file refers to is fetched, and nothing in it is run.
_OFFICE_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
</item></oor:items>
"""

Check = Callable[[], None]


class DeckWorkError(Exception):
    """`retry` says whether another attempt could help."""

    def __init__(self, problem: DeckProblem, detail: str = "", *, retry: bool = False) -> None:
        super().__init__(f"{problem.value}: {detail[-300:]}")
        self.problem = problem
        self.detail = detail
        self.retry = retry


@dataclass(frozen=True)
class DrawnPage:
    """Sizes are (width, height) in pixels; the pictures lie in the folder drawn into, with the
    names they have in the deck's.
    """

    number: int
    title: str
    text: str
    small: tuple[int, int]
    large: tuple[int, int]


def office() -> str | None:
    """The LibreOffice of this machine, if there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def count_pages(source: Path, check: Check | None = None) -> int:
    """Raises DeckWorkError for what is no readable PDF of 1 to 500 pages."""
    answer = _read("count", [str(source)], _COUNT_LIMITS, check)[-1]
    pages = int(answer["pages"])
    if pages < 1:
        raise DeckWorkError(DeckProblem.NO_PAGES)
    if pages > MOST_PAGES:
        raise DeckWorkError(DeckProblem.TOO_MANY_PAGES, str(pages))
    return pages


def draw_pages(
    source: Path, folder: Path, first: int, last: int, check: Check | None = None
) -> list[DrawnPage]:
    """Draw the pages from `first` to `last`, both included. Raises DeckWorkError."""
    seconds = 30 + _SECONDS_A_PAGE * (last - first + 1)
    limits = Limits(
        wall_seconds=2 * seconds, cpu_seconds=seconds, memory_bytes=2048 * _MIB,
        file_bytes=32 * _MIB,
    )  # fmt: skip
    arguments = [str(source), str(folder), str(first), str(last)]
    return [
        DrawnPage(
            page["number"], page["title"], page["text"], tuple(page["small"]), tuple(page["large"])
        )
        for page in _read("draw", arguments, limits, check)
    ]


def to_pdf(source: Path, scratch: Path, check: Check | None = None) -> Path:
    """Have LibreOffice make a PDF; it lies in `scratch`, like all else that LibreOffice writes.

    Raises DeckWorkError.
    """
    program = office()
    if program is None:
        raise DeckWorkError(DeckProblem.NO_OFFICE)
    profile = scratch / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_OFFICE_SETTINGS, encoding="utf-8")
    command = [
        program, f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless", "--norestore",
        "--convert-to", "pdf:impress_pdf_Export", "--outdir", str(scratch), str(source),
    ]  # fmt: skip
    environment = {**BARE_ENVIRONMENT, "HOME": str(scratch), "TMPDIR": str(scratch)}
    try:
        run_child(command, limits=_OFFICE_LIMITS, check=check, env=environment, cwd=scratch)
    except ChildFailedError as error:
        raise _failure(error) from error
    made = scratch / f"{source.stem}.pdf"
    if not made.is_file():
        raise DeckWorkError(DeckProblem.DAMAGED, "LibreOffice wrote nothing")
    return made


def _read(
    command: str, arguments: list[str], limits: Limits, check: Check | None
) -> list[dict[str, Any]]:
    """What the reader says. Raises DeckWorkError where it refuses or breaks down."""
    answers: list[dict[str, Any]] = []
    try:
        run_child(
            [sys.executable, "-m", "content.slides.deck_reader", command, *arguments],
            limits=limits,
            check=check,
            on_line=lambda line: answers.append(json.loads(line)),
            env=BARE_ENVIRONMENT,
            cwd=_HOME,
        )
    except ChildFailedError as error:
        raise _failure(error) from error
    for answer in answers:
        if "refused" in answer:
            raise DeckWorkError(DeckProblem(answer["refused"]), answer.get("detail", ""))
    if not answers:
        raise DeckWorkError(DeckProblem.DAMAGED, "no answer")
    return answers


def _failure(error: ChildFailedError) -> DeckWorkError:
    if _NO_SPACE in error.tail:
        return DeckWorkError(DeckProblem.DISK_FULL, error.tail, retry=True)
    # Over its time, its processor time or its memory: what an honest page never needs.
    if error.timed_out or "MemoryError" in error.tail or error.returncode < 0:
        was_killed = error.returncode == -9 and not error.timed_out
        return DeckWorkError(DeckProblem.TOO_HEAVY, str(error), retry=was_killed)
    return DeckWorkError(DeckProblem.DAMAGED, str(error))
