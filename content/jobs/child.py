"""Runs a command in a child process with limits: media work crashes there, never in the worker.

The child has a process group of its own, dies with the worker (also under kill -9), is polled for
cancelling, and leaves the end of what it printed for the error message.
"""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

BARE_ENVIRONMENT = {"PATH": f"/usr/local/bin:{os.defpath}", "LC_ALL": "C.UTF-8"}
"""For children that read strangers' files: none of our secrets, words in one language."""

_LAUNCHER = Path(__file__).with_name("launch.py")
_POLL_SECONDS = 0.2
_TAIL_BYTES = 8192
_READ_BYTES = 65536
_LINE_BYTES = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What a child may use; 0 means no limit. `niceness` leaves the site the processor.

    `offline`: no network, where the kernel lets us take it away, and few open files.
    """

    wall_seconds: float = 0
    cpu_seconds: int = 0
    memory_bytes: int = 0
    file_bytes: int = 0
    niceness: int = 5
    offline: bool = False


class ChildFailedError(Exception):
    """The command ended with another status than 0, by a signal (negative) or over its time.

    `tail` is the end of its standard error, `timed_out` whether we ended it.
    """

    def __init__(self, returncode: int, tail: str, *, timed_out: bool = False) -> None:
        self.returncode = returncode
        self.tail = tail
        self.timed_out = timed_out
        reason = "took too long" if timed_out else f"ended with status {returncode}"
        super().__init__(f"{reason}: {tail[-500:]}")


def run_child(
    command: Sequence[str],
    *,
    limits: Limits,
    check: Callable[[], None] | None = None,
    on_line: Callable[[str], None] | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> str:
    """Run to the end, handing each line of standard output to `on_line`; the end of what it wrote
    to standard error.

    `check` is called several times a second; whatever it or `on_line` raises ends the child and
    passes on. `env` None inherits ours. Raises ChildFailedError.
    """
    process = subprocess.Popen(
        _launched(command, limits),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env=None if env is None else dict(env),
        cwd=cwd,
    )
    watcher = _Watcher(process, on_line)
    deadline = time.monotonic() + limits.wall_seconds if limits.wall_seconds > 0 else None
    try:
        while watcher.read(_POLL_SECONDS):
            if check is not None:
                check()
            if deadline is not None and time.monotonic() > deadline:
                _end(process)
                raise ChildFailedError(process.returncode, watcher.tail, timed_out=True)
        returncode = _wait(process, check, deadline, watcher)
    finally:
        _end(process)
        watcher.close()
    if returncode != 0:
        raise ChildFailedError(returncode, watcher.tail)
    return watcher.tail


def _launched(command: Sequence[str], limits: Limits) -> list[str]:
    numbers = (
        os.getpid(),
        limits.cpu_seconds,
        limits.memory_bytes,
        limits.file_bytes,
        limits.niceness,
        int(limits.offline),
    )
    # -I -S: no site packages, nothing from the environment; the launcher starts in milliseconds.
    return [sys.executable, "-I", "-S", str(_LAUNCHER), *map(str, numbers), *command]


def _wait(
    process: "subprocess.Popen[bytes]",
    check: Callable[[], None] | None,
    deadline: float | None,
    watcher: "_Watcher",
) -> int:
    """The status of a child that closed its outputs, which is not yet to have ended."""
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(_POLL_SECONDS)
        if check is not None:
            check()
        if deadline is not None and time.monotonic() > deadline:
            raise ChildFailedError(-signal.SIGKILL, watcher.tail, timed_out=True)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill the whole group; nothing of it outlives this call."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class _Watcher:
    """Reads both outputs as they come: lines of the first, the tail of the second."""

    def __init__(
        self, process: "subprocess.Popen[bytes]", on_line: Callable[[str], None] | None
    ) -> None:
        self._on_line = on_line
        self._pending = b""
        self._tail = b""
        self._selector = selectors.DefaultSelector()
        self._pipes: list[IO[bytes]] = []
        for pipe, receive in ((process.stdout, self._output), (process.stderr, self._error)):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
                self._selector.register(pipe, selectors.EVENT_READ, receive)
                self._pipes.append(pipe)

    @property
    def tail(self) -> str:
        return self._tail.decode("utf-8", "replace").strip()

    def read(self, seconds: float) -> bool:
        """Take what came within this time; whether more may come."""
        for key, _events in self._selector.select(seconds):
            data = os.read(key.fd, _READ_BYTES)
            key.data(data)
            if not data:
                self._selector.unregister(key.fileobj)
        return bool(self._selector.get_map())

    def _output(self, data: bytes) -> None:
        self._pending += data
        *lines, self._pending = self._pending.split(b"\n")
        if not data or len(self._pending) > _LINE_BYTES:
            lines.append(self._pending)
            self._pending = b""
        for line in lines:
            if self._on_line is not None and line:
                self._on_line(line.decode("utf-8", "replace").rstrip("\r"))

    def _error(self, data: bytes) -> None:
        self._tail = (self._tail + data)[-_TAIL_BYTES:]

    def close(self) -> None:
        self._selector.close()
        for pipe in self._pipes:
            pipe.close()
