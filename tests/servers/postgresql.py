"""A real PostgreSQL for tests: by address, else a throw-away cluster of the installed server.

python -m tests.servers.postgresql start|stop|url
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.servers import ServerMissing, cache_folder, processes

FIRST_PORT, LAST_PORT = 15432, 15440
START_SECONDS = 30
PROGRAMS = ("initdb", "postgres", "pg_isready", "createdb")
OWNER = "lectern"
DATABASE = "lectern"


@dataclass(frozen=True)
class Running:
    """A cluster brought up here."""

    url: str
    pid: int
    folder: str

    def stop(self) -> None:
        # The "fast" way: open connections are cut, nothing is waited for.
        processes.stop(self.pid, sign=signal.SIGINT)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def answers(self) -> bool:
        return processes.is_alive(self.pid)


@contextlib.contextmanager
def running() -> Iterator[str]:
    """The address of a database for the length of a test run. Raises ServerMissing."""
    if named := os.environ.get("LECTERN_TEST_POSTGRESQL_URL"):
        yield named
        return
    left_running = read_state()
    if left_running is not None:
        yield left_running.url
        return
    server = start()
    try:
        yield server.url
    finally:
        server.stop()


def start() -> Running:
    """Makes a cluster and starts it. Raises ServerMissing with what stood in the way."""
    binaries = _binaries()
    user = processes.unprivileged_user("postgres", "nobody")
    port = processes.free_port(FIRST_PORT, LAST_PORT)
    folder = Path(tempfile.mkdtemp(prefix="lectern-postgresql-"))
    processes.give(folder, user)
    log = folder / "server.log"
    data = folder / "data"
    initdb = [binaries / "initdb", "--pgdata", data, "--username", OWNER, "--auth", "trust"]
    initdb += ["--encoding", "UTF8", "--no-locale", "--no-sync"]
    made = processes.start(initdb, user=user, log=log, folder=folder)
    if made.wait() != 0:
        problem = log.read_text(errors="replace")[-800:]
        shutil.rmtree(folder, ignore_errors=True)
        raise ServerMissing(f"initdb: {problem}")
    options = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": folder,
        # Nothing here is to survive a power cut.
        "fsync": "off",
        "full_page_writes": "off",
        "max_connections": 200,
    }
    command: list[str | Path] = [binaries / "postgres", "-D", data]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    process = processes.start(command, user=user, log=log, folder=folder)
    url = f"postgresql://{OWNER}@127.0.0.1:{port}/{DATABASE}"
    server = Running(url, process.pid, str(folder))
    try:
        _await(process, log, binaries, port)
    except BaseException:
        server.stop()
        raise
    return server


def _await(process: "subprocess.Popen[bytes]", log: Path, binaries: Path, port: int) -> None:
    """Waits until the server takes connections, and makes the database."""
    ready = [binaries / "pg_isready", "--host", "127.0.0.1", "--port", str(port), "--quiet"]
    processes.wait_until(
        lambda: subprocess.run(ready, check=False).returncode == 0, process, log, START_SECONDS
    )
    create = [binaries / "createdb", "--host", "127.0.0.1", "--port", str(port)]
    subprocess.run([*create, "--username", OWNER, DATABASE], check=True)


def read_state() -> Running | None:
    """The cluster left running by `start` from the shell, if it still runs."""
    try:
        state = Running(**json.loads(_state_file().read_text()))
    except (OSError, ValueError, TypeError):
        return None
    return state if state.answers else None


def _state_file() -> Path:
    return cache_folder() / "postgresql-running.json"


def _binaries() -> Path:
    """The newest installed server's programs. Raises ServerMissing."""
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders = sorted(debian, key=lambda path: int(path.parent.name), reverse=True)
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    for folder in folders:
        if all((folder / name).exists() for name in PROGRAMS):
            return folder
    raise ServerMissing(f"no PostgreSQL server is installed ({', '.join(PROGRAMS)})")


def main(arguments: list[str]) -> int:
    command = arguments[0] if len(arguments) == 1 else ""
    if command not in {"start", "stop", "url"}:
        print(__doc__, file=sys.stderr)
        return 2
    server = read_state()
    if command == "stop":
        if server is not None:
            server.stop()
        _state_file().unlink(missing_ok=True)
        return 0
    if server is None and command == "start":
        server = start()
        _state_file().write_text(json.dumps(asdict(server)))
    if server is None:
        return 1
    print(server.url)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ServerMissing as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
