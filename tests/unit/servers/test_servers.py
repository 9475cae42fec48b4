"""Servers of the tests: no port is picked twice, and what the shell left running is found."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import ServerMissing, missing, processes
from tests.servers.redis import Redis

PICK = "from tests.servers.processes import free_port; print(free_port(18990, 18992), flush=True)"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LECTERN_CACHE_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def held(cache: Path) -> Iterator[list[int]]:
    ports: list[int] = []
    yield ports
    for port in ports:
        processes.release_port(port)


def test_port_is_picked_once_until_it_is_given_back(held: list[int]) -> None:
    held += [processes.free_port(18990, 18991) for _ in range(2)]
    assert held == [18990, 18991]
    with pytest.raises(ServerMissing):
        processes.free_port(18990, 18991)
    processes.release_port(18990)
    assert processes.free_port(18990, 18991) == 18990


def test_another_test_run_picks_another_port(held: list[int]) -> None:
    held.append(processes.free_port(18990, 18992))
    done = subprocess.run([sys.executable, "-c", PICK], check=True, capture_output=True, text=True)
    assert (held[0], done.stdout.strip()) == (18990, "18991")


def test_server_left_running_by_the_shell_is_used_until_it_is_stopped(
    cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(Redis.variable, raising=False)
    if Redis().main(["start"]) != 0:
        missing("redis", capsys.readouterr().err.strip())
    address = capsys.readouterr().out
    try:
        assert Redis().main(["start"]) == Redis().main(["url"]) == 0
        assert capsys.readouterr().out == address * 2
        with Redis().running() as url:
            assert f"{url}\n" == address
    finally:
        assert Redis().main(["stop"]) == 0
    assert Redis().main(["url"]) == 1
    assert capsys.readouterr().out == ""
    assert Redis().main(["reset"]) == 2
