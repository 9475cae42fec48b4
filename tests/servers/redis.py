"""A real Redis for tests: by address, else the installed `redis-server` on a free port."""

import contextlib
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.servers import ServerMissing, processes

FIRST_PORT, LAST_PORT = 16379, 16399
START_SECONDS = 20


@contextlib.contextmanager
def running() -> Iterator[str]:
    """The address of a server for the length of a test run. Raises ServerMissing."""
    if named := os.environ.get("LECTERN_TEST_REDIS_URL"):
        yield named
        return
    binary = shutil.which("redis-server")
    if binary is None:
        raise ServerMissing("redis-server is not installed")
    port = processes.free_port(FIRST_PORT, LAST_PORT)
    folder = Path(tempfile.mkdtemp(prefix="lectern-redis-"))
    log = folder / "server.log"
    command = [binary, "--bind", "127.0.0.1", "--port", str(port), "--save", ""]
    process = processes.start(
        [*command, "--appendonly", "no", "--dir", folder], user=None, log=log, folder=folder
    )
    try:
        processes.wait_until(lambda: _answers(port), process, log, START_SECONDS)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        processes.stop(process.pid)
        shutil.rmtree(folder, ignore_errors=True)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
