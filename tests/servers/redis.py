"""A real Redis for tests: by address, else the machine's redis-server on a port of its own.

python -m tests.servers.redis start|stop|url
"""

import contextlib
import json
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.servers import ServerMissing, cache_folder, processes

FIRST_PORT, LAST_PORT = 16379, 16389
START_SECONDS = 20


@dataclass(frozen=True)
class Running:
    """A server brought up here, known by its process number."""

    url: str
    port: int
    pid: int
    folder: str

    def stop(self) -> None:
        processes.stop(self.pid)
        shutil.rmtree(self.folder, ignore_errors=True)


def answers(port: int) -> bool:
    """Whether a Redis on this machine answers a PING."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(5) == b"+PONG"
    except OSError:
        return False


@contextlib.contextmanager
def running() -> Iterator[str]:
    """The address of a server for the length of a test run. Raises ServerMissing."""
    if named := os.environ.get("LECTERN_TEST_REDIS_URL"):
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
    """Brings a server up. Raises ServerMissing with what stood in the way."""
    program = shutil.which("redis-server")
    if program is None:
        raise ServerMissing("no program redis-server")
    port = processes.free_port(FIRST_PORT, LAST_PORT)
    folder = Path(tempfile.mkdtemp(prefix="lectern-redis-"))
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
    log = folder / "server.log"
    process = processes.start(command, user=None, log=log)
    processes.wait_until(lambda: answers(port), process, log, START_SECONDS)
    return Running(f"redis://127.0.0.1:{port}/0", port, process.pid, str(folder))


def read_state() -> Running | None:
    """The server left running by `start` from the shell, if it still answers."""
    try:
        state = Running(**json.loads(_state_file().read_text()))
    except (OSError, ValueError, TypeError):
        return None
    return state if answers(state.port) else None


def _state_file() -> Path:
    return cache_folder() / "redis.json"


def main(arguments: list[str]) -> int:
    state = read_state()
    if arguments == ["start"]:
        state = state or start()
        _state_file().write_text(json.dumps(asdict(state)))
        print(state.url)
        return 0
    if arguments == ["stop"]:
        if state is not None:
            state.stop()
        _state_file().unlink(missing_ok=True)
        return 0
    if arguments == ["url"] and state is not None:
        print(state.url)
        return 0
    print("usage: python -m tests.servers.redis start|stop|url", file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ServerMissing as missing:
        print(missing, file=sys.stderr)
        sys.exit(1)
