"""Run a suite as `make` does: on SQLite, then on PostgreSQL what touches a database.

    python -m tests.run fast|faults|long [pytest options]

Begins by saying what of the real servers is here; what is missing is skipped with its reason, and
fails where LECTERN_REQUIRE names it. Ends with the first exit code that is not 0; collecting
nothing is a failure (pytest's 5).
"""

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys

from tests.servers import ServerMissing, required
from tests.servers.base import Server
from tests.servers.elasticsearch import Elasticsearch
from tests.servers.postgresql import Postgresql
from tests.servers.redis import Redis

SUITES = {
    "fast": ["-m", "not faults and not long"],
    "faults": ["-m", "faults"],
    "long": ["-m", "long"],
}
# What depends on the database's own ways: run a second time on PostgreSQL. The unit tests of search
# ask SQLite's engine by name; what every engine owes stands in the contracts.
ON_POSTGRESQL = {
    "fast": [
        "tests/contracts",
        "tests/integration",
        "tests/unit/content",
        "--ignore=tests/contracts/test_speech_engines.py",  # never touches the database
    ],
    "faults": [
        "tests/faults/test_jobs_faults.py",
        "tests/faults/test_transcription_faults.py::test_ten_kills_end_with_the_same_words",
        "tests/faults/test_transcription_faults.py::test_sleeper_writes_nothing_when_it_wakes",
    ],
}
HELP = {
    "elasticsearch": "set ELASTICSEARCH_URL, or install Docker, or Maven and a JDK 21+",
    "postgresql": "apt-get install postgresql, or set LECTERN_TEST_POSTGRESQL_URL",
    "redis": "apt-get install redis-server, or set LECTERN_TEST_REDIS_URL",
    "chromium": "apt-get install chromium",
    "libreoffice": "apt-get install libreoffice-impress",
    "openai-whisper": "make openai-whisper (some 5.6 GB)",
}


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def report(name: str, reason: str = "") -> None:
    mark = "is here" if not reason else f"is missing ({reason}); to have it: {HELP[name]}"
    say(f"  {name} {mark}")


def main(arguments: list[str]) -> int:
    suite, *options = arguments or ["fast"]
    if suite not in SUITES:
        say(f"usage: python -m tests.run {'|'.join(SUITES)} [pytest options]")
        return 2
    say("Real servers:")
    with contextlib.ExitStack() as stack:
        environment = dict(os.environ)
        for server in (Elasticsearch(), Redis(), postgresql := Postgresql()):
            environment[server.variable] = _bring(stack, server)
        database = environment[postgresql.variable]
        _report_programs()
        environment.pop("DATABASE_URL", None)
        code = _pytest([*SUITES[suite], *options], environment, "SQLite")
        if code == 0 and suite in ON_POSTGRESQL and database:
            environment["DATABASE_URL"] = database
            wanted = [*SUITES[suite], *ON_POSTGRESQL[suite], *options]
            code = _pytest(wanted, environment, "PostgreSQL")
    if code == 0 and not database and required("postgresql"):
        code = 1
    return code


def _bring(stack: contextlib.ExitStack, server: Server) -> str:
    try:
        address = stack.enter_context(server.running())
    except ServerMissing as missing:
        report(server.name, str(missing))
        return ""
    report(server.name)
    return address


def _report_programs() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    report("chromium", "" if chromium else "no such program")
    report("libreoffice", "" if shutil.which("soffice") else "no such program")
    whisper = importlib.util.find_spec("whisper")
    report("openai-whisper", "" if whisper else "not installed")


def _pytest(options: list[str], environment: dict[str, str], database: str) -> int:
    say(f"\nTests on {database}")
    command = [sys.executable, "-m", "pytest", *options]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
