"""Becomes another program, with limits, and dies with its parent. Run as a file, never imported.

Arguments: PARENT_PID CPU_SECONDS MEMORY_BYTES FILE_BYTES NICENESS COMMAND…  (a limit of 0 is none)

It exists because code between fork and exec is unsafe in a process that has threads. Standard
library only, and quick to start: every second of media work passes through it.
"""

import ctypes
import os
import resource
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    parent, cpu, memory, file_size, niceness = (int(text) for text in arguments[:5])
    command = arguments[5:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we asked to be told
        os._exit(1)
    limits = (
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, file_size),
    )
    for name, value in limits:
        if value > 0:
            resource.setrlimit(name, (value, value))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(niceness)
    os.execvp(command[0], command)  # noqa: S606  # a list of our own making, no shell


if __name__ == "__main__":
    main(sys.argv[1:])
