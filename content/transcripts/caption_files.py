"""Takes in a caption file in a process of its own, with limits on its size, memory and time."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.transcripts.caption_reading import MOST_CUES, ReadFile
from content.transcripts.exceptions import CaptionFileError

MOST_BYTES = 4 * 1024 * 1024
SECONDS = 15
_MEMORY_BYTES = 2 * 1024 * 1024 * 1024


def read_caption_file(raw: bytes, duration_ms: int | None) -> ReadFile:
    """The file's lines and what was mended. Raises CaptionFileError, which says why."""
    if len(raw) > MOST_BYTES:
        raise CaptionFileError(
            _("The file is too large for captions: %(most)d MB are the most.")
            % {"most": MOST_BYTES // 1024 // 1024}
        )
    answer = _asked(raw, duration_ms)
    if "problem" in answer:
        raise CaptionFileError(_reason(answer["problem"]))
    answer["lines"] = tuple((start, end, text) for start, end, text in answer["lines"])
    return ReadFile(**answer)


def remarks_on(read: ReadFile) -> list[str]:
    """What whoever sent the file should know of it."""
    found = []
    if read.encoding != "UTF-8":
        found.append(_("The file was read as %(encoding)s.") % {"encoding": read.encoding})
    if count := read.without_times:
        found.append(
            ngettext(
                "%(count)d line without usable times was left out.",
                "%(count)d lines without usable times were left out.",
                count,
            )
            % {"count": count}
        )
    if count := read.overlapping:
        found.append(
            ngettext(
                "%(count)d line overlapped the one before; that one now ends earlier.",
                "%(count)d lines overlapped the one before; those now end earlier.",
                count,
            )
            % {"count": count}
        )
    if count := read.outside:
        found.append(
            ngettext(
                "%(count)d line after the end of the recording was left out.",
                "%(count)d lines after the end of the recording were left out.",
                count,
            )
            % {"count": count}
        )
    if count := read.cut:
        found.append(
            ngettext(
                "%(count)d very long line was cut short.",
                "%(count)d very long lines were cut short.",
                count,
            )
            % {"count": count}
        )
    return found


def _asked(raw: bytes, duration_ms: int | None) -> dict[str, Any]:
    command = [sys.executable, "-m", "content.transcripts.caption_reading", str(duration_ms or 0)]
    try:
        done = subprocess.run(
            command,
            input=raw,
            capture_output=True,
            timeout=SECONDS,
            cwd=Path(__file__).resolve().parents[2],
            preexec_fn=_limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CaptionFileError(_reason("format")) from None
    if done.returncode:
        raise CaptionFileError(_reason("format"))
    return cast("dict[str, Any]", json.loads(done.stdout))


def _limit() -> None:
    """Set in the child before our program begins."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _reason(problem: str) -> str:
    if problem == "too_many":
        return _("The file holds more than %(most)d lines, more than any recording has.") % {
            "most": MOST_CUES
        }
    return {
        "empty": _("The file is empty."),
        "encoding": _("The file's characters are neither UTF-8 nor GB18030; save it as UTF-8."),
        "no_cues": _("The file holds no line with words and usable times."),
        "outside": _("Every line of the file lies after the end of the recording."),
    }.get(problem, _("This is no caption file that can be read: VTT, SRT and ASS are."))
