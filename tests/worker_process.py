"""The real `manage.py worker` in a process of its own, on the database and files of the test."""

import contextlib
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import imageio_ffmpeg
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 300


def environment(**values: str) -> dict[str, str]:
    """What the worker must know to work on what the test sees."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lectern.settings.development",
        "DATABASE_URL": _database_url(),
        "LECTERN_DATA_DIR": str(settings.DATA_DIR),
        "LECTERN_MIN_FREE_BYTES": "0",
        "LECTERN_DISK_RESERVE_PERCENT": "0",
        "ELASTICSEARCH_URL": "",
        "PYTHONWARNINGS": "ignore",
        **values,
    }


def _database_url() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    secret = f":{quote(values['PASSWORD'])}" if values["PASSWORD"] else ""
    address = f"{values['HOST']}:{values['PORT'] or 5432}"
    return f"postgresql://{quote(values['USER'])}{secret}@{address}/{values['NAME']}"


def start(*arguments: str, **values: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "worker", *arguments],
        cwd=ROOT,
        env=environment(**values),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextlib.contextmanager
def running(*arguments: str, **values: str) -> "Iterator[subprocess.Popen[str]]":
    """A worker that is gone at the end, whatever happened."""
    worker = start(*arguments, **values)
    try:
        yield worker
    finally:
        with contextlib.suppress(ProcessLookupError):
            worker.send_signal(signal.SIGCONT)
        worker.kill()
        worker.communicate()


def once(**values: str) -> str:
    """Let a worker do everything that is due; what it printed."""
    with running("--once", **values) as worker:
        output, _errors = worker.communicate(timeout=PATIENCE_SECONDS)
        assert worker.returncode == 0, output
        return output


def wait_until(true: Callable[[], object], why: str) -> None:
    """Asks again and again, a little apart; fails when patience is at its end."""
    pause, deadline = threading.Event(), time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, f"waited in vain: {why}"
        pause.wait(0.02)


def processes_about(word: str) -> list[int]:
    """Processes whose command line holds this word."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                if word.encode() in (folder / "cmdline").read_bytes():
                    found.append(int(folder.name))
    return found


class Gate:
    """An ffmpeg that waits before it does what is asked, while the gate is shut for such a task.

    `stop_at` is a word of its command line: "-frames:v" for the poster, "+faststart" for the
    conversion.
    """

    def __init__(self, folder: Path) -> None:
        self._shut = folder / "shut"
        self.waiting = folder / "waiting"
        self.binary = folder / "ffmpeg"
        real = shlex.quote(imageio_ffmpeg.get_ffmpeg_exe())
        shut, waiting = shlex.quote(str(self._shut)), shlex.quote(str(self.waiting))
        self.binary.write_text(
            "#!/bin/sh\n"
            f'if [ -e {shut} ] && echo "$@" | grep -qF -e "$(cat {shut})"; then\n'
            f"  : > {waiting}\n"
            f"  while [ -e {shut} ]; do sleep 0.05; done\n"
            "fi\n"
            f'exec {real} "$@"\n'
        )
        self.binary.chmod(0o755)

    def shut(self, stop_at: str) -> None:
        self.waiting.unlink(missing_ok=True)
        self._shut.write_text(stop_at)

    def open(self) -> None:
        self._shut.unlink(missing_ok=True)

    def wait_for_someone(self) -> None:
        wait_until(self.waiting.exists, "ffmpeg was not started")
