"""Runs the reader in a limited child and takes down what it says."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import content
from content.jobs.child import BARE_ENVIRONMENT, ChildFailedError, Limits, run_child
from content.materials.enums import MaterialProblem

EXTENSIONS = frozenset({"pdf", "docx", "pptx", "xlsx", "txt", "csv"})
LIMITS = Limits(
    wall_seconds=180, cpu_seconds=120, memory_bytes=2 << 30, file_bytes=1 << 20, niceness=10
)
_HOME = Path(content.__file__).resolve().parent.parent


@dataclass
class Reading:
    """`pages`: [number, title, text] each; `problem` a value of MaterialProblem, or empty."""

    pages: list[tuple[int, str, str]] = field(default_factory=list)
    is_cut: bool = False
    problem: str = ""
    detail: str = ""


def read(
    path: Path,
    extension: str,
    *,
    check: Callable[[], None] | None = None,
    on_page: Callable[[int], None] = lambda _number: None,
    limits: Limits = LIMITS,
) -> Reading:
    """What can be read of a file; a problem, never an exception, where it cannot be. `check` is
    called several times a second and what it raises passes on."""
    found = Reading()

    def take(line: str) -> None:
        said = json.loads(line)
        if "refused" in said:
            found.problem, found.detail = said["refused"], said.get("detail", "")
        elif "cut" in said:
            found.is_cut = True
        else:
            found.pages.append((said["number"], said["title"], said["text"]))
            on_page(said["number"])

    command = [sys.executable, "-m", "content.materials.reader", extension, str(path)]
    try:
        run_child(
            command, limits=limits, check=check, on_line=take, env=BARE_ENVIRONMENT, cwd=_HOME
        )
    except ChildFailedError as error:
        ended = error.timed_out or error.returncode < 0
        found.problem = MaterialProblem.TOO_SLOW if ended else MaterialProblem.DAMAGED
        found.detail = str(error)
    if found.problem:
        found.pages = []
    return found
