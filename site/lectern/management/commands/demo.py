"""The demonstration in one process tree: database, data, worker and web server, until Ctrl-C."""

import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from types import FrameType
from typing import IO, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

START_SECONDS = 60
STOP_SECONDS = 10
HOST = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether a server may listen on this port of the local machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port(first: int, tries: int = 50) -> int:
    """The first free port from `first` on. Raises CommandError when there is none."""
    for port in range(first, min(first + tries, 65536)):
        if is_free(port):
            return port
    raise CommandError(f"No free port between {first} and {first + tries - 1}; say PORT=…")


class Command(BaseCommand):
    help = "Load the demonstration and serve it with a worker, until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--exact-port", action="store_true", help="refuse another port when this one is taken"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        port = self._port(options["port"], exact=options["exact_port"])
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_demo", port=port)
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, _stop)
        # Each in a session of its own: Ctrl-C reaches us alone, and we stop them in order.
        children = [self._start_web(port), self._start_worker()]
        try:
            self._announce(children, port)
            self._watch(children)
        except KeyboardInterrupt:
            self.stderr.write("\nStopping; everything is kept. `make demo` goes on from here.")
        finally:
            _end(children)

    def _port(self, wanted: int, *, exact: bool) -> int:
        if is_free(wanted):
            return wanted
        if exact:
            raise CommandError(f"Port {wanted} is taken; choose another: make demo PORT=…")
        port = free_port(wanted + 1)
        self.stderr.write(f"Port {wanted} is taken; using {port}.")
        return port

    def _start_web(self, port: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "gunicorn", "lectern.wsgi:application"]
        command += ["--bind", f"{HOST}:{port}", "--workers", "1", "--threads", "8"]
        command += ["--env", f"DJANGO_SETTINGS_MODULE={settings.SETTINGS_MODULE}"]
        command += ["--log-level", "warning", "--timeout", "120", "--no-control-socket"]
        return subprocess.Popen(command, start_new_session=True, text=True)

    def _start_worker(self) -> subprocess.Popen[str]:
        command = [sys.executable, sys.argv[0], "worker"]
        worker = subprocess.Popen(
            command, start_new_session=True, text=True, stdout=subprocess.PIPE
        )
        if worker.stdout is not None:
            threading.Thread(target=self._repeat, args=(worker.stdout,), daemon=True).start()
        return worker

    def _repeat(self, lines: IO[str]) -> None:
        for line in lines:
            self.stdout.write(line.rstrip("\n"))
            self.stdout.flush()

    def _announce(self, children: list[subprocess.Popen[str]], port: int) -> None:
        """Say that the site is ready once it answers. Raises CommandError if it never does."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if any(child.poll() is not None for child in children):
                raise CommandError("A server of the demonstration ended; its message stands above.")
            if _answers(port):
                self.stdout.write(f"Lectern is ready at http://{HOST}:{port}/")
                self.stdout.flush()
                return
            time.sleep(0.2)
        raise CommandError(f"The web server did not answer within {START_SECONDS} seconds.")

    def _watch(self, children: list[subprocess.Popen[str]]) -> None:
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        raise CommandError("A server of the demonstration ended; its message stands above.")


def _stop(_signum: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _end(children: list[subprocess.Popen[str]]) -> None:
    """Ask each child to end, and end it by force when it does not."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
