"""Starting a server as a child, waiting until it answers, and ending it by its own number."""

import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from tests.servers import ServerMissing, cache_folder

_children: "dict[int, subprocess.Popen[bytes]]" = {}
"""Held until they end: one that is collected while its server runs would be a warning."""

_held_ports: dict[int, IO[str]] = {}
"""Picked here: what listens on it may not do so yet, or pause and begin again."""


def free_port(first: int, last: int) -> int:
    """A port of the range nobody listens on, kept from other test runs by a lock that ends with
    this process, or by `release_port`. Raises ServerMissing where all are taken.
    """
    for port in range(first, last + 1):
        if port in _held_ports or (lock := _lock_of(port)) is None:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                lock.close()
                continue
        _held_ports[port] = lock
        return port
    raise ServerMissing(f"no free port between {first} and {last}")


def release_port(port: int) -> None:
    """What listened there has ended; nothing happens for a port that was not held."""
    if lock := _held_ports.pop(port, None):
        lock.close()


def _lock_of(port: int) -> IO[str] | None:
    """None while another process holds it."""
    folder = cache_folder() / "ports"
    folder.mkdir(exist_ok=True)
    lock = (folder / f"{port}.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


def unprivileged_user(*names: str) -> pwd.struct_passwd | None:
    """The user to run a server as when we are root; None when we are not."""
    if os.geteuid() != 0:
        return None
    for name in names:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ServerMissing(f"running as root, and none of these users exists: {', '.join(names)}")


def give(folder: Path, user: pwd.struct_passwd | None) -> None:
    """Hands a folder and what it holds to the user, where there is one."""
    if user is None:
        return
    for path in [folder, *folder.rglob("*")]:
        shutil.chown(path, user.pw_uid, user.pw_gid)


def start(
    command: Sequence[str | Path],
    *,
    user: pwd.struct_passwd | None,
    log: Path,
    env: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> "subprocess.Popen[bytes]":
    """Starts a server in a session of its own, so that ending the tests' shell leaves it be."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=dict(env) if env is not None else None,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            start_new_session=True,
        )
    _children[process.pid] = process
    return process


def wait_until(
    answers: Callable[[], bool],
    process: "subprocess.Popen[bytes]",
    log: Path,
    seconds: float,
) -> None:
    """Raises ServerMissing, with the end of the log, where the server dies or stays silent."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerMissing(f"the server ended at once ({process.returncode}): {_end(log)}")
        if answers():
            return
        time.sleep(0.2)
    stop(process.pid)
    raise ServerMissing(f"no answer within {seconds:.0f} s: {_end(log)}")


def stop(pid: int, *, sign: signal.Signals = signal.SIGTERM, seconds: float = 30) -> None:
    """Ends one process by its number, and makes sure of it."""
    for attempt in (sign, signal.SIGKILL):
        try:
            os.kill(pid, attempt)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not is_alive(pid):
                return
            time.sleep(0.1)


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and waits to be collected does not."""
    try:
        finished, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        finished, status = 0, 0
    if finished:
        if child := _children.pop(pid, None):
            child.returncode = os.waitstatus_to_exitcode(status)
        return False
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state not in {"Z", "X"}


def _end(log: Path) -> str:
    try:
        return log.read_text(errors="replace")[-1500:]
    except OSError:
        return "(no log)"
