"""Children: their lines, their limits, their ends. Real processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from content.jobs.child import ChildFailedError, Limits, run_child

NO_LIMITS = Limits(niceness=0)


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that ended but was not yet collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 10
    while is_alive(pid):
        assert time.monotonic() < deadline, f"{pid} is still there"
        os.sched_yield()


def test_lines_come_in_order_and_the_last_needs_no_end() -> None:
    lines: list[str] = []
    code = "print('一'); print('two'); print('three', end='')"
    run_child(python(code), limits=NO_LIMITS, on_line=lines.append)
    assert lines == ["一", "two", "three"]


def test_failure_carries_the_end_of_what_was_said() -> None:
    code = "import sys; sys.stderr.write('x' * 20000 + 'the reason'); sys.exit(3)"
    with pytest.raises(ChildFailedError) as caught:
        run_child(python(code), limits=NO_LIMITS)
    assert caught.value.returncode == 3
    assert caught.value.tail.endswith("the reason")
    assert len(caught.value.tail) <= 8192


def test_child_that_aborts_takes_nobody_along() -> None:
    with pytest.raises(ChildFailedError) as caught:
        run_child(python("import os; os.abort()"), limits=NO_LIMITS)
    assert caught.value.returncode == -signal.SIGABRT


def test_child_that_takes_too_long_is_ended() -> None:
    with pytest.raises(ChildFailedError) as caught:
        run_child(python("import time; time.sleep(600)"), limits=Limits(wall_seconds=0.3))
    assert caught.value.timed_out


def test_child_that_closed_its_outputs_is_still_ended_in_time() -> None:
    code = "import os, time; os.close(1); os.close(2); time.sleep(600)"
    with pytest.raises(ChildFailedError) as caught:
        run_child(python(code), limits=Limits(wall_seconds=0.5))
    assert caught.value.timed_out


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(cpu_seconds=1), "while True: pass"),
        (Limits(memory_bytes=256 << 20), "x = bytearray(1 << 30)"),
        (Limits(file_bytes=1 << 16), "open('big', 'wb').write(bytes(1 << 20))"),
    ],
    ids=["processor", "memory", "file"],
)
def test_child_gets_no_more_than_its_limits(tmp_path: Path, limits: Limits, code: str) -> None:
    with pytest.raises(ChildFailedError):
        run_child(python(code), limits=limits, cwd=tmp_path)
    big = tmp_path / "big"
    assert not big.exists() or big.stat().st_size <= 1 << 16


def test_child_that_used_up_its_processor_time_is_told_so() -> None:
    with pytest.raises(ChildFailedError) as caught:
        run_child(python("while True: pass"), limits=Limits(cpu_seconds=1))
    assert caught.value.returncode == -signal.SIGXCPU


def test_end_of_standard_error_is_handed_back() -> None:
    code = "import sys; sys.stderr.write('x' * 20000 + 'the end')"
    assert run_child(python(code), limits=NO_LIMITS).endswith("the end")


def may_have_a_network_of_its_own() -> bool:
    tried = subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False)
    return tried.returncode == 0


@pytest.mark.skipif(not may_have_a_network_of_its_own(), reason="the kernel does not let us")
def test_offline_child_reaches_nobody_not_even_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = f"import socket; socket.create_connection(('127.0.0.1', {server.getsockname()[1]}))"
        run_child(python(code), limits=NO_LIMITS)
        with pytest.raises(ChildFailedError) as caught:
            run_child(python(code), limits=Limits(offline=True))
    assert "unreachable" in caught.value.tail


def test_offline_child_dies_with_its_parent_as_well() -> None:
    lines: list[str] = []
    code = (
        "import ctypes; number = ctypes.c_int();"
        " ctypes.CDLL(None).prctl(2, ctypes.byref(number)); print(number.value)"
    )
    run_child(python(code), limits=Limits(offline=True), on_line=lines.append)
    assert lines == [str(int(signal.SIGKILL))]


def test_cancelling_ends_the_child_and_what_it_started() -> None:
    """The check raises once the child has told the number of its own child."""
    pids: list[int] = []
    code = (
        "import subprocess, sys, time\n"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print(p.pid, flush=True)\n"
        "time.sleep(600)"
    )

    def check() -> None:
        if pids:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        run_child(
            python(code), limits=NO_LIMITS, check=check, on_line=lambda line: pids.append(int(line))
        )
    wait_until_gone(pids[0])


def test_child_sees_the_environment_it_is_given_alone() -> None:
    lines: list[str] = []
    code = "import os; print(sorted(name for name in os.environ if name != 'LC_CTYPE'))"
    run_child(python(code), limits=NO_LIMITS, on_line=lines.append, env={"PATH": "/bin"})
    assert lines == ["['PATH']"]


def test_child_dies_with_its_parent_under_kill() -> None:
    """A parent that is killed outright cannot tidy up: the kernel does."""
    parent_code = (
        "import sys\n"
        "from content.jobs.child import Limits, run_child\n"
        "run_child([sys.executable, '-c',"
        " 'import os, time; print(os.getpid(), flush=True); time.sleep(600)'],"
        " limits=Limits(), on_line=lambda line: print(line, flush=True))\n"
    )
    root = Path(__file__).resolve().parents[4]
    with subprocess.Popen(
        [sys.executable, "-c", parent_code], stdout=subprocess.PIPE, cwd=root
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.kill()
        wait_until_gone(child)
