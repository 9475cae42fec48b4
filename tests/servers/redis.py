"""A real Redis for tests: by address, else the installed `redis-server` on a free port.

python -m tests.servers.redis start|stop|url
"""

import shutil
import socket
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from tests.servers import ServerMissing, processes
from tests.servers.base import Running, Server

START_SECONDS = 20


class Redis(Server):
    name = "redis"
    variable = "LECTERN_TEST_REDIS_URL"
    ports = (16379, 16399)

    def start(self) -> Running:
        binary = shutil.which("redis-server")
        if binary is None:
            raise ServerMissing("redis-server is not installed")
        port = self.free_port()
        folder = Path(tempfile.mkdtemp(prefix="lectern-redis-"))
        log = folder / "server.log"
        command = [binary, "--bind", "127.0.0.1", "--port", str(port), "--save", ""]
        process = processes.start(
            [*command, "--appendonly", "no", "--dir", folder], user=None, log=log, folder=folder
        )
        server = Running(f"redis://127.0.0.1:{port}/0", pid=process.pid, folder=str(folder))
        try:
            processes.wait_until(lambda: self.answers(server.url), process, log, START_SECONDS)
        except BaseException:
            self.stop(server)
            raise
        return server

    def answers(self, url: str) -> bool:
        """Also where it asks for a password, which its users know."""
        place = urlsplit(url)
        try:
            address = (place.hostname or "127.0.0.1", place.port or 6379)
            with socket.create_connection(address, timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith((b"+PONG", b"-NOAUTH"))
        except OSError:
            return False


if __name__ == "__main__":
    sys.exit(Redis().main(sys.argv[1:]))
