"""Real servers for tests: found by address, else brought up here, else asked for by name.

A test that needs a server which cannot be had is skipped with the reason; where the environment's
LECTERN_REQUIRE (a comma list: elasticsearch,postgresql,redis,chromium,libreoffice,openai-whisper)
names it, the test fails instead, so that continuous integration can never pass by skipping.
"""

import os
from pathlib import Path
from typing import NoReturn

import pytest


class ServerMissing(Exception):  # noqa: N818 - says the state, not the fault
    """The server can neither be reached nor brought up here. The message says what was tried."""


def required(name: str) -> bool:
    return name in {part.strip() for part in os.environ.get("LECTERN_REQUIRE", "").split(",")}


def missing(name: str, reason: str) -> NoReturn:
    """Ends a test that needs this server: a skip, or a failure where the server is required."""
    if required(name):
        pytest.fail(f"{name} is required (LECTERN_REQUIRE) and missing: {reason}", pytrace=False)
    pytest.skip(f"no {name}: {reason}")


def cache_folder() -> Path:
    """Where what is downloaded for tests is kept, outside the repository."""
    if named := os.environ.get("LECTERN_CACHE_DIR"):
        folder = Path(named)
    elif os.geteuid() == 0:
        # Servers refuse to run as root: they are given to a user who cannot enter root's home.
        folder = Path("/var/cache/lectern")
    else:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lectern"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
