"""A real PostgreSQL for tests: by address, else a throw-away cluster of the installed server.

python -m tests.servers.postgresql start|stop|url
"""

import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from tests.servers import ServerMissing, processes
from tests.servers.base import Running, Server

START_SECONDS = 30
PROGRAMS = ("initdb", "postgres", "pg_isready", "createdb")
OWNER = "lectern"
DATABASE = "lectern"


class Postgresql(Server):
    name = "postgresql"
    variable = "LECTERN_TEST_POSTGRESQL_URL"
    ports = (15432, 15440)
    # The "fast" way: open connections are cut, nothing is waited for.
    stop_signal = signal.SIGINT

    def start(self) -> Running:
        binaries = _binaries()
        user = processes.unprivileged_user("postgres", "nobody")
        port = self.free_port()
        folder = Path(tempfile.mkdtemp(prefix="lectern-postgresql-"))
        processes.give(folder, user)
        log = folder / "server.log"
        _make_cluster(binaries, folder, user)
        command = _command(binaries, folder, port)
        process = processes.start(command, user=user, log=log, folder=folder)
        url = f"postgresql://{OWNER}@127.0.0.1:{port}/{DATABASE}"
        server = Running(url, pid=process.pid, folder=str(folder))
        try:
            _await(process, log, binaries, port)
        except BaseException:
            self.stop(server)
            raise
        return server

    def answers(self, url: str) -> bool:
        place = urlsplit(url)
        if place.hostname is None:
            return True  # by a socket in the file system: whoever connects will see
        try:
            with socket.create_connection((place.hostname, place.port or 5432), timeout=2):
                return True
        except OSError:
            return False


def _make_cluster(binaries: Path, folder: Path, user: pwd.struct_passwd | None) -> None:
    """Raises ServerMissing, leaving nothing."""
    command = [binaries / "initdb", "--pgdata", folder / "data", "--username", OWNER]
    command += ["--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync"]
    log = folder / "server.log"
    made = processes.start(command, user=user, log=log, folder=folder)
    if made.wait() != 0:
        problem = log.read_text(errors="replace")[-800:]
        shutil.rmtree(folder, ignore_errors=True)
        raise ServerMissing(f"initdb: {problem}")


def _command(binaries: Path, folder: Path, port: int) -> list[str | Path]:
    options = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": folder,
        # Nothing here is to survive a power cut.
        "fsync": "off",
        "full_page_writes": "off",
        "max_connections": 200,
    }
    command: list[str | Path] = [binaries / "postgres", "-D", folder / "data"]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    return command


def _await(process: "subprocess.Popen[bytes]", log: Path, binaries: Path, port: int) -> None:
    """Waits until the server takes connections, and makes the database."""
    ready = [binaries / "pg_isready", "--host", "127.0.0.1", "--port", str(port), "--quiet"]
    processes.wait_until(
        lambda: subprocess.run(ready, check=False).returncode == 0, process, log, START_SECONDS
    )
    create = [binaries / "createdb", "--host", "127.0.0.1", "--port", str(port)]
    subprocess.run([*create, "--username", OWNER, DATABASE], check=True)


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


if __name__ == "__main__":
    sys.exit(Postgresql().main(sys.argv[1:]))
