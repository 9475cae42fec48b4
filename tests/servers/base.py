"""What the servers of the tests have in common: found by address, else brought up and noted down.

As a program, each of them takes one word:

    start   leave one running, unless one runs, and print its address
    url     print the address of the one that was left running; exit code 1 where none answers
    stop    end it by its number

What the tests start themselves they end themselves; a server started by hand is used and left
alone.
"""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from tests.servers import ServerMissing, cache_folder, containers, processes


@dataclass(frozen=True)
class Running:
    """A server brought up here: by process number, or as a container."""

    url: str
    pid: int = 0
    container: str = ""
    folder: str = ""


class Server(ABC):
    """One kind of server. `variable` of the environment may name one that is there already."""

    name: ClassVar[str]
    variable: ClassVar[str]
    ports: ClassVar[tuple[int, int]]
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM

    @abstractmethod
    def start(self) -> Running:
        """Brings a new one up and waits until it answers. Raises ServerMissing with what stood in
        the way.
        """

    @abstractmethod
    def answers(self, url: str) -> bool:
        """Whether a server is there and ready for work."""

    @property
    def state_file(self) -> Path:
        return cache_folder() / f"{self.name}-running.json"

    def free_port(self) -> int:
        return processes.free_port(*self.ports)

    def stop(self, server: Running) -> None:
        """Ends it, with all it held."""
        if server.container:
            containers.remove(server.container)
        elif server.pid:
            processes.stop(server.pid, sign=self.stop_signal)
        if server.folder:
            shutil.rmtree(server.folder, ignore_errors=True)
        processes.release_port(urlsplit(server.url).port or 0)

    @contextlib.contextmanager
    def running(self) -> Iterator[str]:
        """The address of a server for the length of a test run. Raises ServerMissing."""
        if named := os.environ.get(self.variable):
            if not self.answers(named):
                raise ServerMissing(f"{self.variable} is set and does not answer: {named}")
            yield named
            return
        left_running = self.left_running()
        if left_running is not None:
            yield left_running.url
            return
        server = self.start()
        try:
            yield server.url
        finally:
            self.stop(server)

    def left_running(self) -> Running | None:
        """The server left running from the shell, if it still answers."""
        noted = self._noted()
        return noted if noted is not None and self.answers(noted.url) else None

    def main(self, arguments: list[str]) -> int:
        """One command of the shell; its exit code."""
        commands = {"start": self._start, "stop": self._stop, "url": self._url}
        command = commands.get(arguments[0]) if len(arguments) == 1 else None
        if command is None:
            print(__doc__, file=sys.stderr)
            return 2
        try:
            with self._alone():
                return command()
        except ServerMissing as problem:
            print(problem, file=sys.stderr)
            return 1

    def _start(self) -> int:
        server = self.left_running()
        if server is None:
            server = self.start()
            self.state_file.write_text(json.dumps(asdict(server)))
        print(server.url)
        return 0

    def _stop(self) -> int:
        server = self._noted()
        if server is not None:
            self.stop(server)
        self.state_file.unlink(missing_ok=True)
        return 0

    def _url(self) -> int:
        server = self.left_running()
        if server is None:
            return 1
        print(server.url)
        return 0

    def _noted(self) -> Running | None:
        """What `start` wrote down, whether it still answers or not."""
        try:
            return Running(**json.loads(self.state_file.read_text()))
        except (OSError, ValueError, TypeError):
            return None

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Two starts at once would be two servers, one of them forgotten."""
        with self.state_file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
