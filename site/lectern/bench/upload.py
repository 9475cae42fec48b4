"""Resumable uploads against a bare write of the same request bodies through the same web server.

Both servers are gunicorn as the demonstration runs it. The bare side is a function of WSGI that
appends each body to a file and flushes it to the disk; ours does that too, and asks who sends,
holds the lock, keeps the row and answers by the protocol.
"""

import argparse
import contextlib
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from lectern.bench.base import Bench, BenchImpossibleError, Figure, Report, Say, at_least, median

PIECE_BYTES = 8 << 20
_BLOCK_BYTES = 256 << 10
_START_SECONDS = 60
_TOKEN = "b" * 32
_SESSION = (
    "from django.test import Client; from content.people.models import User; "
    "user = User.objects.create_superuser('B0001', None, full_name='B'); "
    "client = Client(); client.force_login(user); print(client.cookies['sessionid'].value)"
)


def bare(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Append the body to a file in the working folder; what there is without anything else."""
    left = int(environ.get("CONTENT_LENGTH") or 0)
    with Path("bare.bin").open("ab", buffering=0) as file:
        while left and (block := environ["wsgi.input"].read(min(_BLOCK_BYTES, left))):
            file.write(block)
            left -= len(block)
        os.fsync(file.fileno())
    start_response("204 No Content", [])
    return [b""]


class Measured(Bench):
    name = "upload"
    help = "bytes a second of a resumable upload, and of a bare write through the same server"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--megabytes", type=int, default=256, help="of one upload")
        parser.add_argument("--rounds", type=int, default=5)

    def run(self, options: dict[str, Any], say: Say) -> Report:
        pieces = max(1, (options["megabytes"] << 20) // PIECE_BYTES)
        body = b"\x00" + os.urandom(PIECE_BYTES - 1)
        speeds: dict[str, list[float]] = {"ours": [], "bare": []}
        with tempfile.TemporaryDirectory(prefix="lectern-bench-") as place:
            folder = Path(place)
            say("Making a database of its own…")
            settings = _settings(folder)
            session = _prepare(settings)
            with (
                _server("lectern.wsgi:application", settings, folder) as ours,
                _server("lectern.bench.upload:bare", settings, folder) as plain,
            ):
                for number in range(options["rounds"]):
                    speeds["ours"].append(_resumable(ours, session, body, pieces))
                    speeds["bare"].append(_plain(plain, body, pieces))
                    (folder / "bare.bin").unlink()
                    say(
                        f"Round {number + 1}: ours {speeds['ours'][-1]:.0f} MiB/s, "
                        f"bare {speeds['bare'][-1]:.0f} MiB/s"
                    )
        mine, theirs = median(speeds["ours"]), median(speeds["bare"])
        return Report(
            bench=self.name,
            setting={"upload": f"{pieces * 8} MiB in pieces of 8 MiB", **_counts(options)},
            figures=(
                Figure("resumable upload", mine, "MiB/s"),
                Figure("bare write", theirs, "MiB/s"),
                at_least("share of the bare write", mine / theirs, "", 0.7),
            ),
        )


def _counts(options: dict[str, Any]) -> dict[str, Any]:
    return {"rounds": options["rounds"], "server": "gunicorn, 1 worker of 8 threads, SQLite"}


def _settings(folder: Path) -> list[str]:
    return [
        "DJANGO_SETTINGS_MODULE=lectern.settings.development",
        f"DATABASE_URL=sqlite:///{folder / 'bench.sqlite3'}",
        f"LECTERN_DATA_DIR={folder}",
        "LECTERN_DISK_RESERVE_PERCENT=0",
    ]


def _prepare(settings: list[str]) -> str:
    """A database with someone who may upload; their session. Raises BenchImpossibleError."""
    manage = ["env", *settings, sys.executable, sys.argv[0]]
    for command in (["migrate", "-v0"], ["shell", "-v0", "-c", _SESSION]):
        done = subprocess.run([*manage, *command], capture_output=True, text=True, check=False)
        if done.returncode:
            raise BenchImpossibleError(done.stderr[-800:])
    return done.stdout.split()[-1]


@contextlib.contextmanager
def _server(application: str, settings: list[str], folder: Path) -> Iterator[int]:
    """The port of a gunicorn that is gone afterwards. Raises BenchImpossibleError."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "1", "--threads", "8", "--log-level", "error", "--timeout", "120"]
    command += ["--no-control-socket", "--chdir", str(folder)]
    for setting in settings:
        command += ["--env", setting]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        _await(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


def _await(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with contextlib.closing(_connection(port)) as connection:
                connection.request("GET", "/healthz")
                connection.getresponse().read()
                return
        except OSError:
            time.sleep(0.2)
    raise BenchImpossibleError("The web server did not start.")


def _connection(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=120)


def _resumable(port: int, session: str, body: bytes, pieces: int) -> float:
    """MiB a second of one upload from its creation to the last acknowledged byte."""
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={_TOKEN}",
        "X-CSRFToken": _TOKEN,
        "Tus-Resumable": "1.0.0",
        "Content-Type": "application/offset+octet-stream",
    }
    with contextlib.closing(_connection(port)) as connection:
        begun = time.perf_counter()
        length = {"Upload-Length": str(pieces * len(body))}
        url = _ask(connection, "POST", "/api/uploads/", b"", {**headers, **length})
        for number in range(pieces):
            offset = {"Upload-Offset": str(number * len(body))}
            _ask(connection, "PATCH", url, body, {**headers, **offset})
        seconds = time.perf_counter() - begun
        _ask(connection, "DELETE", url, None, headers)
    return pieces * len(body) / seconds / (1 << 20)


def _plain(port: int, body: bytes, pieces: int) -> float:
    with contextlib.closing(_connection(port)) as connection:
        begun = time.perf_counter()
        for _number in range(pieces):
            _ask(connection, "PATCH", "/", body, {})
        return pieces * len(body) / (time.perf_counter() - begun) / (1 << 20)


def _ask(
    connection: http.client.HTTPConnection,
    method: str,
    url: str,
    body: bytes | None,
    headers: dict[str, str],
) -> str:
    """The Location of the answer. Raises BenchImpossibleError for a refusal."""
    connection.request(method, url, body, headers)
    answer = connection.getresponse()
    said = answer.read()
    if answer.status >= 400:
        raise BenchImpossibleError(f"{answer.status}: {said.decode(errors='replace')[:300]}")
    return answer.headers.get("Location", "")
