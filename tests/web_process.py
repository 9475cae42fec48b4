"""The real web server in a process of its own, on the database and files of the test."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests import worker_process
from tests.servers import processes
from tests.worker_process import ROOT, wait_until

FIRST_PORT, LAST_PORT = 18500, 18599


class WebProcess:
    """gunicorn as `manage.py demo` starts it; may be killed and begun again on the same port."""

    def __init__(self, **values: str) -> None:
        self.port = processes.free_port(FIRST_PORT, LAST_PORT)
        self._environment = worker_process.environment(PYTHONPATH="site", **values)
        self._process: subprocess.Popen[bytes] | None = None
        self._log = Path(tempfile.mkstemp(prefix="lectern-web-")[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns when it answers."""
        command = [sys.executable, "-m", "gunicorn", "lectern.wsgi:application"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "8"]
        command += ["--log-level", "warning", "--timeout", "120", "--no-control-socket"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until(self._answers, f"the web server does not answer: {self._log.read_text()[-800:]}")

    def kill(self) -> None:
        """Master and worker at once, as when the power goes."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def restart(self) -> None:
        """Politely, as an administrator does."""
        assert self._process is not None
        self._process.terminate()
        self._process.wait(timeout=60)
        self.start()

    def log(self) -> str:
        return self._log.read_text(errors="replace")

    def close(self) -> None:
        self.kill()
        processes.release_port(self.port)
        self._log.unlink(missing_ok=True)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


@contextlib.contextmanager
def running(**values: str) -> Iterator[WebProcess]:
    """A web server that is gone at the end, whatever happened."""
    web = WebProcess(**values)
    try:
        web.start()
        yield web
    finally:
        web.close()
